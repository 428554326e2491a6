#pragma once

#include <cstdint>
#include <cstring>

// One module over one sequence in float64, with the order of operations of src/network/sequence.ts.

namespace kernel {

/** Rows of weights that stand side by side; `ROWS` in addon.ts. */
constexpr int SEQUENCE_ROWS = 8;
typedef double Rows __attribute__((vector_size(8 * SEQUENCE_ROWS)));

/** What a module is run with; see `ModuleRun` in src/network/sequence.ts. */
struct Sequence {
  int size, steps;
  double *activity;
  const double *before;
  const uint8_t *bits;
  const double *weights, *rest, *inputWeight, *rates;
  bool inside;
  /** Of the leaky ReLU below zero. */
  double slope;
};

inline Rows rowsAt(const double *at) {
  Rows rows;
  std::memcpy(&rows, at, sizeof rows);
  return rows;
}

/** Adds the products of some inputs to the sums of N blocks of rows. The blocks lie `inputs` columns apart. */
template <int N> void addProducts(Rows *sums, const double *weights, const double *state, int columns, int inputs) {
  for (int j = 0; j < columns; j++) {
    const Rows r = state[j] - Rows{};
    for (int n = 0; n < N; n++) sums[n] += rowsAt(weights + (n * inputs + j) * SEQUENCE_ROWS) * r;
  }
}

template <int N> void multiplyBlocks(double *current, const Sequence &run, const double *state, const double *fed, int inputs, int first) {
  const double *weights = run.weights + static_cast<ptrdiff_t>(first) * inputs * SEQUENCE_ROWS;
  Rows sums[N] = {};
  addProducts<N>(sums, weights, state, run.size, inputs);
  if (fed) addProducts<N>(sums, weights + run.size * SEQUENCE_ROWS, fed, run.size, inputs);
  std::memcpy(current + first * SEQUENCE_ROWS, sums, sizeof sums);
}

inline void runSequence(const Sequence &run, double *current) {
  const int M = run.size, blocks = (M + SEQUENCE_ROWS - 1) / SEQUENCE_ROWS, inputs = run.before ? 2 * M : M;
  for (int t = 0; t < run.steps; t++) {
    const double *state = run.activity + static_cast<ptrdiff_t>(t) * M;
    const double *fed = run.before ? run.before + static_cast<ptrdiff_t>(t) * M : nullptr;
    int b = 0;
    for (; b + 4 <= blocks; b += 4) multiplyBlocks<4>(current, run, state, fed, inputs, b);
    if (b + 2 <= blocks) multiplyBlocks<2>(current, run, state, fed, inputs, b), b += 2;
    if (b < blocks) multiplyBlocks<1>(current, run, state, fed, inputs, b);
    const double bit = run.bits[t];
    double *next = run.activity + static_cast<ptrdiff_t>(t + 1) * M;
    for (int i = 0; i < M; i++) {
      const double C = current[i] + run.rest[i] + bit * run.inputWeight[i], rate = run.rates[i];
      if (run.inside) {
        next[i] = (1 - rate) * state[i] + rate * (C < 0 ? run.slope * C : C);
      } else {
        const double x = (1 - rate) * state[i] + rate * C;
        next[i] = x < 0 ? run.slope * x : x;
      }
    }
  }
}

} // namespace kernel
