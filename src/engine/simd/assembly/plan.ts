import { outerBytes } from './outer';

// What a session needs to know and where it keeps things: set once by `configure`, never allocated again.

export const LANES: i32 = 16;

/** Zeros after packed weights: an incomplete block reads on to its fifth column. */
export const PAST_LAST: usize = 20;

export let M: i32 = 0;
/** Modules; heads in all; the first head that trains. */
export let modules: i32 = 0;
export let heads: i32 = 0;
export let firstTrained: i32 = 0;
export let modular: bool = false;
export let outside: bool = false;
export let batch: i32 = 0;
export let blocks: i32 = 0;
/** Bytes between two time steps of a sequence: an odd number of 64-byte rows, room for a bit and a one after the neurons. */
export let stride: usize = 0;
/** Bytes of one module's packed forward weights. */
export let packedBytes: usize = 0;
export let feedforward: bool = false;

/** Parameters that train, their velocity and gradient: tau, W^I and bias, W^R and bias, W^FF and bias, then heads. */
export let parameters: usize = 0;
export let velocity: usize = 0;
export let gradient: usize = 0;
export let parameterCount: i32 = 0;
export let packedForward: usize = 0;
export let packedBackward: usize = 0;
export let statesA: usize = 0;
export let statesB: usize = 0;
export let acts: usize = 0;
export let bits: usize = 0;
export let thresholds: usize = 0;
export let parities: usize = 0;
export let carries: usize = 0;
export let slows: usize = 0;
/** Sums of the weight gradients over the batch, see outer.ts: W^R, W^FF, and W^I beside the bias. */
export let inputOuter: usize = 0;
export let recurrentOuter: usize = 0;
export let feedforwardOuter: usize = 0;
/** [heads][M + 1] difference of the two readout rows and biases; [heads] task N; [heads] correct answers. */
export let readouts: usize = 0;
export let tasks: usize = 0;
export let correct: usize = 0;
/** [heads][64 bytes] gradient by the difference of logits; [heads][M + 1][16 bytes] its products with the state. */
export let answers: usize = 0;
export let readoutOuter: usize = 0;

let top: usize = 0;

/** The next `bytes` of the plan, at a multiple of 64. */
export function reserve(bytes: usize): usize {
  const at = top;
  top = (top + bytes + 63) & ~63;
  return at;
}

/** Plans the memory of a session and grows it once. Returns the number of bytes; 0 when memory cannot grow that far. */
export function configure(
  neurons: i32,
  moduleCount: i32,
  headCount: i32,
  isModular: bool,
  leakOutside: bool,
  batchSize: i32,
  maxLength: i32,
  largestTask: i32,
): usize {
  M = neurons;
  modules = moduleCount;
  heads = headCount;
  modular = isModular;
  outside = leakOutside;
  batch = batchSize;
  feedforward = isModular && moduleCount > 1;
  firstTrained = isModular ? headCount - 1 : 0;
  blocks = (M + 4) / 5;
  let rows = max(5 * blocks, M + 3);
  if ((rows & 1) == 0) rows++;
  stride = (<usize>rows) << 6;
  const trainedHeads = heads - firstTrained;
  parameterCount = 4 * M + M * M + (feedforward ? M * M + M : 0) + trainedHeads * (2 * M + 2);
  packedBytes = ((<usize>blocks) * (15 + 10 * <usize>M) + PAST_LAST) << 2;
  top = 1024;
  parameters = reserve((<usize>parameterCount) << 2);
  velocity = reserve((<usize>parameterCount) << 2);
  gradient = reserve((<usize>parameterCount) << 2);
  packedForward = reserve(packedBytes * <usize>modules);
  packedBackward = reserve(((<usize>blocks) * (10 + 5 * <usize>M) + PAST_LAST) << 2);
  const sequence = (<usize>maxLength + 1) * stride;
  statesA = reserve(sequence);
  statesB = modular ? reserve(sequence) : 0;
  // The weight gradient reads rows in blocks of five, past the neurons of the last step.
  acts = reserve(sequence + 512);
  // Drawn in pairs.
  bits = reserve((<usize>maxLength + 1) << 6);
  thresholds = reserve(128);
  parities = reserve((<usize>largestTask + 1) << 6);
  carries = reserve((<usize>blocks * 5) << 6);
  slows = reserve((<usize>blocks * 5) << 6);
  inputOuter = reserve(outerBytes(M, 2));
  recurrentOuter = reserve(outerBytes(M, M));
  feedforwardOuter = feedforward ? reserve(outerBytes(M, M)) : 0;
  readouts = reserve((<usize>heads * (<usize>M + 1)) << 2);
  tasks = reserve((<usize>heads) << 2);
  correct = reserve((<usize>heads) << 2);
  answers = reserve((<usize>trainedHeads) << 6);
  readoutOuter = reserve((<usize>trainedHeads * (<usize>M + 1)) << 4);
  return grow();
}

/** Grows the memory to the end of the plan. Returns the number of bytes; 0 when memory cannot grow that far. */
export function grow(): usize {
  const pages = <i32>((top + 65535) >> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) return 0;
  return top;
}

// Offsets, in floats, of each tensor among the parameters.
// @ts-ignore: decorator
@inline
export function tauAt(): i32 {
  return 0;
}
// @ts-ignore: decorator
@inline
export function inputAt(): i32 {
  return M;
}
// @ts-ignore: decorator
@inline
export function inputBiasAt(): i32 {
  return 2 * M;
}
// @ts-ignore: decorator
@inline
export function recurrentAt(): i32 {
  return 3 * M;
}
// @ts-ignore: decorator
@inline
export function recurrentBiasAt(): i32 {
  return 3 * M + M * M;
}
// @ts-ignore: decorator
@inline
export function feedforwardAt(): i32 {
  return 4 * M + M * M;
}
// @ts-ignore: decorator
@inline
export function feedforwardBiasAt(): i32 {
  return 4 * M + 2 * M * M;
}
// @ts-ignore: decorator
@inline
export function headAt(k: i32): i32 {
  return 4 * M + M * M + (feedforward ? M * M + M : 0) + (k - firstTrained) * (2 * M + 2);
}
