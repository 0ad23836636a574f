#include "CKernels.h"
#include "vector_math.h"

/* Described in the header. All sums are of whole numbers and exact, so every instruction set has the same;
 * zero times the column's sum is taken off where all is summed. */
enum { panel = KERNELS_PANEL, quad = 4, rows_per_group = 48, rows_max = 12 };

typedef struct {
  const uint8_t *codes;
  const float *steps;
  const int32_t *zeros;
} rows_of_codes;

typedef void (*tile_function)(rows_of_codes x, size_t stride, size_t rows, size_t quads,
                              const int8_t *weights, const float *scales, const int32_t *sums,
                              const float *bias, int function, float *out, size_t out_stride);

INLINE void dense(tile_function tile, size_t rows_per_tile, rows_of_codes x, size_t rows,
                  size_t inner, const int8_t *panels, const float *scales, const int32_t *sums,
                  const float *bias, size_t columns, int function, float *out, size_t out_stride) {
  size_t quads = (inner + quad - 1) / quad, stride = quads * quad;
  for (size_t group = 0; group < rows; group += rows_per_group) {
    size_t group_rows = rows - group < rows_per_group ? rows - group : rows_per_group;
    size_t tiles = (group_rows + rows_per_tile - 1) / rows_per_tile;
    for (size_t column = 0; column < columns; column += panel) {
      const int8_t *weights = panels + column * stride;
      size_t present = columns - column < panel ? columns - column : panel;
      float padded_bias[panel], padded_scales[panel], rest[rows_max * panel];
      int32_t own_sums[panel] = {0};
      const float *own_bias = panel_of(bias, column, present, padded_bias);
      const float *own_scales = panel_of(scales, column, present, padded_scales);
      memcpy(own_sums, sums + column, present * sizeof(int32_t));
      for (size_t index = 0; index < tiles; index++) {
        size_t begin = block_start(group_rows, rows_per_tile, index);
        size_t count = block_start(group_rows, rows_per_tile, index + 1) - begin;
        size_t row = group + begin;
        rows_of_codes own = {x.codes + row * stride, x.steps + row, x.zeros + row};
        float *target = out + row * out_stride + column;
        if (present == panel) {
          tile(own, stride, count, quads, weights, own_scales, own_sums, own_bias, function, target,
               out_stride);
          continue;
        }
        tile(own, stride, count, quads, weights, own_scales, own_sums, own_bias, function, rest,
             panel);
        for (size_t r = 0; r < count; r++)
          memcpy(target + r * out_stride, rest + r * panel, present * sizeof(float));
      }
    }
  }
}

/* 16 floats of a row, from its sums of codes. */
INLINE void finish(const int32_t *products, int32_t zero, const int32_t *sums, float step,
                   const float *scales, const float *bias, int function, float *out) {
  for (size_t lane = 0; lane < panel; lane++)
    out[lane] = (float)(products[lane] - zero * sums[lane]) * (step * scales[lane]) + bias[lane];
  if (function == KERNELS_GELU) gelu_inline(out, panel);
}

static void tile_portable(rows_of_codes x, size_t stride, size_t rows, size_t quads,
                          const int8_t *weights, const float *scales, const int32_t *sums,
                          const float *bias, int function, float *out, size_t out_stride) {
  for (size_t row = 0; row < rows; row++) {
    int32_t products[panel] = {0};
    for (size_t q = 0; q < quads; q++) {
      const uint8_t *codes = x.codes + row * stride + q * quad;
      for (size_t lane = 0; lane < panel; lane++) {
        const int8_t *w = weights + (q * panel + lane) * quad;
        products[lane] += codes[0] * w[0] + codes[1] * w[1] + codes[2] * w[2] + codes[3] * w[3];
      }
    }
    finish(products, x.zeros[row], sums, x.steps[row], scales, bias, function,
           out + row * out_stride);
  }
}

/* How a row is rounded. */
typedef struct { float reciprocal, step, zero; } levels;

INLINE levels levels_of(const float *x, size_t count) {
  float low[panel] = {0}, high[panel] = {0};
  size_t i = 0;
  for (; i + panel <= count; i += panel)
    for (size_t lane = 0; lane < panel; lane++) {
      low[lane] = least(x[i + lane], low[lane]);
      high[lane] = largest(x[i + lane], high[lane]);
    }
  for (; i < count; i++) {
    low[0] = least(x[i], low[0]);
    high[0] = largest(x[i], high[0]);
  }
  for (size_t lane = 1; lane < panel; lane++) {
    low[0] = least(low[lane], low[0]);
    high[0] = largest(high[lane], high[0]);
  }
  float step = (high[0] - low[0]) / 255.0f;
  levels found = {step > 0 ? 1.0f / step : 0, step, 0};
  if (step > 0) found.zero = (-low[0] / step + ROUNDING) - ROUNDING;
  return found;
}

/* Products and sums are not contracted, so that every instruction set rounds alike. */
INLINE int32_t code_of(float x, levels row) {
#pragma STDC FP_CONTRACT OFF
  float level = x * row.reciprocal;
  level = least(largest(level, -row.zero), 255.0f - row.zero);
  level = level + ROUNDING;
  int32_t bits;
  memcpy(&bits, &level, sizeof bits);
  return bits - 0x4B400000; /* the bits of ROUNDING */
}

INLINE void quantise(const float *x, size_t rows, size_t inner, uint8_t *codes, float *steps,
                     int32_t *zeros) {
  size_t stride = (inner + quad - 1) / quad * quad;
  for (size_t row = 0; row < rows; row++, x += inner, codes += stride) {
    levels own = levels_of(x, inner);
    int32_t zero = (int32_t)own.zero;
    steps[row] = own.step;
    zeros[row] = zero;
    for (size_t i = 0; i < inner; i++) codes[i] = (uint8_t)(code_of(x[i], own) + zero);
    /* The weights there are zeros. */
    for (size_t i = inner; i < stride; i++) codes[i] = 0;
  }
}

void kernels_quantise_rows_portable(const float *x, size_t rows, size_t inner, uint8_t *codes,
                                    float *steps, int32_t *zeros) {
  quantise(x, rows, inner, codes, steps, zeros);
}

void kernels_dense_codes_portable(const uint8_t *codes, const float *steps, const int32_t *zeros,
                                  size_t rows, size_t inner, const int8_t *panels,
                                  const float *scales, const int32_t *sums, const float *bias,
                                  size_t columns, int function, float *out, size_t out_stride) {
  rows_of_codes x = {codes, steps, zeros};
  dense(tile_portable, 4, x, rows, inner, panels, scales, sums, bias, columns, function, out,
        out_stride);
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,fma")))
#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma")))

INLINE int32_t four_at(const uint8_t *codes) {
  int32_t four;
  memcpy(&four, codes, sizeof four);
  return four;
}

/* `rows` is a constant where this is inlined, so that the sums are registers. A lane of 32 bits is a
 * column: four products become two sums of 16 bits, which fit by the header's rule, then one. */
AVX2 INLINE void tile_avx2_of(const size_t rows, rows_of_codes x, size_t stride, size_t quads,
                              const int8_t *weights, const float *scales, const int32_t *sums,
                              const float *bias, int function, float *out, size_t out_stride) {
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i low[6], high[6];
#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; row++) low[row] = high[row] = _mm256_setzero_si256();
  for (size_t q = 0; q < quads; q++) {
    const __m256i *w = (const __m256i *)(weights + q * 64);
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
      __m256i four = _mm256_set1_epi32(four_at(x.codes + row * stride + q * quad));
      __m256i pairs_low = _mm256_maddubs_epi16(four, _mm256_loadu_si256(w));
      __m256i pairs_high = _mm256_maddubs_epi16(four, _mm256_loadu_si256(w + 1));
      low[row] = _mm256_add_epi32(low[row], _mm256_madd_epi16(pairs_low, ones));
      high[row] = _mm256_add_epi32(high[row], _mm256_madd_epi16(pairs_high, ones));
    }
  }
#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; row++) {
    int32_t products[panel];
    _mm256_storeu_si256((__m256i *)products, low[row]);
    _mm256_storeu_si256((__m256i *)(products + 8), high[row]);
    finish(products, x.zeros[row], sums, x.steps[row], scales, bias, function,
           out + row * out_stride);
  }
}

AVX2 static void tile_avx2(rows_of_codes x, size_t stride, size_t rows, size_t quads,
                           const int8_t *weights, const float *scales, const int32_t *sums,
                           const float *bias, int function, float *out, size_t out_stride) {
#define ROWS(n)                                                                              \
  case n:                                                                                    \
    return tile_avx2_of(n, x, stride, quads, weights, scales, sums, bias, function, out, \
                        out_stride)
  switch (rows) { ROWS(1); ROWS(2); ROWS(3); ROWS(4); ROWS(5); ROWS(6); default: return; }
#undef ROWS
}

AVX2 static void dense_avx2(const uint8_t *codes, const float *steps, const int32_t *zeros,
                            size_t rows, size_t inner, const int8_t *panels, const float *scales,
                            const int32_t *sums, const float *bias, size_t columns, int function,
                            float *out, size_t out_stride) {
  rows_of_codes x = {codes, steps, zeros};
  dense(tile_avx2, 6, x, rows, inner, panels, scales, sums, bias, columns, function, out,
        out_stride);
}

AVX2 static void quantise_avx2(const float *x, size_t rows, size_t inner, uint8_t *codes,
                               float *steps, int32_t *zeros) {
  quantise(x, rows, inner, codes, steps, zeros);
}

VNNI INLINE void tile_vnni_of(const size_t rows, rows_of_codes x, size_t stride, size_t quads,
                              const int8_t *weights, const float *scales, const int32_t *sums,
                              const float *bias, int function, float *out, size_t out_stride) {
  __m512i products[rows_max];
#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; row++) products[row] = _mm512_setzero_si512();
  for (size_t q = 0; q < quads; q++) {
    __m512i w = _mm512_loadu_si512(weights + q * 64);
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
      __m512i four = _mm512_set1_epi32(four_at(x.codes + row * stride + q * quad));
      products[row] = _mm512_dpbusd_epi32(products[row], four, w);
    }
  }
#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; row++) {
    int32_t stored[panel];
    _mm512_storeu_si512(stored, products[row]);
    finish(stored, x.zeros[row], sums, x.steps[row], scales, bias, function,
           out + row * out_stride);
  }
}

VNNI static void tile_vnni(rows_of_codes x, size_t stride, size_t rows, size_t quads,
                           const int8_t *weights, const float *scales, const int32_t *sums,
                           const float *bias, int function, float *out, size_t out_stride) {
#define ROWS(n)                                                                              \
  case n:                                                                                    \
    return tile_vnni_of(n, x, stride, quads, weights, scales, sums, bias, function, out, \
                        out_stride)
  switch (rows) {
    ROWS(1); ROWS(2); ROWS(3); ROWS(4); ROWS(5); ROWS(6);
    ROWS(7); ROWS(8); ROWS(9); ROWS(10); ROWS(11); ROWS(12);
    default: return;
  }
#undef ROWS
}

VNNI static void dense_vnni(const uint8_t *codes, const float *steps, const int32_t *zeros,
                            size_t rows, size_t inner, const int8_t *panels, const float *scales,
                            const int32_t *sums, const float *bias, size_t columns, int function,
                            float *out, size_t out_stride) {
  rows_of_codes x = {codes, steps, zeros};
  dense(tile_vnni, 12, x, rows, inner, panels, scales, sums, bias, columns, function, out,
        out_stride);
}

VNNI static void quantise_vnni(const float *x, size_t rows, size_t inner, uint8_t *codes,
                               float *steps, int32_t *zeros) {
  quantise(x, rows, inner, codes, steps, zeros);
}
#endif

static void (*chosen)(const uint8_t *, const float *, const int32_t *, size_t, size_t,
                      const int8_t *, const float *, const int32_t *, const float *, size_t, int,
                      float *, size_t) = kernels_dense_codes_portable;
static void (*chosen_quantise)(const float *, size_t, size_t, uint8_t *, float *, int32_t *) =
    kernels_quantise_rows_portable;
static const char *instruction_set = "portable";

/* Runs before main, hence before there is a second thread: the pointers never change afterwards. */
__attribute__((constructor)) static void choose(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) {
    chosen = dense_vnni, chosen_quantise = quantise_vnni, instruction_set = "avx512vnni";
  } else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    chosen = dense_avx2, chosen_quantise = quantise_avx2, instruction_set = "avx2";
  }
#endif
}

void kernels_quantise_rows(const float *x, size_t rows, size_t inner, uint8_t *codes, float *steps,
                           int32_t *zeros) {
  chosen_quantise(x, rows, inner, codes, steps, zeros);
}

void kernels_dense_codes(const uint8_t *codes, const float *steps, const int32_t *zeros, size_t rows,
                         size_t inner, const int8_t *panels, const float *scales,
                         const int32_t *sums, const float *bias, size_t columns, int function,
                         float *out, size_t out_stride) {
  chosen(codes, steps, zeros, rows, inner, panels, scales, sums, bias, columns, function, out,
         out_stride);
}

const char *kernels_codes_instruction_set(void) { return instruction_set; }
