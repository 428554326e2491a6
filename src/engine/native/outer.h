#pragma once
#include "plan.h"

// The weight gradient: products of dy(t) and the inputs at t - 1, summed over time and sequences. Sums stay in 8 lanes an entry over the
// whole batch, [rows][pairs of columns][2][8], in memory between tiles: at every step the lower 8 sequences, then the upper ones.

namespace kernel {

#if defined(__AVX512F__)
/** 8 lanes of two columns beside each other. */
INLINE V pairOf(const float *x, int half) {
  const __m512 low = _mm512_castps256_ps512(_mm256_loadu_ps(x + 8 * half));
  return _mm512_insertf32x8(low, _mm256_loadu_ps(x + LANES + 8 * half), 1);
}
INLINE V twice(const float *d) { return _mm512_broadcast_f32x8(_mm256_loadu_ps(d)); }
constexpr int PARTS = 1;
#else
/** The vectors of an entry's sums. */
constexpr int PARTS = 8 / WIDTH;
#endif

/** Adds the products of R rows by C pairs of columns; `width` floats lie between the sums of two rows. */
template <int R, int C>
INLINE void addBlock(const float *dy, const float *x, size_t stride, int steps, float *sums, size_t width) {
#if defined(__AVX512F__)
  V a[R][C];
  UNROLL for (int r = 0; r < R; r++) UNROLL for (int c = 0; c < C; c++) a[r][c] = load(sums + r * width + c * LANES);
  for (int t = 0; t < steps; t++, dy += stride, x += stride) {
    UNROLL for (int half = 0; half < 2; half++) {
      V in[C];
      UNROLL for (int c = 0; c < C; c++) in[c] = pairOf(x + 2 * c * LANES, half);
      UNROLL for (int r = 0; r < R; r++) {
        const V d = twice(dy + r * LANES + 8 * half);
        UNROLL for (int c = 0; c < C; c++) a[r][c] = a[r][c] + d * in[c];
      }
    }
  }
  UNROLL for (int r = 0; r < R; r++) UNROLL for (int c = 0; c < C; c++) store(sums + r * width + c * LANES, a[r][c]);
#else
  V a[R][2 * C][PARTS];
  UNROLL for (int r = 0; r < R; r++) UNROLL for (int c = 0; c < 2 * C; c++) UNROLL for (int p = 0; p < PARTS; p++)
    a[r][c][p] = load(sums + r * width + c * 8 + p * WIDTH);
  for (int t = 0; t < steps; t++, dy += stride, x += stride) {
    UNROLL for (int half = 0; half < 2; half++) {
      UNROLL for (int p = 0; p < PARTS; p++) {
        const int at = 8 * half + p * WIDTH;
        V in[2 * C];
        UNROLL for (int c = 0; c < 2 * C; c++) in[c] = load(x + c * LANES + at);
        UNROLL for (int r = 0; r < R; r++) {
          const V d = load(dy + r * LANES + at);
          UNROLL for (int c = 0; c < 2 * C; c++) a[r][c][p] = a[r][c][p] + d * in[c];
        }
      }
    }
  }
  UNROLL for (int r = 0; r < R; r++) UNROLL for (int c = 0; c < 2 * C; c++) UNROLL for (int p = 0; p < PARTS; p++)
    store(sums + r * width + c * 8 + p * WIDTH, a[r][c][p]);
#endif
}

template <int R>
void addRows(const float *dy, const float *x, size_t stride, int steps, int pairs, float *sums) {
  const size_t width = static_cast<size_t>(pairs) * LANES;
  int pair = 0;
  for (; pair + PAIRS <= pairs; pair += PAIRS)
    addBlock<R, PAIRS>(dy, x + 2 * pair * LANES, stride, steps, sums + pair * LANES, width);
  if constexpr (PAIRS > 1) {
    for (; pair < pairs; pair++)
      addBlock<R, 1>(dy, x + 2 * pair * LANES, stride, steps, sums + pair * LANES, width);
  }
}

template <int R = OUTER>
INLINE void addRowsOf(int rows, const float *dy, const float *x, size_t stride, int steps, int pairs, float *sums) {
  if (rows == R) addRows<R>(dy, x, stride, steps, pairs, sums);
  else if constexpr (R > 1) addRowsOf<R - 1>(rows, dy, x, stride, steps, pairs, sums);
}

/**
 * Adds dy(t) x(t - 1)^T over all t of one tile to `sums`: `dy` [steps][stride] from t = 1 on, `x` [steps][stride] from t = 0 on. Of an odd
 * number of columns one more is read.
 */
inline void addOuterProducts(const Plan &plan, const float *dy, const float *x, int steps, int columns, float *sums) {
  const int pairs = (columns + 1) / 2;
  const Blocks blocks(plan.M, OUTER);
  for (int block = 0; block < blocks.count; block++) {
    const int rows = block < blocks.wide ? blocks.rows : blocks.rows - 1;
    addRowsOf(rows, dy, x, plan.stride, steps, pairs, sums);
    dy += rows * LANES;
    sums += static_cast<size_t>(rows) * pairs * LANES;
  }
}

/** The sum of one entry. */
INLINE float entrySum(const float *sums, int columns, int row, int column) {
  const float *at = sums + static_cast<size_t>(row) * ((columns + 1) / 2) * LANES + 8 * column;
  return sumLanes(load4(at) + load4(at + 4));
}

} // namespace kernel
