import { wideBlocks } from '../build/block';
import {
  M,
  PAST_LAST,
  blocks,
  feedforwardAt,
  feedforwardBiasAt,
  firstTrained,
  headAt,
  heads,
  inputAt,
  inputBiasAt,
  packedBackward,
  packedBytes,
  packedForward,
  parameters,
  readouts,
  recurrentAt,
  recurrentBiasAt,
  tauAt,
} from './plan';

// Weights are kept divided by tau (the leaky ReLU is positively homogeneous) and in the order in which the kernel reads them.

// @ts-ignore: decorator
@inline
function parameter(index: i32): f32 {
  return load<f32>(parameters + ((<usize>index) << 2));
}

/** 1 / tau of neuron i, tau clamped to >= 1. */
// @ts-ignore: decorator
@inline
export function rate(i: i32): f32 {
  return <f32>1 / max<f32>(parameter(tauAt() + i), 1);
}

// @ts-ignore: decorator
@inline
function put(at: usize, index: i32, value: f32): void {
  store<f32>(at + ((<usize>index) << 2), value);
}

/** Packs the parameters in place, as those of module `index`, for the forward pass. `withFeedforward` as that module has it. */
export function packForward(index: i32, withFeedforward: bool): void {
  const base = packedForward + <usize>index * packedBytes;
  const sources = withFeedforward ? 2 : 1;
  const columns = 3 + M * sources;
  const wide = 5 * wideBlocks(M, blocks);
  memory.fill(base, 0, packedBytes);
  for (let i = 0; i < M; i++) {
    const rows = i < wide ? 5 : 4;
    const r = i < wide ? i % 5 : (i - wide) % 4;
    const at = base + ((<usize>((i - r) * columns)) << 2);
    const a = rate(i);
    let bias = parameter(inputBiasAt() + i) + parameter(recurrentBiasAt() + i);
    if (withFeedforward) bias += parameter(feedforwardBiasAt() + i);
    put(at, r, bias * a);
    put(at, rows + r, parameter(inputAt() + i) * a);
    put(at, 2 * rows + r, 1 - a);
    let column = 3 * rows + r;
    if (withFeedforward) {
      for (let j = 0; j < M; j++, column += rows) put(at, column, parameter(feedforwardAt() + i * M + j) * a);
    }
    for (let j = 0; j < M; j++, column += rows) put(at, column, parameter(recurrentAt() + i * M + j) * a);
  }
}

/** Packs W^R transposed for backpropagation. */
export function packBackward(): void {
  const columns = 2 + M;
  const wide = 5 * wideBlocks(M, blocks);
  memory.fill(packedBackward, 0, (<usize>(5 * blocks * columns) + PAST_LAST) << 2);
  for (let j = 0; j < M; j++) {
    const rows = j < wide ? 5 : 4;
    const r = j < wide ? j % 5 : (j - wide) % 4;
    const at = packedBackward + ((<usize>((j - r) * columns)) << 2);
    put(at, r, 1 - rate(j));
    put(at, rows + r, max<f32>(parameter(tauAt() + j), 1));
    for (let i = 0; i < M; i++) put(at, rows * (i + 2) + r, parameter(recurrentAt() + i * M + j) * rate(i));
  }
}

/** Differences of the two rows of each trained readout head: the answer depends on nothing else. */
export function packReadouts(): void {
  for (let k = firstTrained; k < heads; k++) {
    const to = readouts + ((<usize>(k * (M + 1))) << 2);
    const from = headAt(k);
    for (let j = 0; j < M; j++) put(to, j, parameter(from + M + j) - parameter(from + j));
    put(to, M, parameter(from + 2 * M + 1) - parameter(from + 2 * M));
  }
}
