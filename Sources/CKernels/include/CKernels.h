/* Inner loops that need intrinsics, dispatched by instruction set. Imported by Kernels alone. */
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "CKernelsBytes.h"
#include "CKernelsDense.h"

/* Sum of x[i] * y[i] over `count` elements. The order of summation depends on the instruction
 * set, so the last bits may differ between kinds of CPU, and never between two calls on one. */
float kernels_dot(const float *x, const float *y, size_t count);

/* y[i] += scale * x[i] over `count` elements. x and y do not overlap. */
void kernels_axpy(float scale, const float *x, float *y, size_t count);

/* Items of a block of codes. */
#define KERNELS_SCAN_BLOCK 32
/* Quads of dimensions whose sum has to fit into 16 bits; see kernels_scan_codes. */
#define KERNELS_SCAN_CHUNK 16

/* Scores whole blocks of items whose vectors are codes of 4 bits per dimension, and reports those
 * that are not below `threshold`:
 *
 *     score(item) = scales[item] * (bias + sum over dimensions d of code(item, d) * q(d))
 *
 * in integers but for the last product, hence the same on every CPU.
 *
 * codes      block_count x quad_count x 64 bytes. A quad is four dimensions. In a block's quad the
 *            bytes 2*i and 2*i + 1 are of item i: their low halves are the codes of the quad's
 *            dimensions 0 and 1, their high halves those of 2 and 3. So a vector load holds two
 *            dimensions of 16 items, and no sum has to be taken across lanes.
 * scales     one per item
 * query      quad_count x 64 bytes: the pair q(0), q(1) sixteen times, then q(2), q(3) likewise.
 *            Over every 16 quads from the first, 15 * sum of |q| <= 32767: sums of 16 bits suffice
 * positions  out: room for `capacity` >= 32 positions, counted from the first block's first item
 * scores     out: likewise, their scores
 * hit_count  out: how many were reported
 *
 * Returns how many blocks were scanned: fewer than block_count when there was no room left for
 * all items of another block. */
size_t kernels_scan_codes(const uint8_t *codes, const float *scales, size_t block_count,
                          const int8_t *query, size_t quad_count, int32_t bias, float threshold,
                          uint32_t *positions, float *scores, size_t capacity, size_t *hit_count);

/* The same by its definition, for tests to compare with. */
size_t kernels_scan_codes_portable(const uint8_t *codes, const float *scales, size_t block_count,
                                   const int8_t *query, size_t quad_count, int32_t bias,
                                   float threshold, uint32_t *positions, float *scores,
                                   size_t capacity, size_t *hit_count);

/* Sets of shoppers: bit i % 64 of word i / 64. */

/* Keeps in `words`, ceil(count / 64) of them, the bits i with lower <= x[i] <= upper; NaN lies in no
 * range. Words that are 0 are not looked at. */
void kernels_and_range(const float *x, size_t count, float lower, float upper, uint64_t *words);

/* How many bits both have, in `count` words. */
size_t kernels_count_common(const uint64_t *x, const uint64_t *y, size_t count);

/* sums[places[i]] += factor * halves[i], halves as IEEE 754 binary16. Places from sum_count on are
 * passed over. */
void kernels_add_halves(const uint16_t *halves, const uint32_t *places, size_t count, float factor,
                        float *sums, size_t sum_count);

/* sums[i] += factor * z, z = (x[i] - mean) * scale cut to -limit...limit; 0 for NaN. */
void kernels_add_standardised(const float *x, size_t count, float mean, float scale, float limit,
                              float factor, float *sums);

/* Adds to `words`, ceil(count / 64) of them, the bits i with codes[i] == code. */
void kernels_or_equal(const uint32_t *codes, size_t count, uint32_t code, uint64_t *words);

/* The instruction set that this process uses: "avx512f", "avx2+fma" or "portable". */
const char *kernels_instruction_set(void);

#endif
