// The multiply-add rate of the machine on one core, at every vector width that the compiler may use here.
// Compiled twice: with contraction (one fused instruction) and without it (a multiplication, then an addition).
// Each line on stdin is answered by a line of JSON: GFLOP/s by width in bits.
#include <stdio.h>
#include <time.h>

#if defined(__x86_64__)
#define KEEP "+v"
#elif defined(__aarch64__)
#define KEEP "+w"
#endif

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// Nine chains of sums, three weights by three inputs: enough to cover the latency of two additions a cycle, few enough for 16
// registers. The inputs pass through an empty asm so that no product can be taken out of the loop.
#define RATE(BITS)                                                                                   \
  typedef float vector##BITS __attribute__((vector_size(BITS / 8)));                                 \
  __attribute__((noinline)) static void turns##BITS(long count, vector##BITS *at) {                  \
    vector##BITS w0 = at[9], w1 = at[10], w2 = at[11], x0 = at[12], x1 = at[13], x2 = at[14];        \
    vector##BITS a0 = at[0], a1 = at[1], a2 = at[2], a3 = at[3], a4 = at[4], a5 = at[5], a6 = at[6], \
                 a7 = at[7], a8 = at[8];                                                             \
    for (long n = 0; n < count; n++) {                                                               \
      __asm__ volatile("" : KEEP(x0), KEEP(x1), KEEP(x2));                                           \
      a0 += w0 * x0;                                                                                 \
      a1 += w1 * x0;                                                                                 \
      a2 += w2 * x0;                                                                                 \
      a3 += w0 * x1;                                                                                 \
      a4 += w1 * x1;                                                                                 \
      a5 += w2 * x1;                                                                                 \
      a6 += w0 * x2;                                                                                 \
      a7 += w1 * x2;                                                                                 \
      a8 += w2 * x2;                                                                                 \
    }                                                                                                \
    at[0] = a0, at[1] = a1, at[2] = a2, at[3] = a3, at[4] = a4, at[5] = a5, at[6] = a6, at[7] = a7;  \
    at[8] = a8;                                                                                      \
  }                                                                                                  \
  static double rate##BITS(void) {                                                                   \
    vector##BITS at[15];                                                                             \
    for (unsigned i = 0; i < sizeof at / sizeof(float); i++) ((float *)at)[i] = 1e-3f;               \
    const long count = 500000;                                                                       \
    double best = 1e9;                                                                               \
    for (int trial = 0; trial < 6; trial++) {                                                        \
      const double start = seconds();                                                                \
      turns##BITS(count, at);                                                                        \
      const double spent = seconds() - start;                                                        \
      if (spent < best) best = spent;                                                                \
    }                                                                                                \
    __asm__ volatile("" : : "r"(at) : "memory");                                                     \
    return 2.0 * 9 * (BITS / 32) * (double)count / best / 1e9;                                       \
  }

RATE(128)
#if defined(__AVX__)
RATE(256)
#endif
#if defined(__AVX512F__)
RATE(512)
#endif

int main(void) {
  char line[65536];
  printf("{\"ready\": true, \"versions\": {\"gcc\": \"%s\"}}\n", __VERSION__);
  fflush(stdout);
  while (fgets(line, sizeof line, stdin)) {
    printf("{\"rates\": {\"128\": %.3f", rate128());
#if defined(__AVX__)
    printf(", \"256\": %.3f", rate256());
#endif
#if defined(__AVX512F__)
    printf(", \"512\": %.3f", rate512());
#endif
    printf("}}\n");
    fflush(stdout);
  }
  return 0;
}
