#include "CKernels.h"

/* Eight sums, so that a compiler may keep them in vectors without reordering what C fixes. */
static float dot_portable(const float *x, const float *y, size_t count) {
  float sums[8] = {0};
  size_t i = 0;
  for (; i + 8 <= count; i += 8)
    for (size_t lane = 0; lane < 8; lane++) sums[lane] += x[i + lane] * y[i + lane];
  float even = (sums[0] + sums[4]) + (sums[2] + sums[6]);
  float odd = (sums[1] + sums[5]) + (sums[3] + sums[7]);
  float sum = even + odd;
  for (; i < count; i++) sum += x[i] * y[i];
  return sum;
}

static void axpy_portable(float scale, const float *x, float *y, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] += scale * x[i];
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2,fma")))
static float sum_of_lanes(__m256 lanes) {
  __m128 four = _mm_add_ps(_mm256_castps256_ps128(lanes), _mm256_extractf128_ps(lanes, 1));
  four = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(four, _mm_movehdup_ps(four)));
}

/* Four accumulators hide the latency of the multiply-add, which is four cycles. */
__attribute__((target("avx2,fma")))
static float dot_avx2(const float *x, const float *y, size_t count) {
  __m256 a = _mm256_setzero_ps(), b = a, c = a, d = a;
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    a = _mm256_fmadd_ps(_mm256_loadu_ps(x + i), _mm256_loadu_ps(y + i), a);
    b = _mm256_fmadd_ps(_mm256_loadu_ps(x + i + 8), _mm256_loadu_ps(y + i + 8), b);
    c = _mm256_fmadd_ps(_mm256_loadu_ps(x + i + 16), _mm256_loadu_ps(y + i + 16), c);
    d = _mm256_fmadd_ps(_mm256_loadu_ps(x + i + 24), _mm256_loadu_ps(y + i + 24), d);
  }
  for (; i + 8 <= count; i += 8)
    a = _mm256_fmadd_ps(_mm256_loadu_ps(x + i), _mm256_loadu_ps(y + i), a);
  float sum = sum_of_lanes(_mm256_add_ps(_mm256_add_ps(a, b), _mm256_add_ps(c, d)));
  for (; i < count; i++) sum += x[i] * y[i];
  return sum;
}

__attribute__((target("avx2,fma")))
static void axpy_avx2(float scale, const float *x, float *y, size_t count) {
  __m256 factor = _mm256_set1_ps(scale);
  size_t i = 0;
  for (; i + 8 <= count; i += 8)
    _mm256_storeu_ps(
        y + i, _mm256_fmadd_ps(factor, _mm256_loadu_ps(x + i), _mm256_loadu_ps(y + i)));
  for (; i < count; i++) y[i] += scale * x[i];
}

__attribute__((target("avx512f")))
static float dot_avx512(const float *x, const float *y, size_t count) {
  __m512 a = _mm512_setzero_ps(), b = a, c = a, d = a;
  size_t i = 0;
  for (; i + 64 <= count; i += 64) {
    a = _mm512_fmadd_ps(_mm512_loadu_ps(x + i), _mm512_loadu_ps(y + i), a);
    b = _mm512_fmadd_ps(_mm512_loadu_ps(x + i + 16), _mm512_loadu_ps(y + i + 16), b);
    c = _mm512_fmadd_ps(_mm512_loadu_ps(x + i + 32), _mm512_loadu_ps(y + i + 32), c);
    d = _mm512_fmadd_ps(_mm512_loadu_ps(x + i + 48), _mm512_loadu_ps(y + i + 48), d);
  }
  for (; i < count; i += 16) {
    /* The mask keeps the loads inside the arrays in the last, partial vector. */
    __mmask16 lanes = count - i >= 16 ? 0xFFFF : (__mmask16)((1u << (count - i)) - 1);
    __m512 left = _mm512_maskz_loadu_ps(lanes, x + i);
    a = _mm512_fmadd_ps(left, _mm512_maskz_loadu_ps(lanes, y + i), a);
  }
  return _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(a, b), _mm512_add_ps(c, d)));
}

__attribute__((target("avx512f")))
static void axpy_avx512(float scale, const float *x, float *y, size_t count) {
  __m512 factor = _mm512_set1_ps(scale);
  for (size_t i = 0; i < count; i += 16) {
    __mmask16 lanes = count - i >= 16 ? 0xFFFF : (__mmask16)((1u << (count - i)) - 1);
    __m512 term = _mm512_maskz_loadu_ps(lanes, x + i);
    __m512 sum = _mm512_fmadd_ps(factor, term, _mm512_maskz_loadu_ps(lanes, y + i));
    _mm512_mask_storeu_ps(y + i, lanes, sum);
  }
}
#endif

static float (*dot)(const float *, const float *, size_t) = dot_portable;
static void (*axpy)(float, const float *, float *, size_t) = axpy_portable;
static const char *instruction_set = "portable";

/* Runs before main, hence before there is a second thread: the pointers never change afterwards. */
__attribute__((constructor)) static void choose(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f")) {
    dot = dot_avx512, axpy = axpy_avx512, instruction_set = "avx512f";
  } else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    dot = dot_avx2, axpy = axpy_avx2, instruction_set = "avx2+fma";
  }
#endif
}

float kernels_dot(const float *x, const float *y, size_t count) { return dot(x, y, count); }

void kernels_axpy(float scale, const float *x, float *y, size_t count) { axpy(scale, x, y, count); }

const char *kernels_instruction_set(void) { return instruction_set; }
