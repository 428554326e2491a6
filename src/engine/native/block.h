#pragma once
#include "vector.h"

// The products of the recurrent network: the sums of a block of neurons by 16 sequences stay in registers. Weights stand in the order in
// which they are read, column by column. A neuron is not connected to itself: that product is left out, whatever its state.

namespace kernel {

/** What one step of a block reads and writes; rows of `own`, `out`, `act`, `carry` and `slow` from the block's first neuron on. */
struct Step {
  /** Neurons, and the first one of the block. */
  int M, row;
  const float *packed;
  /** Forward: the module before at t - 1, or null. */
  const float *previous;
  /** Forward: the module itself at t - 1; back: dy at t + 1, or null at the last step. */
  const float *inputs;
  const float *bit;
  float *carry, *slow;
  const float *own;
  float *out, *act;
};

constexpr float SLOPE = static_cast<float>(0.01);

/** Adds the products of one column, leaving out row `skip`. */
template <int R> INLINE void addColumn(V (&sums)[R][PASS], const float *w, const float *x, int skip = -1) {
  V in[PASS];
  UNROLL for (int v = 0; v < PASS; v++) in[v] = load(x + v * WIDTH);
  UNROLL for (int r = 0; r < R; r++) {
    if (r == skip) continue;
    const V weight = splat(w[r]);
    UNROLL for (int v = 0; v < PASS; v++) sums[r][v] = sums[r][v] + weight * in[v];
  }
}

/** Adds the products of `columns` columns and returns the weights after them. */
template <int R> INLINE const float *addColumns(V (&sums)[R][PASS], const float *w, const float *x, int columns) {
  const float *end = w + static_cast<size_t>(columns) * R;
  for (; w < end; w += R, x += LANES) addColumn<R>(sums, w, x);
  return w;
}

/** Ends a step forward for one neuron: `y` is C / tau. */
template <bool Outside, bool Keep> INLINE void endRow(V y, float keep, const float *own, float *out, float *act) {
  const V kept = splat(keep) * load(own);
  V f = y;
  if (Outside) {
    f = kept + f;
    store(out, pmax(f, splat(SLOPE) * f));
  } else {
    f = pmax(f, splat(SLOPE) * f);
    store(out, kept + f);
  }
  if (Keep) store(act, f);
}

/**
 * Takes the gradient `g` by the state of one neuron through the leaky ReLU: `act` holds what the forward pass kept and becomes dy, `carry`
 * what flows on through the leak, `slow` sums the gradient by 1 / tau.
 */
template <bool Outside>
INLINE void throughRow(V g, float keep, float tau, float *act, const float *own, float *carry, float *slow) {
  const V f = load(act), r = load(own), q = load(slow);
  const V d = g * select(f > splat(0), splat(1), splat(SLOPE));
  if (Outside) {
    const V c = (f - splat(keep) * r) * splat(tau);
    store(carry, d);
    store(slow, q + d * (c - r));
  } else {
    store(carry, g);
    store(slow, q + g * (f * splat(tau) - r));
  }
  store(act, d);
}

/**
 * One step of a block of R neurons. Forward: bias, bit and products with `previous` and `inputs`, ended by `endRow`. Back: what `carry`
 * brings through the leak and the products with `inputs`, ended by `throughRow`. `packed` holds three numbers a neuron forward (bias,
 * W^I, keep), two back (keep, tau), then the columns.
 */
template <int R, bool Back, bool Outside, bool Keep> INLINE void stepBlock(const Step &s) {
  for (int lane = 0; lane < LANES; lane += PASS * WIDTH) {
    const float *w = s.packed;
    V sums[R][PASS];
    UNROLL for (int r = 0; r < R; r++) {
      UNROLL for (int v = 0; v < PASS; v++) {
        const int at = lane + v * WIDTH;
        if (!Back) sums[r][v] = splat(w[r]) + splat(w[R + r]) * load(s.bit + at);
        else if (s.inputs) sums[r][v] = splat(w[r]) * load(s.carry + r * LANES + at);
        else sums[r][v] = load(s.carry + r * LANES + at);
      }
    }
    w += (Back ? 2 : 3) * R;
    if (!Back && s.previous) w = addColumns<R>(sums, w, s.previous + lane, s.M);
    if (!Back || s.inputs) {
      const float *x = s.inputs + lane;
      w = addColumns<R>(sums, w, x, s.row);
      x += s.row * LANES;
      UNROLL for (int skip = 0; skip < R; skip++, w += R, x += LANES) addColumn<R>(sums, w, x, skip);
      addColumns<R>(sums, w, x, s.M - s.row - R);
    }
    UNROLL for (int r = 0; r < R; r++) {
      UNROLL for (int v = 0; v < PASS; v++) {
        const int at = r * LANES + lane + v * WIDTH;
        if (Back) {
          const float keep = s.packed[r], tau = s.packed[R + r];
          throughRow<Outside>(sums[r][v], keep, tau, s.act + at, s.own + at, s.carry + at, s.slow + at);
        } else {
          endRow<Outside, Keep>(sums[r][v], s.packed[2 * R + r], s.own + at, s.out + at, s.act + at);
        }
      }
    }
  }
}

} // namespace kernel
