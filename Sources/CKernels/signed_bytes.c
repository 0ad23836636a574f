#include "CKernelsBytes.h"

/* A loop that every compiler makes vectors of; only their width differs. */
#define ADD_BYTES(name, target)                                                             \
  target static void name(float scale, const int8_t *restrict x, float *restrict y, size_t count) { \
    for (size_t i = 0; i < count; i++) y[i] += scale * (float)x[i];                         \
  }

ADD_BYTES(add_bytes_portable, )

static void (*add_bytes)(float, const int8_t *, float *, size_t) = add_bytes_portable;

#if defined(__x86_64__)
ADD_BYTES(add_bytes_avx2, __attribute__((target("avx2,fma"))))

/* Runs before main, hence before there is a second thread: the pointer never changes afterwards. */
__attribute__((constructor)) static void choose(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) add_bytes = add_bytes_avx2;
}
#endif

void kernels_add_bytes(float scale, const int8_t *x, float *y, size_t count) {
  add_bytes(scale, x, y, count);
}
