#pragma once
#include "batch.h"
#include "module.h"
#include "readout.h"

// A stored pool of batches: their bits, and the activity of the last frozen module at every step. A session on it holds two modules,
// that frozen one (0) and the newest (1).

namespace kernel {

/** One tile of one batch of a pool. */
struct PoolTile {
  const Plan &plan;
  size_t number;

  PoolTile(const Plan &of, int slot, int tile) : plan(of), number(static_cast<size_t>(slot) * of.tiles + tile) {}

  uint16_t *masks() const {
    return reinterpret_cast<uint16_t *>(plan.base + plan.masks) + number * plan.poolSteps;
  }
  float *prefix() const { return plan.floats(plan.prefixes) + number * plan.poolSteps * plan.M * LANES; }

  void foldBits() const {
    const float *bits = plan.floats(plan.bits);
    for (int t = 0; t < plan.poolSteps; t++) {
      uint32_t mask = 0;
      for (int lane = 0; lane < LANES; lane++) mask |= static_cast<uint32_t>(bits[t * LANES + lane] != 0) << lane;
      masks()[t] = static_cast<uint16_t>(mask);
    }
  }

  void unfoldBits(int length) const {
    float *bits = plan.floats(plan.bits);
    U ones[VECTORS];
    for (int lane = 0; lane < LANES; lane++) ones[lane / WIDTH][lane % WIDTH] = 1u << lane;
    for (int t = 0; t < length; t++) {
      const U mask = splatWord(masks()[t]);
      for (int v = 0; v < VECTORS; v++)
        store(bits + t * LANES + v * WIDTH, select((I)((mask & ones[v]) != splatWord(0)), splat(1), splat(0)));
    }
  }

  /** Copies the M neurons of each of `steps` steps: from the pool to `states`, or back. */
  void copyOut(float *states, int steps) const {
    const size_t row = static_cast<size_t>(plan.M) * LANES;
    for (int t = 0; t < steps; t++) std::memcpy(states + t * plan.stride, prefix() + t * row, 4 * row);
  }
  void copyIn(const float *states, int steps) const {
    const size_t row = static_cast<size_t>(plan.M) * LANES;
    for (int t = 0; t < steps; t++) std::memcpy(prefix() + t * row, states + t * plan.stride, 4 * row);
  }
};

/** Draws the bits of a batch of the pool, whose sequences have the pool's length. */
inline void drawPool(const Plan &plan, int slot, const Batch &batch) {
  for (int tile = 0; tile < plan.tiles; tile++) {
    drawBits(plan, batch, tile);
    PoolTile(plan, slot, tile).foldBits();
  }
}

/** Adds the correct answers of head 0 on one tile to `poolCounts`, had its sequences ended at each step from the task's N on. */
inline void countLengths(const Plan &plan, const float *states) {
  const int N = plan.words(plan.tasks)[0];
  const float *bits = plan.floats(plan.bits);
  float *parity = plan.floats(plan.parities) + static_cast<size_t>(N) * LANES;
  std::memset(parity, 0, 4 * LANES);
  for (int length = 1; length <= plan.poolSteps; length++) {
    const float *enters = bits + (length - 1) * LANES;
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      // XOR of the bit patterns of 0.0 and 1.0 is that of the bits themselves.
      I odd = (I)load(parity + lane) ^ (I)load(enters + lane);
      if (length > N) odd ^= (I)load(enters - N * LANES + lane);
      store(parity + lane, (V)odd);
    }
    if (length >= N) plan.words(plan.poolCounts)[length] += countCorrect(plan, 0, states + length * plan.stride);
  }
}

/**
 * Runs the frozen module (0), which has index `module` in the whole network, through a batch and keeps its activity in place of that of
 * the module before. Where `count`, its head's correct answers at every length go to `poolCounts`.
 */
inline void advancePool(const Plan &plan, int slot, int module, const Batch &batch, bool count) {
  float *states = plan.floats(plan.statesB), *before = module == 0 ? nullptr : plan.floats(plan.statesA);
  std::memset(plan.words(plan.poolCounts), 0, 4 * (static_cast<size_t>(plan.poolSteps) + 1));
  for (int tile = 0; tile < plan.tiles; tile++) {
    const PoolTile kept(plan, slot, tile);
    kept.unfoldBits(plan.poolSteps);
    if (before) kept.copyOut(before, plan.poolSteps);
    drawState(plan, batch, tile, module, states);
    runModule(plan, 0, states, before, nullptr, plan.floats(plan.bits), plan.poolSteps);
    kept.copyIn(states, plan.poolSteps);
    if (count) countLengths(plan, states);
  }
}

} // namespace kernel
