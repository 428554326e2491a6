#pragma once
#include "batch.h"
#include "module.h"
#include "outer.h"
#include "pack.h"
#include "pool.h"
#include "readout.h"

namespace kernel {

enum Group { RECURRENT = 1, FEEDFORWARD = 2, INPUT = 4, TAU = 8, READOUT = 16 };

/** The steps of the kernel on the memory of one session, as simd/assembly/index.ts and pool.ts have them. */
class Kernel {
public:
  Plan plan;

  /** Packs what trains again, after its parameters changed. */
  void pack() const {
    packForward(plan, plan.modules - 1, plan.feedforward);
    packBackward(plan);
    packReadouts(plan);
  }

  /** Answers of every head on a batch, to `correct` [heads]. */
  void evaluate(const Batch &batch) const {
    int32_t *correct = plan.words(plan.correct);
    for (int k = 0; k < plan.heads; k++) correct[k] = 0;
    for (int tile = 0; tile < plan.tiles; tile++) {
      openTile(batch, tile);
      for (int d = firstRun(); d < plan.modules; d++) {
        drawAndRun(batch, tile, d, batch.length, nullptr);
        const float *last = statesOf(d) + batch.length * plan.stride;
        if (plan.modular) correct[d] += countCorrect(plan, d, last);
        else for (int k = 0; k < plan.heads; k++) correct[k] += countCorrect(plan, k, last);
      }
    }
  }

  /**
   * Loss and gradient of a batch. The newest module and its head (modular) or the core and all heads train, in the groups of
   * `trainable`; frozen modules run forward only, each no further than the newest one can still see it. Returns the loss.
   */
  double differentiate(const Batch &batch, int trainable) const {
    const int M = plan.M, length = batch.length, newest = plan.modules - 1;
    const size_t trainedHeads = plan.heads - plan.firstTrained;
    const bool through = (trainable & (RECURRENT | FEEDFORWARD | INPUT | TAU)) != 0;
    float *states = statesOf(newest), *acts = plan.floats(plan.acts);
    const float *before = newest == 0 ? nullptr : statesOf(newest - 1);
    clear(plan.gradient, plan.parameterCount);
    clear(plan.slows, static_cast<size_t>(plan.blocks.all()) * LANES);
    clear(plan.inputOuter, plan.outerFloats(2));
    clear(plan.recurrentOuter, plan.outerFloats(M));
    if (plan.feedforward) clear(plan.feedforwardOuter, plan.outerFloats(M));
    clear(plan.readoutOuter, trainedHeads * (M + 1) * 4);
    V4 loss = {0, 0, 0, 0};
    for (int tile = 0; tile < plan.tiles; tile++) {
      openTile(batch, tile);
      for (int d = firstRun(); d < newest; d++) {
        const int seen = length - (newest - d);
        drawAndRun(batch, tile, d, seen > 0 ? seen : 0, nullptr);
      }
      drawAndRun(batch, tile, newest, length, through ? acts : nullptr);
      loss = loss + answer(plan, states + length * plan.stride);
      if (!through) continue;
      appendInputs(plan, states, length);
      runBack(plan, states, acts, length);
      const float *dy = acts + plan.stride;
      if (trainable & RECURRENT) addOuterProducts(plan, dy, states, length, M, plan.floats(plan.recurrentOuter));
      addOuterProducts(plan, dy, states + static_cast<size_t>(M) * LANES, length, 2, plan.floats(plan.inputOuter));
      if (before && (trainable & FEEDFORWARD))
        addOuterProducts(plan, dy, before, length, M, plan.floats(plan.feedforwardOuter));
    }
    finishGradient(trainable);
    return static_cast<double>(sumLanes(loss)) / static_cast<double>(plan.batch);
  }

  /** Norm of the whole gradient. */
  double gradientNorm() const {
    const float *gradient = plan.floats(plan.gradient);
    double sum = 0;
    for (int i = 0; i < plan.parameterCount; i++) {
      const double g = gradient[i];
      sum += g * g;
    }
    return __builtin_sqrt(sum);
  }

  /** Clipped gradient descent with Nesterov momentum: v = mu v + g; p -= rate (g + mu v). What does not train has no gradient. */
  double update(float learningRate, float momentum, double clip) const {
    const double norm = gradientNorm(), ratio = clip / (norm + 1e-6);
    const float shrink = static_cast<float>(ratio != ratio || ratio < 1 ? ratio : 1);
    const float *gradient = plan.floats(plan.gradient);
    float *velocity = plan.floats(plan.velocity), *parameters = plan.floats(plan.parameters);
    for (int i = 0; i < plan.parameterCount; i++) {
      const float g = gradient[i] * shrink;
      const float v = momentum * velocity[i] + g;
      velocity[i] = v;
      parameters[i] = parameters[i] - learningRate * (g + momentum * v);
    }
    pack();
    return norm;
  }

  /** Chooses a batch of the pool for the next step, in a network of which `modules` run in the pool alone. */
  void usePool(int batch, int modules) {
    slot = batch;
    passed = modules;
  }

private:
  /** The batch of the pool that is worked on; below 0 a batch is drawn afresh and runs through every module. */
  int slot = -1;
  /** Modules of the whole network before the first that the session holds. */
  int passed = 0;

  float *statesOf(int module) const { return plan.floats(module & 1 ? plan.statesB : plan.statesA); }
  int firstRun() const { return slot < 0 ? 0 : plan.modules - 1; }
  void clear(size_t place, size_t floats) const { std::memset(plan.floats(place), 0, 4 * floats); }

  /** Bits and parities of one tile; from the pool with the activity of the modules that have run there. */
  void openTile(const Batch &batch, int tile) const {
    if (slot < 0) drawBits(plan, batch, tile);
    else {
      const PoolTile kept(plan, slot, tile);
      kept.unfoldBits(batch.length);
      kept.copyOut(plan.floats(plan.statesA), batch.length);
    }
    labelTile(plan, batch.length, plan.words(plan.tasks)[plan.heads - 1]);
  }

  void drawAndRun(const Batch &batch, int tile, int d, int steps, float *acts) const {
    drawState(plan, batch, tile, d + passed, statesOf(d));
    runModule(plan, d, statesOf(d), d == 0 ? nullptr : statesOf(d - 1), acts, plan.floats(plan.bits), steps);
  }

  /** From sums over dy (gradients by C / tau) to gradients by the parameters themselves. */
  void finishGradient(int trainable) const {
    const int M = plan.M;
    float *gradient = plan.floats(plan.gradient);
    const float *tau = plan.floats(plan.parameters) + plan.tauAt(), *rates = plan.floats(plan.rates);
    const float *inputs = plan.floats(plan.inputOuter);
    const auto putRow = [&](int at, const float *sums, int i, float a) {
      for (int j = 0; j < M; j++) gradient[at + i * M + j] = entrySum(sums, M, i, j) * a;
    };
    computeRates(plan);
    for (int i = 0; i < M; i++) {
      const float a = rates[i];
      const float bit = entrySum(inputs, 2, i, 0) * a;
      const float bias = entrySum(inputs, 2, i, 1) * a;
      if (trainable & TAU) {
        const float *row = plan.floats(plan.slows) + i * LANES;
        const V4 slow = (load4(row) + load4(row + 4)) + (load4(row + 8) + load4(row + 12));
        gradient[plan.tauAt() + i] = tau[i] < 1 ? 0 : -(sumLanes(slow) * a * a);
      }
      if (trainable & INPUT) {
        gradient[plan.inputAt() + i] = bit;
        gradient[plan.inputBiasAt() + i] = bias;
      }
      if (trainable & RECURRENT) {
        putRow(plan.recurrentAt(), plan.floats(plan.recurrentOuter), i, a);
        gradient[plan.recurrentAt() + i * M + i] = 0;
        gradient[plan.recurrentBiasAt() + i] = bias;
      }
      if (plan.feedforward && (trainable & FEEDFORWARD)) {
        putRow(plan.feedforwardAt(), plan.floats(plan.feedforwardOuter), i, a);
        gradient[plan.feedforwardBiasAt() + i] = bias;
      }
    }
    if (!(trainable & READOUT)) return;
    for (int k = plan.firstTrained; k < plan.heads; k++) {
      const float *outer = plan.floats(plan.readoutOuter) + static_cast<size_t>(k - plan.firstTrained) * (M + 1) * 4;
      float *even = gradient + plan.headAt(k);
      for (int j = 0; j <= M; j++) {
        const float g = sumLanes(load4(outer + 4 * j));
        even[j < M ? j : 2 * M] = -g;
        even[j < M ? M + j : 2 * M + 1] = g;
      }
    }
  }
};

} // namespace kernel
