#include "CKernels.h"

/* Described in the header. A word of the set is 64 items. */

static void or_equal_portable(const uint32_t *codes, size_t count, uint32_t code,
                              uint64_t *words) {
  for (size_t word = 0; word * 64 < count; word++) {
    size_t lanes = count - word * 64 < 64 ? count - word * 64 : 64;
    uint64_t bits = 0;
    for (size_t lane = 0; lane < lanes; lane++)
      bits |= (uint64_t)(codes[word * 64 + lane] == code) << lane;
    words[word] |= bits;
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2")))
static void or_equal_avx2(const uint32_t *codes, size_t count, uint32_t code, uint64_t *words) {
  const __m256i wanted = _mm256_set1_epi32((int)code);
  size_t word = 0;
  for (; (word + 1) * 64 <= count; word++) {
    uint64_t bits = 0;
    for (size_t lane = 0; lane < 64; lane += 8) {
      __m256i eight = _mm256_loadu_si256((const __m256i *)(codes + word * 64 + lane));
      __m256 equal = _mm256_castsi256_ps(_mm256_cmpeq_epi32(eight, wanted));
      bits |= (uint64_t)(unsigned)_mm256_movemask_ps(equal) << lane;
    }
    words[word] |= bits;
  }
  if (word * 64 < count) or_equal_portable(codes + word * 64, count - word * 64, code, words + word);
}

void kernels_or_equal(const uint32_t *codes, size_t count, uint32_t code, uint64_t *words) {
  if (__builtin_cpu_supports("avx2")) or_equal_avx2(codes, count, code, words);
  else or_equal_portable(codes, count, code, words);
}

#else

void kernels_or_equal(const uint32_t *codes, size_t count, uint32_t code, uint64_t *words) {
  or_equal_portable(codes, count, code, words);
}

#endif
