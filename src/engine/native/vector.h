#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

// Vectors of 4, 8 or 16 floats, one lane a sequence. Every operation is the WebAssembly one of the same purpose, lane by lane, so
// that each width gives the same bits. Multiplications and additions are written as operators; the build forbids their contraction.

namespace kernel {

/** Sequences that run side by side in a tile. */
constexpr int LANES = 16;

/**
 * WIDTH: floats in a vector. ROWS: the most neurons in a block. PASS: vectors of a tile that a block works on at once, as many as
 * there are registers for ROWS x PASS sums. OUTER: rows, and PAIRS: column pairs of the weight gradient whose sums are in registers.
 */
#if defined(__AVX512F__)
constexpr int WIDTH = 16, ROWS = 12, PASS = 1, OUTER = 8, PAIRS = 2;
#define KERNEL_NAME "avx512"
#elif defined(__AVX2__)
constexpr int WIDTH = 8, ROWS = 5, PASS = 2, OUTER = 5, PAIRS = 1;
#define KERNEL_NAME "avx2"
#elif defined(__SSE4_1__)
constexpr int WIDTH = 4, ROWS = 5, PASS = 2, OUTER = 5, PAIRS = 1;
#define KERNEL_NAME "sse4"
#else
constexpr int WIDTH = 4, ROWS = 5, PASS = 4, OUTER = 5, PAIRS = 1;
#define KERNEL_NAME "neon"
#endif
constexpr int VECTORS = LANES / WIDTH;

typedef float V __attribute__((vector_size(4 * WIDTH), may_alias));
typedef int32_t I __attribute__((vector_size(4 * WIDTH), may_alias));
typedef uint32_t U __attribute__((vector_size(4 * WIDTH), may_alias));
/** Four lanes, in which some sums are kept whatever the width. */
typedef float V4 __attribute__((vector_size(16), may_alias));

#define INLINE inline __attribute__((always_inline))
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

INLINE V load(const float *at) { return *reinterpret_cast<const V *>(at); }
INLINE void store(float *at, V v) { *reinterpret_cast<V *>(at) = v; }
INLINE V4 load4(const float *at) { return *reinterpret_cast<const V4 *>(at); }
INLINE void store4(float *at, V4 v) { *reinterpret_cast<V4 *>(at) = v; }

INLINE V splat(float x) {
#if defined(__AVX512F__)
  return _mm512_set1_ps(x);
#elif defined(__AVX2__)
  return _mm256_set1_ps(x);
#else
  return V{x, x, x, x};
#endif
}

INLINE U splatWord(uint32_t x) {
  U v;
  for (int i = 0; i < WIDTH; i++) v[i] = x;
  return v;
}

/** `a < b ? b : a`, as WebAssembly's pmax: a where either is no number. */
INLINE V pmax(V a, V b) {
#if defined(__AVX512F__)
  return _mm512_max_ps(b, a);
#elif defined(__AVX2__)
  return _mm256_max_ps(b, a);
#elif defined(__SSE4_1__)
  return _mm_max_ps(b, a);
#else
  return a < b ? b : a;
#endif
}

INLINE V select(I condition, V yes, V no) { return condition ? yes : no; }

/** To the nearest whole number, ties to even. */
INLINE V nearest(V x) {
#if defined(__AVX512F__)
  return _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
#elif defined(__AVX2__)
  return _mm256_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
#elif defined(__SSE4_1__)
  return _mm_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
#else
  return vrndnq_f32(x);
#endif
}

INLINE I toInt(V x) { return __builtin_convertvector(x, I); }
INLINE V toFloat(I x) { return __builtin_convertvector(x, V); }

/** Upper and lower words of the products of all lanes with one factor. */
INLINE void multiplyWords(U a, uint32_t factor, U &high, U &low) {
#if defined(__AVX512F__)
  const __m512i m = _mm512_set1_epi32(static_cast<int>(factor));
  const __m512i even = _mm512_mul_epu32((__m512i)a, m);
  const __m512i odd = _mm512_mul_epu32(_mm512_srli_epi64((__m512i)a, 32), m);
  high = (U)_mm512_mask_mov_epi32(_mm512_srli_epi64(even, 32), 0xaaaa, odd);
  low = (U)_mm512_mask_mov_epi32(even, 0xaaaa, _mm512_slli_epi64(odd, 32));
#elif defined(__AVX2__)
  const __m256i m = _mm256_set1_epi32(static_cast<int>(factor));
  const __m256i even = _mm256_mul_epu32((__m256i)a, m);
  const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64((__m256i)a, 32), m);
  high = (U)_mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xaa);
  low = (U)_mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xaa);
#elif defined(__SSE4_1__)
  const __m128i m = _mm_set1_epi32(static_cast<int>(factor));
  const __m128i even = _mm_mul_epu32((__m128i)a, m);
  const __m128i odd = _mm_mul_epu32(_mm_srli_epi64((__m128i)a, 32), m);
  high = (U)_mm_blend_epi16(_mm_srli_epi64(even, 32), odd, 0xcc);
  low = (U)_mm_blend_epi16(even, _mm_slli_epi64(odd, 32), 0xcc);
#else
  const uint32x2_t m = vdup_n_u32(factor);
  const uint32x4_t first = vreinterpretq_u32_u64(vmull_u32(vget_low_u32((uint32x4_t)a), m));
  const uint32x4_t second = vreinterpretq_u32_u64(vmull_u32(vget_high_u32((uint32x4_t)a), m));
  low = (U)vuzp1q_u32(first, second);
  high = (U)vuzp2q_u32(first, second);
#endif
}

/** Sum of four lanes, in a fixed order. */
INLINE float sumLanes(V4 v) { return v[0] + v[1] + (v[2] + v[3]); }

} // namespace kernel
