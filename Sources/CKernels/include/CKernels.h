/* Inner loops that need intrinsics, dispatched by instruction set. Imported by Kernels alone. */
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>

/* Sum of x[i] * y[i] over `count` elements. The order of summation depends on the instruction
 * set, so the last bits may differ between kinds of CPU, and never between two calls on one. */
float kernels_dot(const float *x, const float *y, size_t count);

/* y[i] += scale * x[i] over `count` elements. x and y do not overlap. */
void kernels_axpy(float scale, const float *x, float *y, size_t count);

/* The instruction set that this process uses: "avx512f", "avx2+fma" or "portable". */
const char *kernels_instruction_set(void);

#endif
