/* Inner loops of a transformer's layers. Imported through CKernels.h.
 *
 * Everything is row-major. A row is a token; a dense layer computes, for each row and column,
 *
 *     out[row][column] = f(bias[column] + sum over i of x[row][i] * weight[column][i])
 *
 * Each function is dispatched by instruction set; `..._portable` is its definition, for tests. The order
 * of summation of floats depends on the instruction set; sums of codes are whole numbers, and exact. */
#ifndef CKERNELS_DENSE_H
#define CKERNELS_DENSE_H

#include <stddef.h>
#include <stdint.h>

/* Columns of a panel; the last panel is filled up with zeros. */
#define KERNELS_PANEL 16

/* What is done with a sum. */
enum { KERNELS_PLAIN = 0, KERNELS_GELU = 1 };

/* panels     ceil(columns / 16) x inner x 16: a panel holds, for each i, the weights of 16 columns
 * bias       one per column, or NULL for zeros
 * x, out     rows are `x_stride` and `out_stride` floats apart; they do not overlap */
void kernels_dense_floats(const float *x, size_t x_stride, size_t rows, size_t inner,
                          const float *panels, const float *bias, size_t columns, int function,
                          float *out, size_t out_stride);
void kernels_dense_floats_portable(const float *x, size_t x_stride, size_t rows, size_t inner,
                                   const float *panels, const float *bias, size_t columns,
                                   int function, float *out, size_t out_stride);

/* Rounds each row to 256 levels between its least and its largest element (and 0, which is exact):
 *
 *     x[row][i] ~ steps[row] * (codes[row][i] - zeros[row])
 *
 * codes      out: rows x 4 * ceil(inner / 4), filled up with zeros
 * steps, zeros   out: one per row */
void kernels_quantise_rows(const float *x, size_t rows, size_t inner, uint8_t *codes, float *steps,
                           int32_t *zeros);
void kernels_quantise_rows_portable(const float *x, size_t rows, size_t inner, uint8_t *codes,
                                    float *steps, int32_t *zeros);

/* A dense layer whose weights are codes: weight[column][i] = scales[column] * code[column][i].
 *
 * panels     ceil(columns / 16) x ceil(inner / 4) x 16 x 4: for each four i, four codes of 16 columns,
 *            filled up with zeros; inner <= 65536. Of the codes 2*i and 2*i + 1 of a column, those above
 *            0 sum to at most 128, and those below to at least -128: products with codes of 8 bits then
 *            fit into 16 bits in pairs, as AVX2 sums them
 * sums       one per column: the sum of its codes */
void kernels_dense_codes(const uint8_t *codes, const float *steps, const int32_t *zeros, size_t rows,
                         size_t inner, const int8_t *panels, const float *scales,
                         const int32_t *sums, const float *bias, size_t columns, int function,
                         float *out, size_t out_stride);
void kernels_dense_codes_portable(const uint8_t *codes, const float *steps, const int32_t *zeros,
                                  size_t rows, size_t inner, const int8_t *panels,
                                  const float *scales, const int32_t *sums, const float *bias,
                                  size_t columns, int function, float *out, size_t out_stride);

/* x[row] = norm(x[row] + addend[row]) with norm(v) = gain * (v - mean) / sqrt(variance + epsilon) + bias.
 * `addend` may be NULL. */
void kernels_add_and_norm(float *x, const float *addend, size_t rows, size_t width,
                          const float *gain, const float *bias, float epsilon);

/* Attention of every token to every other, of one sentence.
 *
 * joint      tokens x 3 * heads * width: queries, which are scaled already, keys, values; each heads x width
 * scratch    kernels_attention_scratch(tokens, width) floats
 * out        tokens x heads * width */
void kernels_attend(const float *joint, size_t tokens, size_t heads, size_t width, float *scratch,
                    float *out);
size_t kernels_attention_scratch(size_t tokens, size_t width);

/* x / 2 * (1 + erf(x / sqrt 2)) in place; error at most 1e-6 * max(1, |x|). */
void kernels_gelu(float *x, size_t count);

/* In place e^(x - largest), divided by their sum. */
void kernels_softmax(float *x, size_t count);

/* "avx512vnni", "avx2" or "portable": of kernels_dense_codes. */
const char *kernels_codes_instruction_set(void);

#endif
