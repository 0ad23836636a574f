/* Sums of rows of signed bytes: linear models whose weights are rounded. */
#ifndef CKERNELS_BYTES_H
#define CKERNELS_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* y[i] += scale * x[i] over `count` elements. x and y do not overlap. */
void kernels_add_bytes(float scale, const int8_t *x, float *y, size_t count);

#endif
