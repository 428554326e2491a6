#pragma once
#include "vector.h"

namespace kernel {

/** A stream of Philox4x32-10, subindex 0: the words of src/task/stream.ts. A group is 16 words: four blocks, one a lane. */
struct Stream {
  uint32_t key0, key1, index;
};

/** Groups in a vector. */
constexpr int GROUPS = WIDTH / 4;

/**
 * Writes the 16 words of each of GROUPS groups (`first`, `first + step`, ...) to rows of 16 from `to` on, turned into floats by
 * `convert(output, words)`: words of the given output (0 to 3) of a block, which come to stand in lanes 4 output to 4 output + 3.
 */
template <typename Convert>
INLINE void drawGroups(const Stream &stream, uint32_t first, uint32_t step, float *to, Convert convert) {
  U c0, c1 = splatWord(stream.index), c2 = splatWord(0), c3 = splatWord(0);
  UNROLL for (int i = 0; i < WIDTH; i++) c0[i] = static_cast<uint32_t>(i % 4);
  if (GROUPS == 1) c0 += splatWord(4 * first);
  else UNROLL for (int i = 0; i < WIDTH; i++) c0[i] += 4 * (first + static_cast<uint32_t>(i / 4) * step);
  uint32_t key0 = stream.key0, key1 = stream.key1;
  UNROLL for (int round = 0; round < 10; round++) {
    U high0, low0, high1, low1;
    multiplyWords(c0, 0xd2511f53, high0, low0);
    multiplyWords(c2, 0xcd9e8d57, high1, low1);
    c0 = high1 ^ c1 ^ splatWord(key0);
    c1 = low1;
    c2 = high0 ^ c3 ^ splatWord(key1);
    c3 = low0;
    key0 += 0x9e3779b9;
    key1 += 0xbb67ae85;
  }
  const V drawn[4] = {convert(0, c0), convert(1, c1), convert(2, c2), convert(3, c3)};
  UNROLL for (int group = 0; group < GROUPS; group++) {
    UNROLL for (int output = 0; output < 4; output++) {
      std::memcpy(to + group * LANES + 4 * output, reinterpret_cast<const char *>(&drawn[output]) + 16 * group, 16);
    }
  }
}

/** Rows of 16 numbers 0.1 U[0, 1) from the groups `first`, `first + step`, ...; up to three rows more are written than `rows`. */
inline void drawStates(const Stream &stream, uint32_t first, uint32_t step, int rows, float *to) {
  // 0.1 times the upper 24 bits over 2^24: exact as signed numbers, which processors convert at once.
  const auto state = [](int, U word) { return toFloat((I)(word >> 8)) * splat(static_cast<float>(0.1 / 16777216.0)); };
  for (int row = 0; row < rows; row += GROUPS) {
    drawGroups(stream, first + static_cast<uint32_t>(row) * step, step, to + row * LANES, state);
  }
}

/** Rows of 1.0 where a word is below its lane's threshold and 0.0 elsewhere; up to three rows more are written than `rows`. */
inline void drawBelow(const Stream &stream, uint32_t first, uint32_t step, int rows, const uint32_t *thresholds, float *to) {
  U limits[4];
  for (int output = 0; output < 4; output++) {
    for (int i = 0; i < WIDTH; i++) limits[output][i] = thresholds[4 * output + i % 4];
  }
  const auto below = [&](int output, U word) { return select((I)(word < limits[output]), splat(1), splat(0)); };
  for (int row = 0; row < rows; row += GROUPS) {
    drawGroups(stream, first + static_cast<uint32_t>(row) * step, step, to + row * LANES, below);
  }
}

/** The 16 words of one group, to the first of GROUPS rows. */
inline void drawWords(const Stream &stream, uint32_t group, float *to) {
  drawGroups(stream, group, 0, to, [](int, U word) { return (V)word; });
}

} // namespace kernel
