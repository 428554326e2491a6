import { No, stepBlock, wideBlocks, Yes } from '../build/block';

// Backpropagation through time of one module, for 16 sequences at once.

/**
 * Steps back from t = steps to 1. On entry `carries` [blocks x 5][64 bytes] holds the gradient by the last state; on return `acts`
 * holds dy, the gradient by C / tau, at every step and `slows` [blocks x 5][64 bytes] the gradient by 1 / tau, lane by lane. `packed` holds
 * for each block of 5 or 4 neurons: keep and tau, then W^R transposed, its rows divided by their tau. Between two steps
 * `carries` holds what flows on through the leak: the gradient by the state inside, dy outside.
 */
export function backwardModule(
  M: i32,
  blocks: i32,
  stride: usize,
  packed: usize,
  states: usize,
  acts: usize,
  carries: usize,
  slows: usize,
  steps: i32,
  outside: bool,
): void {
  if (outside) backwardOutside(M, blocks, stride, packed, states, acts, carries, slows, steps);
  else backwardInside(M, blocks, stride, packed, states, acts, carries, slows, steps);
}

function backwardInside(
  M: i32,
  blocks: i32,
  stride: usize,
  packed: usize,
  states: usize,
  acts: usize,
  carries: usize,
  slows: usize,
  steps: i32,
): void {
  run<No>(M, blocks, stride, packed, states, acts, carries, slows, steps);
}

function backwardOutside(
  M: i32,
  blocks: i32,
  stride: usize,
  packed: usize,
  states: usize,
  acts: usize,
  carries: usize,
  slows: usize,
  steps: i32,
): void {
  run<Yes>(M, blocks, stride, packed, states, acts, carries, slows, steps);
}

// @ts-ignore: decorator
@inline
function run<Outside>(
  M: i32,
  blocks: i32,
  stride: usize,
  packed: usize,
  states: usize,
  acts: usize,
  carries: usize,
  slows: usize,
  steps: i32,
): void {
  const columns = <usize>(M + 2);
  const wide = wideBlocks(M, blocks);
  let actRow = acts + <usize>steps * stride;
  let state = states + <usize>(steps - 1) * stride;
  // dy one step later; there is none after the last.
  let later: usize = 0;
  for (let t = steps; t > 0; t--) {
    let w = packed;
    let row = 0;
    let act = actRow;
    let own = state;
    let carry = carries;
    let slow = slows;
    for (let block = 0; block < wide; block++) {
      stepBlock<Yes, Yes, Outside, No>(M, row, w, 0, later, 0, carry, slow, own, 0, act);
      w += 20 * columns;
      row += 5;
      act += 320;
      own += 320;
      carry += 320;
      slow += 320;
    }
    for (let block = wide; block < blocks; block++) {
      stepBlock<No, Yes, Outside, No>(M, row, w, 0, later, 0, carry, slow, own, 0, act);
      w += 16 * columns;
      row += 4;
      act += 256;
      own += 256;
      carry += 256;
      slow += 256;
    }
    later = actRow;
    actRow -= stride;
    state -= stride;
  }
}
