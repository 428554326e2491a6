#pragma once
#include "plan.h"

// Weights are kept divided by tau (the leaky ReLU is positively homogeneous) and in the order in which blocks read them.

namespace kernel {

/** The larger number; none where one is none, as WebAssembly's max. */
INLINE float larger(float a, float b) { return a != a ? a : a > b ? a : b; }

/** 1 / tau of every neuron, tau clamped to >= 1, to `rates`. */
inline void computeRates(const Plan &plan) {
  const float *tau = plan.floats(plan.parameters) + plan.tauAt();
  float *rates = plan.floats(plan.rates);
  for (int i = 0; i < plan.M; i++) rates[i] = 1.0f / larger(tau[i], 1);
}

/** Calls `visit(neuron, rows of its block, its place there, neurons before the block)` for every neuron. */
template <typename Visit> INLINE void eachNeuron(const Plan &plan, Visit visit) {
  int i = 0;
  for (int block = 0; block < plan.blocks.count; block++) {
    const int rows = block < plan.blocks.wide ? plan.blocks.rows : plan.blocks.rows - 1;
    const int first = i;
    for (int r = 0; r < rows && i < plan.M; r++, i++) visit(i, rows, r, first);
  }
}

/** Packs the parameters in place, as those of module `index`, for the forward pass. `withFeedforward` as that module has it. */
inline void packForward(const Plan &plan, int index, bool withFeedforward) {
  computeRates(plan);
  const int M = plan.M, columns = 3 + (withFeedforward ? 2 : 1) * M;
  const float *p = plan.floats(plan.parameters), *rates = plan.floats(plan.rates);
  float *base = plan.floats(plan.packedForward) + index * plan.packedFloats;
  if (plan.blocks.all() > M) std::memset(base, 0, 4 * plan.packedFloats);
  eachNeuron(plan, [&](int i, int rows, int r, int first) {
    const float a = rates[i];
    float *at = base + static_cast<size_t>(first) * columns + r;
    float bias = p[plan.inputBiasAt() + i] + p[plan.recurrentBiasAt() + i];
    if (withFeedforward) bias += p[plan.feedforwardBiasAt() + i];
    at[0] = bias * a;
    at[rows] = p[plan.inputAt() + i] * a;
    at[2 * rows] = 1 - a;
    at += 3 * rows;
    if (withFeedforward) {
      const float *row = p + plan.feedforwardAt() + i * M;
      for (int j = 0; j < M; j++, at += rows) *at = row[j] * a;
    }
    const float *row = p + plan.recurrentAt() + i * M;
    for (int j = 0; j < M; j++, at += rows) *at = row[j] * a;
  });
}

/** Packs W^R transposed for backpropagation. */
inline void packBackward(const Plan &plan) {
  computeRates(plan);
  const int M = plan.M, columns = 2 + M;
  const float *p = plan.floats(plan.parameters), *rates = plan.floats(plan.rates);
  float *base = plan.floats(plan.packedBackward);
  eachNeuron(plan, [&](int j, int rows, int r, int first) {
    float *at = base + static_cast<size_t>(first) * columns + r;
    at[0] = 1 - rates[j];
    at[rows] = larger(p[plan.tauAt() + j], 1);
    at += 2 * rows;
    const float *column = p + plan.recurrentAt() + j;
    for (int i = 0; i < M; i++, at += rows) *at = column[i * M] * rates[i];
  });
}

/** Differences of the two rows of each trained readout head: the answer depends on nothing else. */
inline void packReadouts(const Plan &plan) {
  const int M = plan.M;
  for (int k = plan.firstTrained; k < plan.heads; k++) {
    const float *from = plan.floats(plan.parameters) + plan.headAt(k);
    float *to = plan.floats(plan.readouts) + static_cast<size_t>(k) * (M + 1);
    for (int j = 0; j < M; j++) to[j] = from[M + j] - from[j];
    to[M] = from[2 * M + 1] - from[2 * M];
  }
}

} // namespace kernel
