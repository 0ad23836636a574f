/* Functions without branches, which a compiler turns into vector instructions where they are inlined
 * into loops of a function whose target has them. */
#ifndef VECTOR_MATH_H
#define VECTOR_MATH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

INLINE float least(float x, float y) { return x < y ? x : y; }
INLINE float largest(float x, float y) { return x > y ? x : y; }

/* Adding it leaves a whole number in the low bits of the sum: 1.5 * 2^23. */
#define ROUNDING 12582912.0f

/* e^x for x <= 0 and a little above; e^-87 below -87. Relative error below 2e-7: Cephes' expf. */
INLINE float exponential(float x) {
  x = least(largest(x, -87.0f), 88.0f);
  float shifted = x * 1.44269504088896341f + ROUNDING;
  float n = shifted - ROUNDING;
  float r = x - n * 0.693359375f - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  int32_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  /* The low bits are n; shifted into the exponent, the high ones fall off. */
  bits = (int32_t)(((uint32_t)bits + 127u) << 23);
  float power;
  memcpy(&power, &bits, sizeof power);
  return p * power;
}

/* erf, as the quotient of two polynomials that Eigen and XLA use; it is ±1 to rounding beyond ±4. */
INLINE float error_function(float x) {
  x = least(largest(x, -4.0f), 4.0f);
  float s = x * x;
  float p = -2.72614225801306e-10f;
  p = p * s + 2.77068142495902e-08f;
  p = p * s + -2.10102402082508e-06f;
  p = p * s + -5.69250639462346e-05f;
  p = p * s + -7.34990630326855e-04f;
  p = p * s + -2.95459980854025e-03f;
  p = p * s + -1.60960333262415e-02f;
  float q = -1.45660718464996e-05f;
  q = q * s + -2.13374055278905e-04f;
  q = q * s + -1.68282697438203e-03f;
  q = q * s + -7.37332916720468e-03f;
  q = q * s + -1.42647390514189e-02f;
  return x * p / q;
}

INLINE void gelu_inline(float *x, size_t count) {
  for (size_t i = 0; i < count; i++)
    x[i] = 0.5f * x[i] * (1.0f + error_function(x[i] * 0.707106781186547524f));
}

/* The rows of block `block`, when `rows` are divided as evenly as possible into blocks of at most `most`. */
INLINE size_t block_start(size_t rows, size_t most, size_t block) {
  size_t blocks = (rows + most - 1) / most;
  return rows * block / blocks;
}

/* The bias of 16 columns from `column` on, of which `present` exist. */
INLINE const float *panel_of(const float *values, size_t column, size_t present, float *padded) {
  if (values != NULL && present == 16) return values + column;
  for (size_t lane = 0; lane < 16; lane++)
    padded[lane] = values != NULL && lane < present ? values[column + lane] : 0;
  return padded;
}

#endif
