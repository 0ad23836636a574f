#include "CKernels.h"
#include "vector_math.h"

/* Described in the header. A tile is some rows of one panel; its sums stay in registers. Rows are taken
 * in groups that fit into the second cache, so that a long sentence reads them from there. */
enum { panel = KERNELS_PANEL, rows_per_group = 48, rows_max = 12 };

typedef void (*tile_function)(const float *x, size_t x_stride, size_t rows, size_t inner,
                              const float *weights, const float *bias, int function, float *out,
                              size_t out_stride);

INLINE void dense(tile_function tile, size_t rows_per_tile, const float *x, size_t x_stride,
                  size_t rows, size_t inner, const float *panels, const float *bias, size_t columns,
                  int function, float *out, size_t out_stride) {
  for (size_t group = 0; group < rows; group += rows_per_group) {
    size_t group_rows = rows - group < rows_per_group ? rows - group : rows_per_group;
    size_t tiles = (group_rows + rows_per_tile - 1) / rows_per_tile;
    for (size_t column = 0; column < columns; column += panel) {
      const float *weights = panels + column * inner;
      size_t present = columns - column < panel ? columns - column : panel;
      float padded[panel], rest[rows_max * panel];
      const float *own_bias = panel_of(bias, column, present, padded);
      for (size_t index = 0; index < tiles; index++) {
        size_t begin = block_start(group_rows, rows_per_tile, index);
        size_t count = block_start(group_rows, rows_per_tile, index + 1) - begin;
        const float *own = x + (group + begin) * x_stride;
        float *target = out + (group + begin) * out_stride + column;
        if (present == panel) {
          tile(own, x_stride, count, inner, weights, own_bias, function, target, out_stride);
          continue;
        }
        tile(own, x_stride, count, inner, weights, own_bias, function, rest, panel);
        for (size_t row = 0; row < count; row++)
          memcpy(target + row * out_stride, rest + row * panel, present * sizeof(float));
      }
    }
  }
}

static void tile_portable(const float *x, size_t x_stride, size_t rows, size_t inner,
                          const float *weights, const float *bias, int function, float *out,
                          size_t out_stride) {
  for (size_t row = 0; row < rows; row++) {
    float sums[panel];
    memcpy(sums, bias, sizeof sums);
    for (size_t i = 0; i < inner; i++)
      for (size_t lane = 0; lane < panel; lane++)
        sums[lane] += x[row * x_stride + i] * weights[i * panel + lane];
    if (function == KERNELS_GELU) gelu_inline(sums, panel);
    memcpy(out + row * out_stride, sums, sizeof sums);
  }
}

void kernels_dense_floats_portable(const float *x, size_t x_stride, size_t rows, size_t inner,
                                   const float *panels, const float *bias, size_t columns,
                                   int function, float *out, size_t out_stride) {
  dense(tile_portable, 4, x, x_stride, rows, inner, panels, bias, columns, function, out,
        out_stride);
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,fma")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma")))

/* `rows` is a constant where this is inlined, so that the sums are registers. */
AVX2 INLINE void tile_avx2_of(const size_t rows, const float *x, size_t x_stride, size_t inner,
                              const float *weights, const float *bias, int function, float *out,
                              size_t out_stride) {
  __m256 low[6], high[6];
#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; row++) {
    low[row] = _mm256_loadu_ps(bias);
    high[row] = _mm256_loadu_ps(bias + 8);
  }
  for (size_t i = 0; i < inner; i++) {
    __m256 w_low = _mm256_loadu_ps(weights + i * panel);
    __m256 w_high = _mm256_loadu_ps(weights + i * panel + 8);
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
      __m256 value = _mm256_broadcast_ss(x + row * x_stride + i);
      low[row] = _mm256_fmadd_ps(value, w_low, low[row]);
      high[row] = _mm256_fmadd_ps(value, w_high, high[row]);
    }
  }
#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; row++) {
    _mm256_storeu_ps(out + row * out_stride, low[row]);
    _mm256_storeu_ps(out + row * out_stride + 8, high[row]);
  }
  if (function == KERNELS_GELU)
    for (size_t row = 0; row < rows; row++) gelu_inline(out + row * out_stride, panel);
}

AVX2 static void tile_avx2(const float *x, size_t x_stride, size_t rows, size_t inner,
                           const float *weights, const float *bias, int function, float *out,
                           size_t out_stride) {
#define ROWS(n) \
  case n: return tile_avx2_of(n, x, x_stride, inner, weights, bias, function, out, out_stride)
  switch (rows) { ROWS(1); ROWS(2); ROWS(3); ROWS(4); ROWS(5); ROWS(6); default: return; }
#undef ROWS
}

static void dense_avx2(const float *x, size_t x_stride, size_t rows, size_t inner,
                       const float *panels, const float *bias, size_t columns, int function,
                       float *out, size_t out_stride) {
  dense(tile_avx2, 6, x, x_stride, rows, inner, panels, bias, columns, function, out, out_stride);
}

AVX512 INLINE void tile_avx512_of(const size_t rows, const float *x, size_t x_stride, size_t inner,
                                  const float *weights, const float *bias, int function,
                                  float *out, size_t out_stride) {
  __m512 sums[rows_max];
#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; row++) sums[row] = _mm512_loadu_ps(bias);
  for (size_t i = 0; i < inner; i++) {
    __m512 w = _mm512_loadu_ps(weights + i * panel);
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++)
      sums[row] = _mm512_fmadd_ps(_mm512_set1_ps(x[row * x_stride + i]), w, sums[row]);
  }
#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; row++) _mm512_storeu_ps(out + row * out_stride, sums[row]);
  if (function == KERNELS_GELU)
    for (size_t row = 0; row < rows; row++) gelu_inline(out + row * out_stride, panel);
}

AVX512 static void tile_avx512(const float *x, size_t x_stride, size_t rows, size_t inner,
                               const float *weights, const float *bias, int function, float *out,
                               size_t out_stride) {
#define ROWS(n) \
  case n: return tile_avx512_of(n, x, x_stride, inner, weights, bias, function, out, out_stride)
  switch (rows) {
    ROWS(1); ROWS(2); ROWS(3); ROWS(4); ROWS(5); ROWS(6);
    ROWS(7); ROWS(8); ROWS(9); ROWS(10); ROWS(11); ROWS(12);
    default: return;
  }
#undef ROWS
}

static void dense_avx512(const float *x, size_t x_stride, size_t rows, size_t inner,
                         const float *panels, const float *bias, size_t columns, int function,
                         float *out, size_t out_stride) {
  dense(tile_avx512, 12, x, x_stride, rows, inner, panels, bias, columns, function, out,
        out_stride);
}
#endif

static void (*chosen)(const float *, size_t, size_t, size_t, const float *, const float *, size_t,
                      int, float *, size_t) = kernels_dense_floats_portable;

/* Runs before main, hence before there is a second thread: the pointer never changes afterwards. */
__attribute__((constructor)) static void choose(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq"))
    chosen = dense_avx512;
  else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    chosen = dense_avx2;
#endif
}

void kernels_dense_floats(const float *x, size_t x_stride, size_t rows, size_t inner,
                          const float *panels, const float *bias, size_t columns, int function,
                          float *out, size_t out_stride) {
  chosen(x, x_stride, rows, inner, panels, bias, columns, function, out, out_stride);
}
