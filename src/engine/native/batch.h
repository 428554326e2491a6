#pragma once
#include "plan.h"
#include "random.h"

namespace kernel {

/** What a batch is drawn from, and how its bits are: a probability per sequence, per batch, or one half. */
struct Batch {
  uint32_t seed, bitsKey, stateKey, index;
  int length, reading;
};

constexpr int PER_BATCH = 1, HALF = 2;

/** Draws the bits of one tile to `bits` [length][16], as 1.0 or 0.0. */
inline void drawBits(const Plan &plan, const Batch &batch, int tile) {
  const Stream stream = {batch.seed, batch.bitsKey, batch.index};
  uint32_t *thresholds = reinterpret_cast<uint32_t *>(plan.words(plan.thresholds));
  drawWords(stream, batch.reading == PER_BATCH ? 0 : static_cast<uint32_t>(tile), plan.floats(plan.thresholds));
  if (batch.reading == PER_BATCH) for (int i = LANES; i-- > 0;) thresholds[i] = thresholds[0];
  if (batch.reading == HALF) for (int i = 0; i < LANES; i++) thresholds[i] = 0x80000000;
  const uint32_t first = static_cast<uint32_t>(plan.tiles + tile);
  drawBelow(stream, first, static_cast<uint32_t>(plan.tiles), batch.length, thresholds, plan.floats(plan.bits));
}

/** Draws the initial activities of one module for one tile to `to` [M][16]. */
inline void drawState(const Plan &plan, const Batch &batch, int tile, int module, float *to) {
  const uint32_t first = static_cast<uint32_t>(module) * plan.M * plan.tiles + tile;
  drawStates({batch.seed, batch.stateKey, batch.index}, first, static_cast<uint32_t>(plan.tiles), plan.M, to);
}

/** Parities of the last 1 ... N bits to `parities` [N + 1][16], as 1.0 or 0.0. */
inline void labelTile(const Plan &plan, int length, int N) {
  const float *bits = plan.floats(plan.bits);
  float *parities = plan.floats(plan.parities);
  for (int lane = 0; lane < LANES; lane += WIDTH) {
    I parity = (I)splat(0);
    for (int n = 1; n <= N; n++) {
      // XOR of the bit patterns of 0.0 and 1.0 is that of the bits themselves.
      parity ^= (I)load(bits + static_cast<size_t>(length - n) * LANES + lane);
      store(parities + n * LANES + lane, (V)parity);
    }
  }
}

/** Puts the bit of step t + 1 and a one beside the state of step t, as two more inputs of the weight gradient. */
inline void appendInputs(const Plan &plan, float *states, int length) {
  const float *bit = plan.floats(plan.bits);
  float *row = states + static_cast<size_t>(plan.M) * LANES;
  for (int t = 0; t < length; t++, row += plan.stride, bit += LANES) {
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      store(row + lane, load(bit + lane));
      store(row + LANES + lane, splat(1));
    }
  }
}

} // namespace kernel
