import { exp4, log1p4 } from './elementary';
import {
  M,
  answers,
  batch,
  carries,
  correct,
  firstTrained,
  heads,
  parities,
  readoutOuter,
  readouts,
  tasks,
} from './plan';
import { storeRow } from './row';

// Two-way softmax cross-entropy needs only d, the difference of the two logits: loss = log(1 + e^-|d|) + max(-d or d, 0).

/** Writes d of head k for 16 sequences to `to`. */
// @ts-ignore: decorator
@inline
function differences(k: i32, state: usize, to: usize): void {
  let w = readouts + ((<usize>(k * (M + 1))) << 2);
  const end = w + ((<usize>M) << 2);
  let d0 = v128.load32_splat(end);
  let d1 = d0;
  let d2 = d0;
  let d3 = d0;
  let r = state;
  while (w < end) {
    const weight = v128.load32_splat(w);
    d0 = f32x4.add(d0, f32x4.mul(weight, v128.load(r)));
    d1 = f32x4.add(d1, f32x4.mul(weight, v128.load(r, 16)));
    d2 = f32x4.add(d2, f32x4.mul(weight, v128.load(r, 32)));
    d3 = f32x4.add(d3, f32x4.mul(weight, v128.load(r, 48)));
    w += 4;
    r += 64;
  }
  storeRow(to, d0, d1, d2, d3);
}

// @ts-ignore: decorator
@inline
function label(k: i32, v: usize): v128 {
  return v128.load(parities + ((<usize>load<i32>(tasks + ((<usize>k) << 2))) << 6) + v);
}

/** Counts the correct answers of head k on one tile; `state` [M][64 bytes] is the last. A tie counts as class 0. */
export function countCorrect(k: i32, state: usize): void {
  let count = 0;
  differences(k, state, answers);
  for (let v: usize = 0; v < 64; v += 16) {
    const one = f32x4.gt(v128.load(answers + v), f32x4.splat(0));
    const right = v128.xor(one, f32x4.eq(label(k, v), f32x4.splat(0)));
    count += popcnt(i32x4.bitmask(right));
  }
  const at = correct + ((<usize>k) << 2);
  store<i32>(at, load<i32>(at) + count);
}

/**
 * Loss of the trained heads on one tile, summed over its sequences by lane; the gradient by the last state goes to `carries`,
 * products for the gradient of the readouts are added to `readoutOuter`.
 */
export function answer(state: usize, rows: i32): v128 {
  let loss = f32x4.splat(0);
  const share = f32x4.splat(<f32>1 / <f32>batch);
  for (let k = firstTrained; k < heads; k++) {
    const to = answers + ((<usize>(k - firstTrained)) << 6);
    differences(k, state, to);
    for (let v: usize = 0; v < 64; v += 16) {
      const d = v128.load(to + v);
      const y = label(k, v);
      const size = f32x4.abs(d);
      const e = exp4(f32x4.neg(size));
      const wrong = f32x4.mul(d, f32x4.sub(f32x4.splat(1), f32x4.mul(f32x4.splat(2), y)));
      loss = f32x4.add(loss, f32x4.add(f32x4.pmax(wrong, f32x4.splat(0)), log1p4(e)));
      const larger = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), e));
      const one = v128.bitselect(larger, f32x4.mul(e, larger), f32x4.gt(d, f32x4.splat(0)));
      v128.store(to + v, f32x4.mul(f32x4.sub(one, y), share));
    }
    addReadoutProducts(to, state, readoutOuter + ((<usize>((k - firstTrained) * (M + 1))) << 4));
  }
  for (let j = 0; j < rows; j++) carryBack(j, carries + ((<usize>j) << 6));
  return loss;
}

/** Adds the products of the gradient by d at `to` and the state, and with one for the bias, to `sums` [M + 1][16 bytes]. */
// @ts-ignore: decorator
@inline
function addReadoutProducts(to: usize, state: usize, sums: usize): void {
  const g0 = v128.load(to);
  const g1 = v128.load(to, 16);
  const g2 = v128.load(to, 32);
  const g3 = v128.load(to, 48);
  let r = state;
  let at = sums;
  const end = sums + ((<usize>M) << 4);
  while (at < end) {
    const low = f32x4.add(f32x4.mul(g0, v128.load(r)), f32x4.mul(g1, v128.load(r, 16)));
    const high = f32x4.add(f32x4.mul(g2, v128.load(r, 32)), f32x4.mul(g3, v128.load(r, 48)));
    v128.store(at, f32x4.add(v128.load(at), f32x4.add(low, high)));
    r += 64;
    at += 16;
  }
  v128.store(at, f32x4.add(v128.load(at), f32x4.add(f32x4.add(g0, g1), f32x4.add(g2, g3))));
}

/** The gradient by neuron j of the last state, from all trained heads, to `carry`; zero past the last neuron. */
// @ts-ignore: decorator
@inline
function carryBack(j: i32, carry: usize): void {
  let g0 = f32x4.splat(0);
  let g1 = f32x4.splat(0);
  let g2 = f32x4.splat(0);
  let g3 = f32x4.splat(0);
  if (j < M) {
    let w = readouts + ((<usize>(firstTrained * (M + 1) + j)) << 2);
    let a = answers;
    for (let k = firstTrained; k < heads; k++) {
      const weight = v128.load32_splat(w);
      g0 = f32x4.add(g0, f32x4.mul(weight, v128.load(a)));
      g1 = f32x4.add(g1, f32x4.mul(weight, v128.load(a, 16)));
      g2 = f32x4.add(g2, f32x4.mul(weight, v128.load(a, 32)));
      g3 = f32x4.add(g3, f32x4.mul(weight, v128.load(a, 48)));
      w += (<usize>(M + 1)) << 2;
      a += 64;
    }
  }
  storeRow(carry, g0, g1, g2, g3);
}
