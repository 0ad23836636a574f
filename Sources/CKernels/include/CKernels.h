/* Inner loops that need intrinsics, dispatched by instruction set. Imported by Kernels alone. */
#ifndef CKERNELS_H
#define CKERNELS_H
#endif
