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

// Two-way softmax cross-entropy needs only d, the difference of the two logits: loss = log(1 + e^-|d|) + max(-d or d, 0).

// @ts-ignore: decorator
@inline
function difference(k: i32, state: usize, v: usize): v128 {
  const row = readouts + ((<usize>(k * (M + 1))) << 2);
  let d = v128.load32_splat(row + ((<usize>M) << 2));
  for (let j = 0; j < M; j++) {
    d = f32x4.add(d, f32x4.mul(v128.load32_splat(row + ((<usize>j) << 2)), v128.load(state + ((<usize>j) << 6) + v)));
  }
  return d;
}

// @ts-ignore: decorator
@inline
function label(k: i32, v: usize): v128 {
  return v128.load(parities + ((<usize>load<i32>(tasks + ((<usize>k) << 2))) << 6) + v);
}

/** Counts the correct answers of head k on one tile; `state` [M][64 bytes] is the last. A tie counts as class 0. */
export function countCorrect(k: i32, state: usize): void {
  let count = 0;
  for (let v: usize = 0; v < 64; v += 16) {
    const one = f32x4.gt(difference(k, state, v), f32x4.splat(0));
    const right = v128.xor(one, f32x4.eq(label(k, v), f32x4.splat(0)));
    count += popcnt(i32x4.bitmask(right));
  }
  const at = correct + ((<usize>k) << 2);
  store<i32>(at, load<i32>(at) + count);
}

/**
 * Loss of the trained heads on one tile, summed over its sequences by lane; the gradient by the last state goes to `carries`,
 * products for the readouts' own gradient are added to `readoutOuter`.
 */
export function answer(state: usize, rows: i32): v128 {
  let loss = f32x4.splat(0);
  const share = f32x4.splat(<f32>1 / <f32>batch);
  for (let k = firstTrained; k < heads; k++) {
    const to = answers + ((<usize>(k - firstTrained)) << 6);
    for (let v: usize = 0; v < 64; v += 16) {
      const d = difference(k, state, v);
      const y = label(k, v);
      const size = f32x4.abs(d);
      const e = exp4(f32x4.neg(size));
      const wrong = f32x4.mul(d, f32x4.sub(f32x4.splat(1), f32x4.mul(f32x4.splat(2), y)));
      loss = f32x4.add(loss, f32x4.add(f32x4.pmax(wrong, f32x4.splat(0)), log1p4(e)));
      const larger = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), e));
      const one = v128.bitselect(larger, f32x4.mul(e, larger), f32x4.gt(d, f32x4.splat(0)));
      v128.store(to + v, f32x4.mul(f32x4.sub(one, y), share));
    }
    const outer = readoutOuter + ((<usize>((k - firstTrained) * (M + 1))) << 4);
    const g0 = v128.load(to);
    const g1 = v128.load(to, 16);
    const g2 = v128.load(to, 32);
    const g3 = v128.load(to, 48);
    for (let j = 0; j < M; j++) {
      const r = state + ((<usize>j) << 6);
      const at = outer + ((<usize>j) << 4);
      const low = f32x4.add(f32x4.mul(g0, v128.load(r)), f32x4.mul(g1, v128.load(r, 16)));
      const high = f32x4.add(f32x4.mul(g2, v128.load(r, 32)), f32x4.mul(g3, v128.load(r, 48)));
      v128.store(at, f32x4.add(v128.load(at), f32x4.add(low, high)));
    }
    const at = outer + ((<usize>M) << 4);
    v128.store(at, f32x4.add(v128.load(at), f32x4.add(f32x4.add(g0, g1), f32x4.add(g2, g3))));
  }
  for (let j = 0; j < rows; j++) {
    for (let v: usize = 0; v < 64; v += 16) {
      let g = f32x4.splat(0);
      if (j < M) {
        for (let k = firstTrained; k < heads; k++) {
          const w = v128.load32_splat(readouts + ((<usize>(k * (M + 1) + j)) << 2));
          g = f32x4.add(g, f32x4.mul(w, v128.load(answers + ((<usize>(k - firstTrained)) << 6) + v)));
        }
      }
      v128.store(carries + ((<usize>j) << 6) + v, g);
    }
  }
  return loss;
}
