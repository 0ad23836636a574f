/* OpenBLAS, for training. Imported by Kernels alone. */
#ifndef CBLAS_SHIM_H
#define CBLAS_SHIM_H
#include <cblas-openblas.h>
#endif
