// What a load generator measures: instants, another process's CPU time, and percentiles.
#pragma once

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>

static inline uint64_t nanoseconds_of(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time) != 0) {
    fprintf(stderr, "clock_gettime: %s (errno %d)\n", strerror(errno), errno);
    exit(1);
  }
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static inline uint64_t now(void) { return nanoseconds_of(CLOCK_MONOTONIC); }

/// User and system time of all threads of a process, in nanoseconds; 0 when `pid` is 0.
///
/// The process's CPU clock and not /proc/PID/schedstat: it counts threads that have ended, and a
/// thread that runs at this moment up to this moment.
static inline uint64_t cpu_time(pid_t pid) {
  if (pid == 0) return 0;
  clockid_t clock;
  int error = clock_getcpuclockid(pid, &clock);
  if (error != 0) {
    fprintf(stderr, "no process %d to measure: %s\n", (int)pid, strerror(error));
    exit(1);
  }
  return nanoseconds_of(clock);
}

/// Counts by size: 64 linear buckets in each power of two, so that a percentile is off by at
/// most 1.6 %.
typedef struct {
  uint64_t counts[64 * 60];
  uint64_t total, largest;
} Histogram;

static inline unsigned bucket_of(uint64_t value) {
  if (value < 64) return (unsigned)value;
  unsigned shift = 63 - (unsigned)__builtin_clzll(value) - 6;
  return (shift + 1) * 64 + (unsigned)(value >> shift) - 64;
}

static inline void record(Histogram *histogram, uint64_t value) {
  histogram->counts[bucket_of(value)]++;
  histogram->total++;
  if (value > histogram->largest) histogram->largest = value;
}

/// The upper edge of the bucket that holds the value at `percent`; 0 when nothing was recorded.
static inline uint64_t percentile(const Histogram *histogram, double percent) {
  uint64_t rank = (uint64_t)((double)histogram->total * percent / 100), seen = 0;
  for (unsigned bucket = 0; bucket < 64 * 58; bucket++) {
    seen += histogram->counts[bucket];
    if (seen > rank) {
      uint64_t shift = bucket < 64 ? 0 : bucket / 64 - 1;
      uint64_t first = bucket < 64 ? bucket : (64 + (uint64_t)bucket % 64) << shift;
      uint64_t edge = first + ((uint64_t)1 << shift) - 1;
      return edge < histogram->largest ? edge : histogram->largest;
    }
  }
  return histogram->largest;
}

/// One line of JSON on standard output; `extra` begins with a comma or is empty.
static inline void print_result(
    uint64_t calls, uint64_t failed, uint64_t elapsed, uint64_t cpu, const Histogram *latency,
    const char *extra) {
  double count = calls > 0 ? (double)calls : 1;
  printf(
      "{\"calls\": %llu, \"failed\": %llu, \"seconds\": %.3f, \"calls_per_second\": %.0f, "
      "\"server_cpu_micros_per_call\": %.4f, \"p50_micros\": %.1f, \"p90_micros\": %.1f, "
      "\"p99_micros\": %.1f, \"p999_micros\": %.1f, \"max_micros\": %.1f%s}\n",
      (unsigned long long)calls, (unsigned long long)failed, (double)elapsed / 1e9,
      count * 1e9 / (double)elapsed, (double)cpu / 1e3 / count,
      (double)percentile(latency, 50) / 1e3, (double)percentile(latency, 90) / 1e3,
      (double)percentile(latency, 99) / 1e3, (double)percentile(latency, 99.9) / 1e3,
      (double)latency->largest / 1e3, extra);
}
