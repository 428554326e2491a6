import { backwardModule } from './backward';
import { appendInputs, drawBits, drawState, labelTile } from './batch';
import { sumLanes } from './elementary';
import { forwardModule } from './forward';
import { addOuterProducts, entrySum, outerBytes, rowSums } from './outer';
import { packBackward, packForward, packReadouts, rate } from './pack';
import * as plan from './plan';
import * as pool from './pool';
import { answer, countCorrect } from './readout';

// The exported steps of the kernel. One instance serves one session.

export { configure } from './plan';
export { packForward } from './pack';
export { forwardModule } from './forward';
export { advancePool, drawPool, openPool, usePool } from './pool';

export function pointer(which: i32): usize {
  if (which == 0) return plan.parameters;
  if (which == 1) return plan.velocity;
  if (which == 2) return plan.gradient;
  if (which == 3) return plan.readouts;
  if (which == 4) return plan.tasks;
  if (which == 5) return plan.correct;
  if (which == 6) return plan.statesA;
  if (which == 7) return plan.statesB;
  if (which == 8) return plan.bits;
  if (which == 9) return plan.stride;
  if (which == 10) return plan.packedForward;
  if (which == 11) return pool.counts;
  return plan.packedBytes;
}

/** Packs what trains again, after its parameters changed. */
export function pack(): void {
  packForward(plan.modules - 1, plan.feedforward);
  packBackward();
  packReadouts();
}

/** Answers of every head on a batch, to `correct` [heads]. */
export function evaluate(seed: i32, bitsKey: i32, stateKey: i32, index: i32, length: i32, reading: i32): void {
  memory.fill(plan.correct, 0, (<usize>plan.heads) << 2);
  const N = load<i32>(plan.tasks + ((<usize>(plan.heads - 1)) << 2));
  for (let tile = 0; tile < plan.batch / plan.LANES; tile++) {
    openTile(tile, length, reading, seed, bitsKey, index);
    labelTile(length, N);
    for (let d = firstRun(); d < plan.modules; d++) {
      const states = d & 1 ? plan.statesB : plan.statesA;
      runModule(d, states, d == 0 ? 0 : d & 1 ? plan.statesA : plan.statesB, 0, tile, length, seed, stateKey, index);
      const last = states + <usize>length * plan.stride;
      if (plan.modular) countCorrect(d, last);
      else for (let k = 0; k < plan.heads; k++) countCorrect(k, last);
    }
  }
}

/** Bits of one tile: drawn, or taken from the pool with the activity of the modules that have run there. */
function openTile(tile: i32, length: i32, reading: i32, seed: i32, bitsKey: i32, index: i32): void {
  if (pool.slot < 0) drawBits(tile, length, reading, seed, bitsKey, index);
  else pool.loadTile(tile, length);
}

// @ts-ignore: decorator
@inline
function firstRun(): i32 {
  return pool.slot < 0 ? 0 : plan.modules - 1;
}

function runModule(
  d: i32,
  states: usize,
  before: usize,
  acts: usize,
  tile: i32,
  steps: i32,
  seed: i32,
  stateKey: i32,
  index: i32,
): void {
  drawState(tile, d + pool.passed, seed, stateKey, index, states);
  const packed = plan.packedForward + <usize>d * plan.packedBytes;
  forwardModule(plan.M, plan.blocks, plan.stride, packed, states, before, acts, plan.bits, steps, plan.outside);
}

const RECURRENT: i32 = 1;
const FEEDFORWARD: i32 = 2;
const INPUT: i32 = 4;
const TAU: i32 = 8;
const READOUT: i32 = 16;

/**
 * Loss and gradient of a batch. The newest module and its head (modular) or the core and all heads train, in the groups of
 * `trainable`; frozen modules run forward only, each no further than the newest one can still see it. Returns the loss.
 */
export function differentiate(
  seed: i32,
  bitsKey: i32,
  stateKey: i32,
  index: i32,
  length: i32,
  reading: i32,
  trainable: i32,
): f64 {
  const M = plan.M;
  const trainedHeads = plan.heads - plan.firstTrained;
  const newest = plan.modules - 1;
  const through = (trainable & (RECURRENT | FEEDFORWARD | INPUT | TAU)) != 0;
  const states = newest & 1 ? plan.statesB : plan.statesA;
  const before = newest == 0 ? 0 : newest & 1 ? plan.statesA : plan.statesB;
  const N = load<i32>(plan.tasks + ((<usize>(plan.heads - 1)) << 2));
  memory.fill(plan.gradient, 0, (<usize>plan.parameterCount) << 2);
  memory.fill(plan.slows, 0, (<usize>(5 * plan.blocks)) << 6);
  memory.fill(plan.inputOuter, 0, outerBytes(M, 2));
  memory.fill(plan.recurrentOuter, 0, outerBytes(M, M));
  if (plan.feedforward) memory.fill(plan.feedforwardOuter, 0, outerBytes(M, M));
  memory.fill(plan.readoutOuter, 0, (<usize>(trainedHeads * (M + 1))) << 4);
  let loss = f32x4.splat(0);
  for (let tile = 0; tile < plan.batch / plan.LANES; tile++) {
    openTile(tile, length, reading, seed, bitsKey, index);
    labelTile(length, N);
    for (let d = firstRun(); d < newest; d++) {
      const own = d & 1 ? plan.statesB : plan.statesA;
      const previous = d == 0 ? 0 : d & 1 ? plan.statesA : plan.statesB;
      runModule(d, own, previous, 0, tile, max(length - (newest - d), 0), seed, stateKey, index);
    }
    runModule(newest, states, before, through ? plan.acts : 0, tile, length, seed, stateKey, index);
    loss = f32x4.add(loss, answer(states + <usize>length * plan.stride, 5 * plan.blocks));
    if (!through) continue;
    appendInputs(states, length);
    const blocks = plan.blocks;
    const stride = plan.stride;
    const back = plan.packedBackward;
    backwardModule(M, blocks, stride, back, states, plan.acts, plan.carries, plan.slows, length, plan.outside);
    const dys = plan.acts + stride;
    if (trainable & RECURRENT) addOuterProducts(dys, states, stride, length, M, M, plan.recurrentOuter);
    addOuterProducts(dys, states + ((<usize>M) << 6), stride, length, M, 2, plan.inputOuter);
    if (before && trainable & FEEDFORWARD) addOuterProducts(dys, before, stride, length, M, M, plan.feedforwardOuter);
  }
  finishGradient(trainable);
  return <f64>sumLanes(loss) / <f64>plan.batch;
}

// @ts-ignore: decorator
@inline
function put(index: i32, value: f32): void {
  store<f32>(plan.gradient + ((<usize>index) << 2), value);
}

/** From sums over dy (gradients by C / tau) to gradients by the parameters themselves. */
function finishGradient(trainable: i32): void {
  const M = plan.M;
  for (let i = 0; i < M; i++) {
    const a = rate(i);
    const inputs = rowSums(plan.inputOuter, M, 2, i);
    const bit = entrySum(inputs, 0) * a;
    const bias = entrySum(inputs, 1) * a;
    if (trainable & TAU) {
      const row = plan.slows + ((<usize>i) << 6);
      const low = f32x4.add(v128.load(row), v128.load(row, 16));
      const high = f32x4.add(v128.load(row, 32), v128.load(row, 48));
      const clamped = load<f32>(plan.parameters + ((<usize>(plan.tauAt() + i)) << 2)) < 1;
      put(plan.tauAt() + i, clamped ? 0 : -(sumLanes(f32x4.add(low, high)) * a * a));
    }
    if (trainable & INPUT) {
      put(plan.inputAt() + i, bit);
      put(plan.inputBiasAt() + i, bias);
    }
    if (trainable & RECURRENT) {
      putRow(plan.recurrentAt() + i * M, plan.recurrentOuter, i, a);
      put(plan.recurrentAt() + i * M + i, 0);
      put(plan.recurrentBiasAt() + i, bias);
    }
    if (plan.feedforward && trainable & FEEDFORWARD) {
      putRow(plan.feedforwardAt() + i * M, plan.feedforwardOuter, i, a);
      put(plan.feedforwardBiasAt() + i, bias);
    }
  }
  if (!(trainable & READOUT)) return;
  for (let k = plan.firstTrained; k < plan.heads; k++) {
    const outer = plan.readoutOuter + ((<usize>((k - plan.firstTrained) * (M + 1))) << 4);
    const at = plan.headAt(k);
    for (let j = 0; j <= M; j++) {
      const g = sumLanes(v128.load(outer + ((<usize>j) << 4)));
      put(j < M ? at + j : at + 2 * M, -g);
      put(j < M ? at + M + j : at + 2 * M + 1, g);
    }
  }
}

// @ts-ignore: decorator
@inline
function putRow(first: i32, sums: usize, row: i32, a: f32): void {
  const at = rowSums(sums, plan.M, plan.M, row);
  for (let j = 0; j < plan.M; j++) put(first + j, entrySum(at, j) * a);
}

/** Norm of the whole gradient. */
export function gradientNorm(): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < plan.parameterCount; i++) {
    const g = <f64>load<f32>(plan.gradient + ((<usize>i) << 2));
    sum += g * g;
  }
  return sqrt(sum);
}

/** Clipped gradient descent with Nesterov momentum: v = mu v + g; p -= rate (g + mu v). What does not train has no gradient. */
export function update(learningRate: f32, momentum: f32, clip: f64): f64 {
  const norm = gradientNorm();
  const shrink = <f32>min<f64>(1, clip / (norm + 1e-6));
  for (let i: usize = 0; i < (<usize>plan.parameterCount) << 2; i += 4) {
    const g = load<f32>(plan.gradient + i) * shrink;
    const v = momentum * load<f32>(plan.velocity + i) + g;
    store<f32>(plan.velocity + i, v);
    store<f32>(plan.parameters + i, load<f32>(plan.parameters + i) - learningRate * (g + momentum * v));
  }
  pack();
  return norm;
}
