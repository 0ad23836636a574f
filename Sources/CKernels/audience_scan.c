#include "CKernels.h"

#include <string.h>

/* Described in the header. A word of the set is 64 shoppers. */

static void and_range_portable(const float *x, size_t count, float lower, float upper,
                               uint64_t *words) {
  for (size_t word = 0; word * 64 < count; word++) {
    if (words[word] == 0) continue;
    size_t lanes = count - word * 64 < 64 ? count - word * 64 : 64;
    uint64_t bits = 0;
    for (size_t lane = 0; lane < lanes; lane++) {
      float value = x[word * 64 + lane];
      bits |= (uint64_t)(value >= lower && value <= upper) << lane;
    }
    words[word] &= bits;
  }
}

static size_t count_common_portable(const uint64_t *x, const uint64_t *y, size_t count) {
  size_t sum = 0;
  for (size_t i = 0; i < count; i++) sum += (size_t)__builtin_popcountll(x[i] & y[i]);
  return sum;
}

static float half_to_float(uint16_t half) {
  uint32_t exponent = half >> 10 & 31, fraction = half & 1023, sign = (uint32_t)(half >> 15) << 31;
  if (exponent == 0) { /* subnormal: fraction * 2^-24 */
    float value = (float)fraction * 0x1p-24f;
    return sign ? -value : value;
  }
  uint32_t bits = sign | (exponent == 31 ? 255u : exponent + 112u) << 23 | fraction << 13;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static void add_halves_portable(const uint16_t *halves, const uint32_t *places, size_t count,
                                float factor, float *sums, size_t sum_count) {
  for (size_t i = 0; i < count; i++)
    if (places[i] < sum_count) sums[places[i]] += factor * half_to_float(halves[i]);
}

static inline float standardised(float value, float mean, float scale, float limit) {
  float z = (value - mean) * scale;
  z = z < -limit ? -limit : z;
  z = z > limit ? limit : z;
  return z == z ? z : 0;
}

static void add_standardised_portable(const float *x, size_t count, float mean, float scale,
                                      float limit, float factor, float *sums) {
  for (size_t i = 0; i < count; i++) sums[i] += factor * standardised(x[i], mean, scale, limit);
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2")))
static void and_range_avx2(const float *x, size_t count, float lower, float upper,
                           uint64_t *words) {
  const __m256 least = _mm256_set1_ps(lower), most = _mm256_set1_ps(upper);
  size_t word = 0;
  for (; (word + 1) * 64 <= count; word++) {
    if (words[word] == 0) continue;
    uint64_t bits = 0;
    for (size_t lane = 0; lane < 64; lane += 8) {
      __m256 value = _mm256_loadu_ps(x + word * 64 + lane);
      /* Ordered comparisons: of NaN both are false. */
      __m256 inside = _mm256_and_ps(_mm256_cmp_ps(value, least, _CMP_GE_OQ),
                                    _mm256_cmp_ps(value, most, _CMP_LE_OQ));
      bits |= (uint64_t)(unsigned)_mm256_movemask_ps(inside) << lane;
    }
    words[word] &= bits;
  }
  if (word * 64 < count)
    and_range_portable(x + word * 64, count - word * 64, lower, upper, words + word);
}

__attribute__((target("popcnt")))
static size_t count_common_popcnt(const uint64_t *x, const uint64_t *y, size_t count) {
  size_t sum = 0;
  for (size_t i = 0; i < count; i++) sum += (size_t)_mm_popcnt_u64(x[i] & y[i]);
  return sum;
}

__attribute__((target("avx2,f16c")))
static void add_halves_avx2(const uint16_t *halves, const uint32_t *places, size_t count,
                            float factor, float *sums, size_t sum_count) {
  const __m256 scale = _mm256_set1_ps(factor);
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    _Alignas(32) float terms[8];
    __m128i eight = _mm_loadu_si128((const __m128i *)(halves + i));
    _mm256_store_ps(terms, _mm256_mul_ps(scale, _mm256_cvtph_ps(eight)));
    for (size_t lane = 0; lane < 8; lane++)
      if (places[i + lane] < sum_count) sums[places[i + lane]] += terms[lane];
  }
  add_halves_portable(halves + i, places + i, count - i, factor, sums, sum_count);
}

__attribute__((target("avx2")))
static void add_standardised_avx2(const float *x, size_t count, float mean, float scale,
                                  float limit, float factor, float *sums) {
  const __m256 means = _mm256_set1_ps(mean), scales = _mm256_set1_ps(scale),
               most = _mm256_set1_ps(limit), least = _mm256_set1_ps(-limit),
               factors = _mm256_set1_ps(factor);
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    __m256 z = _mm256_mul_ps(_mm256_sub_ps(_mm256_loadu_ps(x + i), means), scales);
    __m256 known = _mm256_cmp_ps(z, z, _CMP_ORD_Q);
    z = _mm256_and_ps(_mm256_min_ps(_mm256_max_ps(z, least), most), known);
    _mm256_storeu_ps(
        sums + i, _mm256_add_ps(_mm256_loadu_ps(sums + i), _mm256_mul_ps(factors, z)));
  }
  add_standardised_portable(x + i, count - i, mean, scale, limit, factor, sums + i);
}
#endif

static void (*and_range)(const float *, size_t, float, float, uint64_t *) = and_range_portable;
static size_t (*count_common)(const uint64_t *, const uint64_t *, size_t) = count_common_portable;
static void (*add_halves)(const uint16_t *, const uint32_t *, size_t, float, float *,
                          size_t) = add_halves_portable;
static void (*add_standardised)(const float *, size_t, float, float, float, float,
                                float *) = add_standardised_portable;

/* Runs before main, hence before there is a second thread: the pointers never change afterwards. */
__attribute__((constructor)) static void choose(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("popcnt")) count_common = count_common_popcnt;
  if (__builtin_cpu_supports("avx2")) {
    and_range = and_range_avx2, add_standardised = add_standardised_avx2;
    if (__builtin_cpu_supports("f16c")) add_halves = add_halves_avx2;
  }
#endif
}

void kernels_and_range(const float *x, size_t count, float lower, float upper, uint64_t *words) {
  and_range(x, count, lower, upper, words);
}

size_t kernels_count_common(const uint64_t *x, const uint64_t *y, size_t count) {
  return count_common(x, y, count);
}

void kernels_add_halves(const uint16_t *halves, const uint32_t *places, size_t count, float factor,
                        float *sums, size_t sum_count) {
  add_halves(halves, places, count, factor, sums, sum_count);
}

void kernels_add_standardised(const float *x, size_t count, float mean, float scale, float limit,
                              float factor, float *sums) {
  add_standardised(x, count, mean, scale, limit, factor, sums);
}
