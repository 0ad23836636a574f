/* OpenBLAS and its LAPACK, for training. Imported by Kernels alone. */
#ifndef CBLAS_SHIM_H
#define CBLAS_SHIM_H
#include <cblas-openblas.h>

/* LAPACK of the same library; its own header is in another package. */
void sposv_(const char *half, const int *n, const int *columns, float *a, const int *lda, float *b,
            const int *ldb, int *info);

/* Solves a symmetric positive definite system whose lower half is given by columns. */
static inline void kernels_sposv(const int *n, const int *columns, float *a, float *b, int *info) {
    sposv_("L", n, columns, a, n, b, n, info);
}
#endif
