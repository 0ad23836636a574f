#include "CKernels.h"

/* The layout is described at kernels_scan_codes in the header. */
enum {
  items_per_block = KERNELS_SCAN_BLOCK,
  bytes_per_quad = 2 * KERNELS_SCAN_BLOCK,
  /* A sum of 16 bits is widened after so many quads. See the header for why that is often enough. */
  quads_per_chunk = KERNELS_SCAN_CHUNK
};

static size_t scan_portable(const uint8_t *codes, const float *scales, size_t block_count,
                            const int8_t *query, size_t quad_count, int32_t bias, float threshold,
                            uint32_t *positions, float *scores, size_t capacity,
                            size_t *hit_count) {
  size_t hits = 0, block = 0;
  for (; block < block_count && capacity - hits >= items_per_block; block++) {
    int32_t sums[items_per_block] = {0};
    for (size_t quad = 0; quad < quad_count; quad++) {
      const int8_t *q = query + quad * bytes_per_quad;
      for (size_t item = 0; item < items_per_block; item++) {
        uint8_t first = codes[2 * item], second = codes[2 * item + 1];
        sums[item] += (first & 15) * q[0] + (second & 15) * q[1] +
                      (first >> 4) * q[bytes_per_quad / 2] +
                      (second >> 4) * q[bytes_per_quad / 2 + 1];
      }
      codes += bytes_per_quad;
    }
    for (size_t item = 0; item < items_per_block; item++) {
      size_t position = block * items_per_block + item;
      float score = (float)(sums[item] + bias) * scales[position];
      positions[hits] = (uint32_t)position;
      scores[hits] = score;
      hits += score >= threshold;
    }
  }
  *hit_count = hits;
  return block;
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2,fma")))
static inline void widen(__m256i sums, __m256i *low, __m256i *high) {
  *low = _mm256_add_epi32(*low, _mm256_cvtepi16_epi32(_mm256_castsi256_si128(sums)));
  *high = _mm256_add_epi32(*high, _mm256_cvtepi16_epi32(_mm256_extracti128_si256(sums, 1)));
}

/* One bit per lane whose score is not below the threshold; the scores go to `scores`. */
__attribute__((target("avx2,fma")))
static inline unsigned compare(__m256i sums, __m256 threshold, const float *scales,
                               float *scores) {
  __m256 score = _mm256_mul_ps(_mm256_cvtepi32_ps(sums), _mm256_loadu_ps(scales));
  _mm256_store_ps(scores, score);
  return (unsigned)_mm256_movemask_ps(_mm256_cmp_ps(score, threshold, _CMP_GE_OQ));
}

/* A lane of 16 bits is an item. Both halves of a block share the loads of the query. */
__attribute__((target("avx2,fma")))
static size_t scan_avx2(const uint8_t *codes, const float *scales, size_t block_count,
                        const int8_t *query, size_t quad_count, int32_t bias, float threshold,
                        uint32_t *positions, float *scores, size_t capacity, size_t *hit_count) {
  const __m256i low_bits = _mm256_set1_epi8(15);
  const __m256 least = _mm256_set1_ps(threshold);
  size_t hits = 0, block = 0;
  for (; block < block_count && capacity - hits >= items_per_block; block++) {
    __m256i sums[4];
    for (int part = 0; part < 4; part++) sums[part] = _mm256_set1_epi32(bias);
    const int8_t *q = query;
    size_t quads_left = quad_count;
    while (quads_left > 0) {
      size_t quads = quads_left < quads_per_chunk ? quads_left : quads_per_chunk;
      quads_left -= quads;
      __m256i first = _mm256_setzero_si256(), second = first;
      for (; quads > 0; quads--) {
        __m256i q_low = _mm256_loadu_si256((const __m256i *)q);
        __m256i q_high = _mm256_loadu_si256((const __m256i *)(q + 32));
        __m256i a = _mm256_loadu_si256((const __m256i *)codes);
        __m256i b = _mm256_loadu_si256((const __m256i *)(codes + 32));
        __m256i a_low = _mm256_and_si256(a, low_bits);
        __m256i b_low = _mm256_and_si256(b, low_bits);
        __m256i a_high = _mm256_and_si256(_mm256_srli_epi16(a, 4), low_bits);
        __m256i b_high = _mm256_and_si256(_mm256_srli_epi16(b, 4), low_bits);
        first = _mm256_add_epi16(first, _mm256_maddubs_epi16(a_low, q_low));
        second = _mm256_add_epi16(second, _mm256_maddubs_epi16(b_low, q_low));
        first = _mm256_add_epi16(first, _mm256_maddubs_epi16(a_high, q_high));
        second = _mm256_add_epi16(second, _mm256_maddubs_epi16(b_high, q_high));
        codes += bytes_per_quad;
        q += bytes_per_quad;
      }
      widen(first, &sums[0], &sums[1]);
      widen(second, &sums[2], &sums[3]);
    }
    _Alignas(32) float block_scores[items_per_block];
    unsigned mask = 0;
    for (int part = 0; part < 4; part++)
      mask |= compare(sums[part], least, scales + 8 * part, block_scores + 8 * part) << 8 * part;
    scales += items_per_block;
    while (mask != 0) {
      unsigned item = (unsigned)__builtin_ctz(mask);
      mask &= mask - 1;
      positions[hits] = (uint32_t)(block * items_per_block + item);
      scores[hits] = block_scores[item];
      hits++;
    }
  }
  *hit_count = hits;
  return block;
}
#endif

static size_t (*scan)(const uint8_t *, const float *, size_t, const int8_t *, size_t, int32_t, float,
                      uint32_t *, float *, size_t, size_t *) = scan_portable;

/* Runs before main, hence before there is a second thread: the pointer never changes afterwards. */
__attribute__((constructor)) static void choose(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) scan = scan_avx2;
#endif
}

size_t kernels_scan_codes(const uint8_t *codes, const float *scales, size_t block_count,
                          const int8_t *query, size_t quad_count, int32_t bias, float threshold,
                          uint32_t *positions, float *scores, size_t capacity,
                          size_t *hit_count) {
  return scan(codes, scales, block_count, query, quad_count, bias, threshold, positions, scores,
              capacity, hit_count);
}

size_t kernels_scan_codes_portable(const uint8_t *codes, const float *scales, size_t block_count,
                                   const int8_t *query, size_t quad_count, int32_t bias,
                                   float threshold, uint32_t *positions, float *scores,
                                   size_t capacity, size_t *hit_count) {
  return scan_portable(codes, scales, block_count, query, quad_count, bias, threshold, positions,
                       scores, capacity, hit_count);
}
