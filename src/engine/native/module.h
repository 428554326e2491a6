#pragma once
#include "block.h"
#include "plan.h"

// One module over time, for 16 sequences at once: equation 1 with the input of equations 3 and 4, and backpropagation through it.

namespace kernel {

/** A module's sequences; see `runForward` and `runBackward`. */
struct Run {
  int M, steps;
  Blocks blocks;
  size_t stride;
  const float *packed;
  float *states;
  /** The states of the module before, or null. */
  const float *before;
  /** What the backward pass needs, or null. */
  float *acts;
  const float *bits;
  float *carries, *slows;
};

template <int R, bool Back, bool Outside, bool Keep> INLINE void stepBlocks(const Run &run, Step step, int columns) {
  const auto advance = [&](int rows) {
    step.packed += static_cast<size_t>(rows) * columns;
    step.row += rows;
    const int floats = rows * LANES;
    step.own += floats;
    step.act += floats;
    if (Back) step.carry += floats, step.slow += floats;
    else step.out += floats;
  };
  for (int block = 0; block < run.blocks.wide; block++, advance(R)) stepBlock<R, Back, Outside, Keep>(step);
  if constexpr (R > 1) {
    for (int block = run.blocks.wide; block < run.blocks.count; block++, advance(R - 1))
      stepBlock<R - 1, Back, Outside, Keep>(step);
  }
}

/**
 * Steps a module from its state at `states` (time 0) through `steps` bits. With y = C / tau and keep = 1 - 1 / tau, inside:
 * r' = keep r + f(y), outside: r' = f(keep r + y); `acts` keeps f(y) inside, the argument of f outside.
 */
template <int R, bool Outside, bool Keep> void runForward(const Run &run) {
  const int columns = (run.before ? 2 : 1) * run.M + 3;
  for (int t = 0; t < run.steps; t++) {
    float *state = run.states + t * run.stride;
    const float *previous = run.before ? run.before + t * run.stride : nullptr;
    float *act = Keep ? run.acts + (t + 1) * run.stride : state;
    stepBlocks<R, false, Outside, Keep>(
        run, {run.M, 0, run.packed, previous, state, run.bits + t * LANES, nullptr, nullptr, state, state + run.stride, act},
        columns);
  }
}

/**
 * Steps back from the last step to the first. On entry `carries` holds the gradient by the last state; on return `acts` holds dy, the
 * gradient by C / tau, at every step and `slows` the gradient by 1 / tau, lane by lane.
 */
template <int R, bool Outside> void runBackward(const Run &run) {
  const float *later = nullptr;
  for (int t = run.steps; t > 0; t--) {
    float *act = run.acts + t * run.stride;
    const float *state = run.states + (t - 1) * run.stride;
    stepBlocks<R, true, Outside, false>(
        run, {run.M, 0, run.packed, nullptr, later, nullptr, run.carries, run.slows, state, nullptr, act}, run.M + 2);
    later = act;
  }
}

/** Calls `Case::run<R>` for the number of rows that the blocks have. */
template <typename Case, int R = ROWS> INLINE void byRows(const Run &run) {
  if (run.blocks.rows == R) Case::template run<R>(run);
  else if constexpr (R > 1) byRows<Case, R - 1>(run);
}

template <bool Outside, bool Keep> struct Forward {
  template <int R> static void run(const Run &run) { runForward<R, Outside, Keep>(run); }
};

template <bool Outside> struct Backward {
  template <int R> static void run(const Run &run) { runBackward<R, Outside>(run); }
};

/** Steps module `d` through `steps` bits, after `before` where it is fed by a module; see `runForward`. */
inline void runModule(const Plan &plan, int d, float *states, const float *before, float *acts, const float *bits,
                      int steps) {
  const float *packed = plan.floats(plan.packedForward) + d * plan.packedFloats;
  const Run run = {plan.M, steps, plan.blocks, plan.stride, packed, states, before, acts, bits, nullptr, nullptr};
  if (plan.outside) acts ? byRows<Forward<true, true>>(run) : byRows<Forward<true, false>>(run);
  else acts ? byRows<Forward<false, true>>(run) : byRows<Forward<false, false>>(run);
}

/** Steps the newest module back; see `runBackward`. */
inline void runBack(const Plan &plan, float *states, float *acts, int steps) {
  float *carries = plan.floats(plan.carries), *slows = plan.floats(plan.slows);
  const float *packed = plan.floats(plan.packedBackward);
  const Run run = {plan.M, steps, plan.blocks, plan.stride, packed, states, nullptr, acts, nullptr, carries, slows};
  plan.outside ? byRows<Backward<true>>(run) : byRows<Backward<false>>(run);
}

} // namespace kernel
