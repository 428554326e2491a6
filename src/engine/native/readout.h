#pragma once
#include "elementary.h"
#include "plan.h"

// Two-way softmax cross-entropy needs only d, the difference of the two logits: loss = log(1 + e^-|d|) + max(-d or d, 0).

namespace kernel {

/** d of head k for 16 sequences. */
INLINE void differences(const Plan &plan, int k, const float *state, float *to) {
  const int M = plan.M;
  const float *w = plan.floats(plan.readouts) + static_cast<size_t>(k) * (M + 1);
  V d[VECTORS];
  UNROLL for (int v = 0; v < VECTORS; v++) d[v] = splat(w[M]);
  for (int j = 0; j < M; j++) {
    const V weight = splat(w[j]);
    UNROLL for (int v = 0; v < VECTORS; v++) d[v] = d[v] + weight * load(state + j * LANES + v * WIDTH);
  }
  UNROLL for (int v = 0; v < VECTORS; v++) store(to + v * WIDTH, d[v]);
}

INLINE const float *labels(const Plan &plan, int k) {
  return plan.floats(plan.parities) + static_cast<size_t>(plan.words(plan.tasks)[k]) * LANES;
}

/** The correct answers of head k on one tile; `state` [M][16] is the last. A tie counts as class 0. */
inline int countCorrect(const Plan &plan, int k, const float *state) {
  alignas(64) float d[LANES];
  differences(plan, k, state, d);
  const float *label = labels(plan, k);
  int count = 0;
  for (int lane = 0; lane < LANES; lane++) count += (d[lane] > 0) != (label[lane] == 0);
  return count;
}

/** Adds the products of the gradient by d and the state, and with one for the bias, to `sums` [M + 1][4]. */
inline void addReadoutProducts(int M, const float *gradient, const float *state, float *sums) {
  const V4 g0 = load4(gradient), g1 = load4(gradient + 4), g2 = load4(gradient + 8), g3 = load4(gradient + 12);
  for (int j = 0; j < M; j++, state += LANES, sums += 4) {
    const V4 low = g0 * load4(state) + g1 * load4(state + 4);
    const V4 high = g2 * load4(state + 8) + g3 * load4(state + 12);
    store4(sums, load4(sums) + (low + high));
  }
  store4(sums, load4(sums) + ((g0 + g1) + (g2 + g3)));
}

/** The gradient by every neuron of the last state, from all trained heads, to `carries`; zero past the last neuron. */
inline void carryBack(const Plan &plan) {
  const int M = plan.M;
  const float *answers = plan.floats(plan.answers);
  const float *readouts = plan.floats(plan.readouts) + static_cast<size_t>(plan.firstTrained) * (M + 1);
  for (int j = 0; j < M; j++) {
    V g[VECTORS];
    UNROLL for (int v = 0; v < VECTORS; v++) g[v] = splat(0);
    for (int k = 0; k < plan.heads - plan.firstTrained; k++) {
      const V weight = splat(readouts[static_cast<size_t>(k) * (M + 1) + j]);
      UNROLL for (int v = 0; v < VECTORS; v++) g[v] = g[v] + weight * load(answers + k * LANES + v * WIDTH);
    }
    UNROLL for (int v = 0; v < VECTORS; v++) store(plan.floats(plan.carries) + j * LANES + v * WIDTH, g[v]);
  }
  std::memset(plan.floats(plan.carries) + M * LANES, 0, 4 * LANES * (plan.blocks.all() - M));
}

/**
 * The loss of the trained heads on one tile, in four lanes; the gradient by the last state goes to `carries`, products for the readouts'
 * gradient are added to `readoutOuter`.
 */
inline V4 answer(const Plan &plan, const float *state) {
  V4 loss = {0, 0, 0, 0};
  const V share = splat(1.0f / static_cast<float>(plan.batch));
  const V one = splat(1), zero = splat(0);
  for (int k = plan.firstTrained; k < plan.heads; k++) {
    const size_t trained = k - plan.firstTrained;
    float *to = plan.floats(plan.answers) + trained * LANES;
    differences(plan, k, state, to);
    const float *label = labels(plan, k);
    alignas(64) float losses[LANES];
    for (int v = 0; v < LANES; v += WIDTH) {
      const V d = load(to + v), y = load(label + v);
      // -|d|, whatever the sign of d.
      const V e = exponential((V)((U)d | splatWord(0x80000000)));
      const V wrong = d * (one - splat(2) * y);
      store(losses + v, pmax(wrong, zero) + logOnePlus(e));
      const V larger = one / (one + e);
      store(to + v, (select(d > zero, larger, e * larger) - y) * share);
    }
    for (int v = 0; v < LANES; v += 4) loss = loss + load4(losses + v);
    addReadoutProducts(plan.M, to, state, plan.floats(plan.readoutOuter) + trained * (plan.M + 1) * 4);
  }
  carryBack(plan);
  return loss;
}

} // namespace kernel
