#include "CKernels.h"
#include "vector_math.h"

/* Described in the header. Written once, and compiled for each instruction set: loops over `lanes`
 * become vectors of what a set has. */
enum { panel = KERNELS_PANEL, lanes = 16 };

extern float sqrtf(float);

INLINE float sum_of(const float *values) {
  float sums[lanes];
  memcpy(sums, values, sizeof sums);
  for (size_t width = lanes / 2; width > 0; width /= 2)
    for (size_t lane = 0; lane < width; lane++) sums[lane] += sums[lane + width];
  return sums[0];
}

INLINE void add_and_norm(float *x, const float *addend, size_t rows, size_t width,
                         const float *gain, const float *bias, float epsilon) {
  for (size_t row = 0; row < rows; row++, x += width) {
    float sums[lanes] = {0}, squares[lanes] = {0};
    if (addend != NULL) {
      for (size_t i = 0; i < width; i++) x[i] += addend[i];
      addend += width;
    }
    size_t whole = width / lanes * lanes;
    for (size_t i = 0; i < whole; i += lanes)
      for (size_t lane = 0; lane < lanes; lane++) sums[lane] += x[i + lane];
    for (size_t i = whole; i < width; i++) sums[i - whole] += x[i];
    float mean = sum_of(sums) / (float)width;
    /* A second pass: the difference of a mean of squares and a squared mean would lose digits. */
    for (size_t i = 0; i < whole; i += lanes)
      for (size_t lane = 0; lane < lanes; lane++)
        squares[lane] += (x[i + lane] - mean) * (x[i + lane] - mean);
    for (size_t i = whole; i < width; i++) squares[i - whole] += (x[i] - mean) * (x[i] - mean);
    float scale = 1.0f / sqrtf(sum_of(squares) / (float)width + epsilon);
    for (size_t i = 0; i < width; i++) x[i] = (x[i] - mean) * scale * gain[i] + bias[i];
  }
}

INLINE void softmax(float *x, size_t count) {
  float most[lanes], sums[lanes] = {0};
  for (size_t lane = 0; lane < lanes; lane++) most[lane] = x[0];
  size_t whole = count / lanes * lanes;
  for (size_t i = 0; i < whole; i += lanes)
    for (size_t lane = 0; lane < lanes; lane++) most[lane] = largest(x[i + lane], most[lane]);
  for (size_t i = whole; i < count; i++) most[0] = largest(x[i], most[0]);
  for (size_t lane = 1; lane < lanes; lane++) most[0] = largest(most[lane], most[0]);
  for (size_t i = 0; i < whole; i += lanes)
    for (size_t lane = 0; lane < lanes; lane++) {
      x[i + lane] = exponential(x[i + lane] - most[0]);
      sums[lane] += x[i + lane];
    }
  for (size_t i = whole; i < count; i++) {
    x[i] = exponential(x[i] - most[0]);
    sums[i - whole] += x[i];
  }
  float reciprocal = 1.0f / sum_of(sums);
  for (size_t i = 0; i < count; i++) x[i] *= reciprocal;
}

INLINE size_t panels_of(size_t count) { return (count + panel - 1) / panel; }

size_t kernels_attention_scratch(size_t tokens, size_t width) {
  /* Keys as panels of tokens, values as panels of the head's width, and a row of shares per token. */
  return panels_of(tokens) * panel * width + panels_of(width) * panel * tokens +
         tokens * panels_of(tokens) * panel;
}

INLINE void attend(const float *joint, size_t tokens, size_t heads, size_t width, float *scratch,
                   float *out) {
  size_t hidden = heads * width, stride = 3 * hidden, padded = panels_of(tokens) * panel;
  float *keys = scratch, *values = keys + padded * width;
  float *shares = values + panels_of(width) * panel * tokens;
  /* What the last panels are filled up with. */
  memset(scratch, 0, (size_t)(shares - scratch) * sizeof(float));
  for (size_t head = 0; head < heads; head++) {
    const float *query = joint + head * width, *key = query + hidden, *value = key + hidden;
    for (size_t token = 0; token < tokens; token++) {
      float *target = keys + token / panel * panel * width + token % panel;
      for (size_t i = 0; i < width; i++) target[i * panel] = key[token * stride + i];
      for (size_t i = 0; i < width; i += panel) {
        size_t count = width - i < panel ? width - i : panel;
        memcpy(values + i * tokens + token * panel, value + token * stride + i,
               count * sizeof(float));
      }
    }
    kernels_dense_floats(query, stride, tokens, width, keys, NULL, tokens, KERNELS_PLAIN, shares,
                         padded);
    for (size_t token = 0; token < tokens; token++) softmax(shares + token * padded, tokens);
    kernels_dense_floats(shares, padded, tokens, tokens, values, NULL, width, KERNELS_PLAIN,
                         out + head * width, hidden);
  }
}

static void norm_portable(float *x, const float *addend, size_t rows, size_t width,
                          const float *gain, const float *bias, float epsilon) {
  add_and_norm(x, addend, rows, width, gain, bias, epsilon);
}

static void attend_portable(const float *joint, size_t tokens, size_t heads, size_t width,
                            float *scratch, float *out) {
  attend(joint, tokens, heads, width, scratch, out);
}

static void gelu_portable(float *x, size_t count) { gelu_inline(x, count); }
static void softmax_portable(float *x, size_t count) { softmax(x, count); }

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2,fma")))

AVX2 static void norm_avx2(float *x, const float *addend, size_t rows, size_t width,
                           const float *gain, const float *bias, float epsilon) {
  add_and_norm(x, addend, rows, width, gain, bias, epsilon);
}

AVX2 static void attend_avx2(const float *joint, size_t tokens, size_t heads, size_t width,
                             float *scratch, float *out) {
  attend(joint, tokens, heads, width, scratch, out);
}

AVX2 static void gelu_avx2(float *x, size_t count) { gelu_inline(x, count); }
AVX2 static void softmax_avx2(float *x, size_t count) { softmax(x, count); }
#endif

static void (*chosen_norm)(float *, const float *, size_t, size_t, const float *, const float *,
                           float) = norm_portable;
static void (*chosen_attend)(const float *, size_t, size_t, size_t, float *, float *) =
    attend_portable;
static void (*chosen_gelu)(float *, size_t) = gelu_portable;
static void (*chosen_softmax)(float *, size_t) = softmax_portable;

/* Runs before main, hence before there is a second thread: the pointers never change afterwards. */
__attribute__((constructor)) static void choose(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    chosen_norm = norm_avx2, chosen_attend = attend_avx2;
    chosen_gelu = gelu_avx2, chosen_softmax = softmax_avx2;
  }
#endif
}

void kernels_add_and_norm(float *x, const float *addend, size_t rows, size_t width,
                          const float *gain, const float *bias, float epsilon) {
  chosen_norm(x, addend, rows, width, gain, bias, epsilon);
}

void kernels_attend(const float *joint, size_t tokens, size_t heads, size_t width, float *scratch,
                    float *out) {
  chosen_attend(joint, tokens, heads, width, scratch, out);
}

void kernels_gelu(float *x, size_t count) { chosen_gelu(x, count); }

void kernels_softmax(float *x, size_t count) { chosen_softmax(x, count); }
