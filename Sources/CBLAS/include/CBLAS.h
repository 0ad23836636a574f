/* OpenBLAS and its LAPACK, for training. Imported by Kernels alone. */
#ifndef CBLAS_SHIM_H
#define CBLAS_SHIM_H
#include <cblas-openblas.h>

/* LAPACK of the same library; its own header is in another package. */
void sposv_(const char *half, const int *n, const int *columns, float *a, const int *lda, float *b,
            const int *ldb, int *info);
void spotrf_(const char *half, const int *n, float *a, const int *lda, int *info);
void spotrs_(const char *half, const int *n, const int *columns, const float *a, const int *lda,
             float *b, const int *ldb, int *info);

/* Factorises a symmetric positive definite matrix whose lower half is given by columns, which are
 * lda elements apart: A = L * L^T, L in place of the lower half. */
static inline void kernels_spotrf(const int *n, float *a, const int *lda, int *info) {
    spotrf_("L", n, a, lda, info);
}

/* Solves L * L^T * X = B in place of B, which has n rows and as many between its columns. */
static inline void kernels_spotrs(const int *n, const int *columns, const float *a, const int *lda,
                                  float *b, int *info) {
    spotrs_("L", n, columns, a, lda, b, n, info);
}

/* Solves a symmetric positive definite system whose lower half is given by columns. */
static inline void kernels_sposv(const int *n, const int *columns, float *a, float *b, int *info) {
    sposv_("L", n, columns, a, n, b, n, info);
}
#endif
