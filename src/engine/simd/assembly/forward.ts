import { No, stepBlock, wideBlocks, Yes } from '../build/block';

// The recurrent step of one module over time: equation 1 with the input of equations 3 and 4, for 16 sequences at once.

/**
 * Steps one module from its state at `states` (time 0) through `steps` bits.
 * `states` [steps + 1][stride], `before` the same of the module before or 0, `acts` [steps + 1][stride] or 0, `bits` [steps][64 bytes];
 * `packed` holds for each block of 5 or 4 rows: bias, W^I, keep, then W^FF and W^R by column, all but keep divided by tau.
 * With y = C / tau and keep = 1 - 1 / tau, inside: r' = keep r + f(y), outside: r' = f(keep r + y); `acts` keeps what the backward
 * pass needs: f(y) inside, the argument of f outside. The diagonal of W^R is zero and is not read.
 */
export function forwardModule(
  M: i32,
  blocks: i32,
  stride: usize,
  packed: usize,
  states: usize,
  before: usize,
  acts: usize,
  bits: usize,
  steps: i32,
  outside: bool,
): void {
  if (outside) {
    if (acts) newestOutside(M, blocks, stride, packed, states, before, acts, bits, steps);
    else frozenOutside(M, blocks, stride, packed, states, before, bits, steps);
  } else if (acts) newestInside(M, blocks, stride, packed, states, before, acts, bits, steps);
  else frozenInside(M, blocks, stride, packed, states, before, bits, steps);
}

function frozenInside(
  M: i32,
  blocks: i32,
  stride: usize,
  packed: usize,
  states: usize,
  before: usize,
  bits: usize,
  steps: i32,
): void {
  run<No, No>(M, blocks, stride, packed, states, before, 0, bits, steps);
}

function newestInside(
  M: i32,
  blocks: i32,
  stride: usize,
  packed: usize,
  states: usize,
  before: usize,
  acts: usize,
  bits: usize,
  steps: i32,
): void {
  run<No, Yes>(M, blocks, stride, packed, states, before, acts, bits, steps);
}

function frozenOutside(
  M: i32,
  blocks: i32,
  stride: usize,
  packed: usize,
  states: usize,
  before: usize,
  bits: usize,
  steps: i32,
): void {
  run<Yes, No>(M, blocks, stride, packed, states, before, 0, bits, steps);
}

function newestOutside(
  M: i32,
  blocks: i32,
  stride: usize,
  packed: usize,
  states: usize,
  before: usize,
  acts: usize,
  bits: usize,
  steps: i32,
): void {
  run<Yes, Yes>(M, blocks, stride, packed, states, before, acts, bits, steps);
}

// @ts-ignore: decorator
@inline
function run<Outside, Keep>(
  M: i32,
  blocks: i32,
  stride: usize,
  packed: usize,
  states: usize,
  before: usize,
  acts: usize,
  bits: usize,
  steps: i32,
): void {
  const columns = <usize>(before ? 2 * M + 3 : M + 3);
  const wide = wideBlocks(M, blocks);
  let bit = bits;
  let state = states;
  let previous = before;
  let actRow = acts;
  for (let t = 0; t < steps; t++) {
    let w = packed;
    let row = 0;
    let own = state;
    let out = state + stride;
    let act = actRow + stride;
    for (let block = 0; block < wide; block++) {
      stepBlock<Yes, No, Outside, Keep>(M, row, w, previous, state, bit, 0, 0, own, out, act);
      w += 20 * columns;
      row += 5;
      own += 320;
      out += 320;
      act += 320;
    }
    for (let block = wide; block < blocks; block++) {
      stepBlock<No, No, Outside, Keep>(M, row, w, previous, state, bit, 0, 0, own, out, act);
      w += 16 * columns;
      row += 4;
      own += 256;
      out += 256;
      act += 256;
    }
    bit += 64;
    state += stride;
    if (before) previous += stride;
    actRow += stride;
  }
}
