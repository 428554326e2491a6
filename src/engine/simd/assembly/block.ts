import { endRow, throughRow } from './row';

// The products of the recurrent network: 5 neurons, or 4 so that M divides into blocks with no row to spare, by 16 sequences keep their
// 20 sums in registers. Weights stand in the order in which they are read: column by column, two columns a turn. A neuron is not
// connected to itself: where a block meets its own neurons those products are left out (the diagonal of W^R is never read).

/** Answers known when the kernel is compiled: a condition on `isSigned` of such a type leaves no branch behind. */
export type Yes = i32;
export type No = u32;

/** How many of the blocks that hold M neurons have five rows: the first ones, the others have four. */
export function wideBlocks(M: i32, blocks: i32): i32 {
  return blocks - min(5 * blocks - M, blocks);
}

/**
 * One step of a block whose first neuron is `row`, forward or `back`. Forward: bias, bit and products with `previous` (the module
 * before at t - 1, or 0) and `inputs` (the module itself), ended by `endRow`. Back: what `carry` brings through the leak and the products with
 * `inputs` (dy at t + 1, or 0 at the last step), ended by `throughRow`. `packed` holds three (forward) or two numbers a neuron, then the columns.
 */
// @ts-ignore: decorator
@inline
export function stepBlock<Five, Back, Outside, Keep>(
  M: i32,
  row: i32,
  packed: usize,
  previous: usize,
  inputs: usize,
  bit: usize,
  carry: usize,
  slow: usize,
  own: usize,
  out: usize,
  act: usize,
): void {
  const column: usize = isSigned<Five>() ? 20 : 16;
  let w = packed;
  let a00: v128, a01: v128, a02: v128, a03: v128;
  let a10: v128, a11: v128, a12: v128, a13: v128;
  let a20: v128, a21: v128, a22: v128, a23: v128;
  let a30: v128, a31: v128, a32: v128, a33: v128;
  let a40: v128, a41: v128, a42: v128, a43: v128;
  if (isSigned<Back>()) {
    a00 = v128.load(carry, 0);
    a01 = v128.load(carry, 16);
    a02 = v128.load(carry, 32);
    a03 = v128.load(carry, 48);
    a10 = v128.load(carry, 64);
    a11 = v128.load(carry, 80);
    a12 = v128.load(carry, 96);
    a13 = v128.load(carry, 112);
    a20 = v128.load(carry, 128);
    a21 = v128.load(carry, 144);
    a22 = v128.load(carry, 160);
    a23 = v128.load(carry, 176);
    a30 = v128.load(carry, 192);
    a31 = v128.load(carry, 208);
    a32 = v128.load(carry, 224);
    a33 = v128.load(carry, 240);
    if (isSigned<Five>()) {
      a40 = v128.load(carry, 256);
      a41 = v128.load(carry, 272);
      a42 = v128.load(carry, 288);
      a43 = v128.load(carry, 304);
    }
    if (inputs) {
      const k0 = v128.load32_splat(w, 0);
      a00 = f32x4.mul(k0, a00);
      a01 = f32x4.mul(k0, a01);
      a02 = f32x4.mul(k0, a02);
      a03 = f32x4.mul(k0, a03);
      const k1 = v128.load32_splat(w, 4);
      a10 = f32x4.mul(k1, a10);
      a11 = f32x4.mul(k1, a11);
      a12 = f32x4.mul(k1, a12);
      a13 = f32x4.mul(k1, a13);
      const k2 = v128.load32_splat(w, 8);
      a20 = f32x4.mul(k2, a20);
      a21 = f32x4.mul(k2, a21);
      a22 = f32x4.mul(k2, a22);
      a23 = f32x4.mul(k2, a23);
      const k3 = v128.load32_splat(w, 12);
      a30 = f32x4.mul(k3, a30);
      a31 = f32x4.mul(k3, a31);
      a32 = f32x4.mul(k3, a32);
      a33 = f32x4.mul(k3, a33);
      if (isSigned<Five>()) {
        const k4 = v128.load32_splat(w, 16);
        a40 = f32x4.mul(k4, a40);
        a41 = f32x4.mul(k4, a41);
        a42 = f32x4.mul(k4, a42);
        a43 = f32x4.mul(k4, a43);
      }
    }
    w += 2 * column;
  } else {
    const s0 = v128.load(bit, 0);
    const s1 = v128.load(bit, 16);
    const s2 = v128.load(bit, 32);
    const s3 = v128.load(bit, 48);
    const b0 = v128.load32_splat(w, 0);
    const i0 = v128.load32_splat(w + column, 0);
    a00 = f32x4.add(b0, f32x4.mul(i0, s0));
    a01 = f32x4.add(b0, f32x4.mul(i0, s1));
    a02 = f32x4.add(b0, f32x4.mul(i0, s2));
    a03 = f32x4.add(b0, f32x4.mul(i0, s3));
    const b1 = v128.load32_splat(w, 4);
    const i1 = v128.load32_splat(w + column, 4);
    a10 = f32x4.add(b1, f32x4.mul(i1, s0));
    a11 = f32x4.add(b1, f32x4.mul(i1, s1));
    a12 = f32x4.add(b1, f32x4.mul(i1, s2));
    a13 = f32x4.add(b1, f32x4.mul(i1, s3));
    const b2 = v128.load32_splat(w, 8);
    const i2 = v128.load32_splat(w + column, 8);
    a20 = f32x4.add(b2, f32x4.mul(i2, s0));
    a21 = f32x4.add(b2, f32x4.mul(i2, s1));
    a22 = f32x4.add(b2, f32x4.mul(i2, s2));
    a23 = f32x4.add(b2, f32x4.mul(i2, s3));
    const b3 = v128.load32_splat(w, 12);
    const i3 = v128.load32_splat(w + column, 12);
    a30 = f32x4.add(b3, f32x4.mul(i3, s0));
    a31 = f32x4.add(b3, f32x4.mul(i3, s1));
    a32 = f32x4.add(b3, f32x4.mul(i3, s2));
    a33 = f32x4.add(b3, f32x4.mul(i3, s3));
    if (isSigned<Five>()) {
      const b4 = v128.load32_splat(w, 16);
      const i4 = v128.load32_splat(w + column, 16);
      a40 = f32x4.add(b4, f32x4.mul(i4, s0));
      a41 = f32x4.add(b4, f32x4.mul(i4, s1));
      a42 = f32x4.add(b4, f32x4.mul(i4, s2));
      a43 = f32x4.add(b4, f32x4.mul(i4, s3));
    }
    w += 3 * column;
  }
  const size = (<usize>M) << 6;
  const first = (<usize>row) << 6;
  let x: usize;
  let end: usize;
  if (!isSigned<Back>() && previous) {
    x = previous;
    end = x + size;
    while (x + 64 < end) {
      {
        const x0 = v128.load(x, 0);
        const x1 = v128.load(x, 16);
        const x2 = v128.load(x, 32);
        const x3 = v128.load(x, 48);
        const w0 = v128.load32_splat(w, 0);
        a00 = f32x4.add(a00, f32x4.mul(w0, x0));
        a01 = f32x4.add(a01, f32x4.mul(w0, x1));
        a02 = f32x4.add(a02, f32x4.mul(w0, x2));
        a03 = f32x4.add(a03, f32x4.mul(w0, x3));
        const w1 = v128.load32_splat(w, 4);
        a10 = f32x4.add(a10, f32x4.mul(w1, x0));
        a11 = f32x4.add(a11, f32x4.mul(w1, x1));
        a12 = f32x4.add(a12, f32x4.mul(w1, x2));
        a13 = f32x4.add(a13, f32x4.mul(w1, x3));
        const w2 = v128.load32_splat(w, 8);
        a20 = f32x4.add(a20, f32x4.mul(w2, x0));
        a21 = f32x4.add(a21, f32x4.mul(w2, x1));
        a22 = f32x4.add(a22, f32x4.mul(w2, x2));
        a23 = f32x4.add(a23, f32x4.mul(w2, x3));
        const w3 = v128.load32_splat(w, 12);
        a30 = f32x4.add(a30, f32x4.mul(w3, x0));
        a31 = f32x4.add(a31, f32x4.mul(w3, x1));
        a32 = f32x4.add(a32, f32x4.mul(w3, x2));
        a33 = f32x4.add(a33, f32x4.mul(w3, x3));
        if (isSigned<Five>()) {
          const w4 = v128.load32_splat(w, 16);
          a40 = f32x4.add(a40, f32x4.mul(w4, x0));
          a41 = f32x4.add(a41, f32x4.mul(w4, x1));
          a42 = f32x4.add(a42, f32x4.mul(w4, x2));
          a43 = f32x4.add(a43, f32x4.mul(w4, x3));
        }
        w += column;
      }
      {
        const x0 = v128.load(x, 64);
        const x1 = v128.load(x, 80);
        const x2 = v128.load(x, 96);
        const x3 = v128.load(x, 112);
        const w0 = v128.load32_splat(w, 0);
        a00 = f32x4.add(a00, f32x4.mul(w0, x0));
        a01 = f32x4.add(a01, f32x4.mul(w0, x1));
        a02 = f32x4.add(a02, f32x4.mul(w0, x2));
        a03 = f32x4.add(a03, f32x4.mul(w0, x3));
        const w1 = v128.load32_splat(w, 4);
        a10 = f32x4.add(a10, f32x4.mul(w1, x0));
        a11 = f32x4.add(a11, f32x4.mul(w1, x1));
        a12 = f32x4.add(a12, f32x4.mul(w1, x2));
        a13 = f32x4.add(a13, f32x4.mul(w1, x3));
        const w2 = v128.load32_splat(w, 8);
        a20 = f32x4.add(a20, f32x4.mul(w2, x0));
        a21 = f32x4.add(a21, f32x4.mul(w2, x1));
        a22 = f32x4.add(a22, f32x4.mul(w2, x2));
        a23 = f32x4.add(a23, f32x4.mul(w2, x3));
        const w3 = v128.load32_splat(w, 12);
        a30 = f32x4.add(a30, f32x4.mul(w3, x0));
        a31 = f32x4.add(a31, f32x4.mul(w3, x1));
        a32 = f32x4.add(a32, f32x4.mul(w3, x2));
        a33 = f32x4.add(a33, f32x4.mul(w3, x3));
        if (isSigned<Five>()) {
          const w4 = v128.load32_splat(w, 16);
          a40 = f32x4.add(a40, f32x4.mul(w4, x0));
          a41 = f32x4.add(a41, f32x4.mul(w4, x1));
          a42 = f32x4.add(a42, f32x4.mul(w4, x2));
          a43 = f32x4.add(a43, f32x4.mul(w4, x3));
        }
        w += column;
      }
      x += 128;
    }
    if (x < end) {
      {
        const x0 = v128.load(x, 0);
        const x1 = v128.load(x, 16);
        const x2 = v128.load(x, 32);
        const x3 = v128.load(x, 48);
        const w0 = v128.load32_splat(w, 0);
        a00 = f32x4.add(a00, f32x4.mul(w0, x0));
        a01 = f32x4.add(a01, f32x4.mul(w0, x1));
        a02 = f32x4.add(a02, f32x4.mul(w0, x2));
        a03 = f32x4.add(a03, f32x4.mul(w0, x3));
        const w1 = v128.load32_splat(w, 4);
        a10 = f32x4.add(a10, f32x4.mul(w1, x0));
        a11 = f32x4.add(a11, f32x4.mul(w1, x1));
        a12 = f32x4.add(a12, f32x4.mul(w1, x2));
        a13 = f32x4.add(a13, f32x4.mul(w1, x3));
        const w2 = v128.load32_splat(w, 8);
        a20 = f32x4.add(a20, f32x4.mul(w2, x0));
        a21 = f32x4.add(a21, f32x4.mul(w2, x1));
        a22 = f32x4.add(a22, f32x4.mul(w2, x2));
        a23 = f32x4.add(a23, f32x4.mul(w2, x3));
        const w3 = v128.load32_splat(w, 12);
        a30 = f32x4.add(a30, f32x4.mul(w3, x0));
        a31 = f32x4.add(a31, f32x4.mul(w3, x1));
        a32 = f32x4.add(a32, f32x4.mul(w3, x2));
        a33 = f32x4.add(a33, f32x4.mul(w3, x3));
        if (isSigned<Five>()) {
          const w4 = v128.load32_splat(w, 16);
          a40 = f32x4.add(a40, f32x4.mul(w4, x0));
          a41 = f32x4.add(a41, f32x4.mul(w4, x1));
          a42 = f32x4.add(a42, f32x4.mul(w4, x2));
          a43 = f32x4.add(a43, f32x4.mul(w4, x3));
        }
        w += column;
      }
      x += 64;
    }
  }
  if (!isSigned<Back>() || inputs) {
    x = inputs;
    end = x + first;
    while (x + 64 < end) {
      {
        const x0 = v128.load(x, 0);
        const x1 = v128.load(x, 16);
        const x2 = v128.load(x, 32);
        const x3 = v128.load(x, 48);
        const w0 = v128.load32_splat(w, 0);
        a00 = f32x4.add(a00, f32x4.mul(w0, x0));
        a01 = f32x4.add(a01, f32x4.mul(w0, x1));
        a02 = f32x4.add(a02, f32x4.mul(w0, x2));
        a03 = f32x4.add(a03, f32x4.mul(w0, x3));
        const w1 = v128.load32_splat(w, 4);
        a10 = f32x4.add(a10, f32x4.mul(w1, x0));
        a11 = f32x4.add(a11, f32x4.mul(w1, x1));
        a12 = f32x4.add(a12, f32x4.mul(w1, x2));
        a13 = f32x4.add(a13, f32x4.mul(w1, x3));
        const w2 = v128.load32_splat(w, 8);
        a20 = f32x4.add(a20, f32x4.mul(w2, x0));
        a21 = f32x4.add(a21, f32x4.mul(w2, x1));
        a22 = f32x4.add(a22, f32x4.mul(w2, x2));
        a23 = f32x4.add(a23, f32x4.mul(w2, x3));
        const w3 = v128.load32_splat(w, 12);
        a30 = f32x4.add(a30, f32x4.mul(w3, x0));
        a31 = f32x4.add(a31, f32x4.mul(w3, x1));
        a32 = f32x4.add(a32, f32x4.mul(w3, x2));
        a33 = f32x4.add(a33, f32x4.mul(w3, x3));
        if (isSigned<Five>()) {
          const w4 = v128.load32_splat(w, 16);
          a40 = f32x4.add(a40, f32x4.mul(w4, x0));
          a41 = f32x4.add(a41, f32x4.mul(w4, x1));
          a42 = f32x4.add(a42, f32x4.mul(w4, x2));
          a43 = f32x4.add(a43, f32x4.mul(w4, x3));
        }
        w += column;
      }
      {
        const x0 = v128.load(x, 64);
        const x1 = v128.load(x, 80);
        const x2 = v128.load(x, 96);
        const x3 = v128.load(x, 112);
        const w0 = v128.load32_splat(w, 0);
        a00 = f32x4.add(a00, f32x4.mul(w0, x0));
        a01 = f32x4.add(a01, f32x4.mul(w0, x1));
        a02 = f32x4.add(a02, f32x4.mul(w0, x2));
        a03 = f32x4.add(a03, f32x4.mul(w0, x3));
        const w1 = v128.load32_splat(w, 4);
        a10 = f32x4.add(a10, f32x4.mul(w1, x0));
        a11 = f32x4.add(a11, f32x4.mul(w1, x1));
        a12 = f32x4.add(a12, f32x4.mul(w1, x2));
        a13 = f32x4.add(a13, f32x4.mul(w1, x3));
        const w2 = v128.load32_splat(w, 8);
        a20 = f32x4.add(a20, f32x4.mul(w2, x0));
        a21 = f32x4.add(a21, f32x4.mul(w2, x1));
        a22 = f32x4.add(a22, f32x4.mul(w2, x2));
        a23 = f32x4.add(a23, f32x4.mul(w2, x3));
        const w3 = v128.load32_splat(w, 12);
        a30 = f32x4.add(a30, f32x4.mul(w3, x0));
        a31 = f32x4.add(a31, f32x4.mul(w3, x1));
        a32 = f32x4.add(a32, f32x4.mul(w3, x2));
        a33 = f32x4.add(a33, f32x4.mul(w3, x3));
        if (isSigned<Five>()) {
          const w4 = v128.load32_splat(w, 16);
          a40 = f32x4.add(a40, f32x4.mul(w4, x0));
          a41 = f32x4.add(a41, f32x4.mul(w4, x1));
          a42 = f32x4.add(a42, f32x4.mul(w4, x2));
          a43 = f32x4.add(a43, f32x4.mul(w4, x3));
        }
        w += column;
      }
      x += 128;
    }
    if (x < end) {
      {
        const x0 = v128.load(x, 0);
        const x1 = v128.load(x, 16);
        const x2 = v128.load(x, 32);
        const x3 = v128.load(x, 48);
        const w0 = v128.load32_splat(w, 0);
        a00 = f32x4.add(a00, f32x4.mul(w0, x0));
        a01 = f32x4.add(a01, f32x4.mul(w0, x1));
        a02 = f32x4.add(a02, f32x4.mul(w0, x2));
        a03 = f32x4.add(a03, f32x4.mul(w0, x3));
        const w1 = v128.load32_splat(w, 4);
        a10 = f32x4.add(a10, f32x4.mul(w1, x0));
        a11 = f32x4.add(a11, f32x4.mul(w1, x1));
        a12 = f32x4.add(a12, f32x4.mul(w1, x2));
        a13 = f32x4.add(a13, f32x4.mul(w1, x3));
        const w2 = v128.load32_splat(w, 8);
        a20 = f32x4.add(a20, f32x4.mul(w2, x0));
        a21 = f32x4.add(a21, f32x4.mul(w2, x1));
        a22 = f32x4.add(a22, f32x4.mul(w2, x2));
        a23 = f32x4.add(a23, f32x4.mul(w2, x3));
        const w3 = v128.load32_splat(w, 12);
        a30 = f32x4.add(a30, f32x4.mul(w3, x0));
        a31 = f32x4.add(a31, f32x4.mul(w3, x1));
        a32 = f32x4.add(a32, f32x4.mul(w3, x2));
        a33 = f32x4.add(a33, f32x4.mul(w3, x3));
        if (isSigned<Five>()) {
          const w4 = v128.load32_splat(w, 16);
          a40 = f32x4.add(a40, f32x4.mul(w4, x0));
          a41 = f32x4.add(a41, f32x4.mul(w4, x1));
          a42 = f32x4.add(a42, f32x4.mul(w4, x2));
          a43 = f32x4.add(a43, f32x4.mul(w4, x3));
        }
        w += column;
      }
      x += 64;
    }
    {
      const x0 = v128.load(x, 0);
      const x1 = v128.load(x, 16);
      const x2 = v128.load(x, 32);
      const x3 = v128.load(x, 48);
      const w1 = v128.load32_splat(w, 4);
      a10 = f32x4.add(a10, f32x4.mul(w1, x0));
      a11 = f32x4.add(a11, f32x4.mul(w1, x1));
      a12 = f32x4.add(a12, f32x4.mul(w1, x2));
      a13 = f32x4.add(a13, f32x4.mul(w1, x3));
      const w2 = v128.load32_splat(w, 8);
      a20 = f32x4.add(a20, f32x4.mul(w2, x0));
      a21 = f32x4.add(a21, f32x4.mul(w2, x1));
      a22 = f32x4.add(a22, f32x4.mul(w2, x2));
      a23 = f32x4.add(a23, f32x4.mul(w2, x3));
      const w3 = v128.load32_splat(w, 12);
      a30 = f32x4.add(a30, f32x4.mul(w3, x0));
      a31 = f32x4.add(a31, f32x4.mul(w3, x1));
      a32 = f32x4.add(a32, f32x4.mul(w3, x2));
      a33 = f32x4.add(a33, f32x4.mul(w3, x3));
      if (isSigned<Five>()) {
        const w4 = v128.load32_splat(w, 16);
        a40 = f32x4.add(a40, f32x4.mul(w4, x0));
        a41 = f32x4.add(a41, f32x4.mul(w4, x1));
        a42 = f32x4.add(a42, f32x4.mul(w4, x2));
        a43 = f32x4.add(a43, f32x4.mul(w4, x3));
      }
      w += column;
    }
    {
      const x0 = v128.load(x, 64);
      const x1 = v128.load(x, 80);
      const x2 = v128.load(x, 96);
      const x3 = v128.load(x, 112);
      const w0 = v128.load32_splat(w, 0);
      a00 = f32x4.add(a00, f32x4.mul(w0, x0));
      a01 = f32x4.add(a01, f32x4.mul(w0, x1));
      a02 = f32x4.add(a02, f32x4.mul(w0, x2));
      a03 = f32x4.add(a03, f32x4.mul(w0, x3));
      const w2 = v128.load32_splat(w, 8);
      a20 = f32x4.add(a20, f32x4.mul(w2, x0));
      a21 = f32x4.add(a21, f32x4.mul(w2, x1));
      a22 = f32x4.add(a22, f32x4.mul(w2, x2));
      a23 = f32x4.add(a23, f32x4.mul(w2, x3));
      const w3 = v128.load32_splat(w, 12);
      a30 = f32x4.add(a30, f32x4.mul(w3, x0));
      a31 = f32x4.add(a31, f32x4.mul(w3, x1));
      a32 = f32x4.add(a32, f32x4.mul(w3, x2));
      a33 = f32x4.add(a33, f32x4.mul(w3, x3));
      if (isSigned<Five>()) {
        const w4 = v128.load32_splat(w, 16);
        a40 = f32x4.add(a40, f32x4.mul(w4, x0));
        a41 = f32x4.add(a41, f32x4.mul(w4, x1));
        a42 = f32x4.add(a42, f32x4.mul(w4, x2));
        a43 = f32x4.add(a43, f32x4.mul(w4, x3));
      }
      w += column;
    }
    {
      const x0 = v128.load(x, 128);
      const x1 = v128.load(x, 144);
      const x2 = v128.load(x, 160);
      const x3 = v128.load(x, 176);
      const w0 = v128.load32_splat(w, 0);
      a00 = f32x4.add(a00, f32x4.mul(w0, x0));
      a01 = f32x4.add(a01, f32x4.mul(w0, x1));
      a02 = f32x4.add(a02, f32x4.mul(w0, x2));
      a03 = f32x4.add(a03, f32x4.mul(w0, x3));
      const w1 = v128.load32_splat(w, 4);
      a10 = f32x4.add(a10, f32x4.mul(w1, x0));
      a11 = f32x4.add(a11, f32x4.mul(w1, x1));
      a12 = f32x4.add(a12, f32x4.mul(w1, x2));
      a13 = f32x4.add(a13, f32x4.mul(w1, x3));
      const w3 = v128.load32_splat(w, 12);
      a30 = f32x4.add(a30, f32x4.mul(w3, x0));
      a31 = f32x4.add(a31, f32x4.mul(w3, x1));
      a32 = f32x4.add(a32, f32x4.mul(w3, x2));
      a33 = f32x4.add(a33, f32x4.mul(w3, x3));
      if (isSigned<Five>()) {
        const w4 = v128.load32_splat(w, 16);
        a40 = f32x4.add(a40, f32x4.mul(w4, x0));
        a41 = f32x4.add(a41, f32x4.mul(w4, x1));
        a42 = f32x4.add(a42, f32x4.mul(w4, x2));
        a43 = f32x4.add(a43, f32x4.mul(w4, x3));
      }
      w += column;
    }
    {
      const x0 = v128.load(x, 192);
      const x1 = v128.load(x, 208);
      const x2 = v128.load(x, 224);
      const x3 = v128.load(x, 240);
      const w0 = v128.load32_splat(w, 0);
      a00 = f32x4.add(a00, f32x4.mul(w0, x0));
      a01 = f32x4.add(a01, f32x4.mul(w0, x1));
      a02 = f32x4.add(a02, f32x4.mul(w0, x2));
      a03 = f32x4.add(a03, f32x4.mul(w0, x3));
      const w1 = v128.load32_splat(w, 4);
      a10 = f32x4.add(a10, f32x4.mul(w1, x0));
      a11 = f32x4.add(a11, f32x4.mul(w1, x1));
      a12 = f32x4.add(a12, f32x4.mul(w1, x2));
      a13 = f32x4.add(a13, f32x4.mul(w1, x3));
      const w2 = v128.load32_splat(w, 8);
      a20 = f32x4.add(a20, f32x4.mul(w2, x0));
      a21 = f32x4.add(a21, f32x4.mul(w2, x1));
      a22 = f32x4.add(a22, f32x4.mul(w2, x2));
      a23 = f32x4.add(a23, f32x4.mul(w2, x3));
      if (isSigned<Five>()) {
        const w4 = v128.load32_splat(w, 16);
        a40 = f32x4.add(a40, f32x4.mul(w4, x0));
        a41 = f32x4.add(a41, f32x4.mul(w4, x1));
        a42 = f32x4.add(a42, f32x4.mul(w4, x2));
        a43 = f32x4.add(a43, f32x4.mul(w4, x3));
      }
      w += column;
    }
    if (isSigned<Five>()) {
      {
        const x0 = v128.load(x, 256);
        const x1 = v128.load(x, 272);
        const x2 = v128.load(x, 288);
        const x3 = v128.load(x, 304);
        const w0 = v128.load32_splat(w, 0);
        a00 = f32x4.add(a00, f32x4.mul(w0, x0));
        a01 = f32x4.add(a01, f32x4.mul(w0, x1));
        a02 = f32x4.add(a02, f32x4.mul(w0, x2));
        a03 = f32x4.add(a03, f32x4.mul(w0, x3));
        const w1 = v128.load32_splat(w, 4);
        a10 = f32x4.add(a10, f32x4.mul(w1, x0));
        a11 = f32x4.add(a11, f32x4.mul(w1, x1));
        a12 = f32x4.add(a12, f32x4.mul(w1, x2));
        a13 = f32x4.add(a13, f32x4.mul(w1, x3));
        const w2 = v128.load32_splat(w, 8);
        a20 = f32x4.add(a20, f32x4.mul(w2, x0));
        a21 = f32x4.add(a21, f32x4.mul(w2, x1));
        a22 = f32x4.add(a22, f32x4.mul(w2, x2));
        a23 = f32x4.add(a23, f32x4.mul(w2, x3));
        const w3 = v128.load32_splat(w, 12);
        a30 = f32x4.add(a30, f32x4.mul(w3, x0));
        a31 = f32x4.add(a31, f32x4.mul(w3, x1));
        a32 = f32x4.add(a32, f32x4.mul(w3, x2));
        a33 = f32x4.add(a33, f32x4.mul(w3, x3));
        w += column;
      }
    }
    x += isSigned<Five>() ? 320 : 256;
    end = inputs + size;
    while (x + 64 < end) {
      {
        const x0 = v128.load(x, 0);
        const x1 = v128.load(x, 16);
        const x2 = v128.load(x, 32);
        const x3 = v128.load(x, 48);
        const w0 = v128.load32_splat(w, 0);
        a00 = f32x4.add(a00, f32x4.mul(w0, x0));
        a01 = f32x4.add(a01, f32x4.mul(w0, x1));
        a02 = f32x4.add(a02, f32x4.mul(w0, x2));
        a03 = f32x4.add(a03, f32x4.mul(w0, x3));
        const w1 = v128.load32_splat(w, 4);
        a10 = f32x4.add(a10, f32x4.mul(w1, x0));
        a11 = f32x4.add(a11, f32x4.mul(w1, x1));
        a12 = f32x4.add(a12, f32x4.mul(w1, x2));
        a13 = f32x4.add(a13, f32x4.mul(w1, x3));
        const w2 = v128.load32_splat(w, 8);
        a20 = f32x4.add(a20, f32x4.mul(w2, x0));
        a21 = f32x4.add(a21, f32x4.mul(w2, x1));
        a22 = f32x4.add(a22, f32x4.mul(w2, x2));
        a23 = f32x4.add(a23, f32x4.mul(w2, x3));
        const w3 = v128.load32_splat(w, 12);
        a30 = f32x4.add(a30, f32x4.mul(w3, x0));
        a31 = f32x4.add(a31, f32x4.mul(w3, x1));
        a32 = f32x4.add(a32, f32x4.mul(w3, x2));
        a33 = f32x4.add(a33, f32x4.mul(w3, x3));
        if (isSigned<Five>()) {
          const w4 = v128.load32_splat(w, 16);
          a40 = f32x4.add(a40, f32x4.mul(w4, x0));
          a41 = f32x4.add(a41, f32x4.mul(w4, x1));
          a42 = f32x4.add(a42, f32x4.mul(w4, x2));
          a43 = f32x4.add(a43, f32x4.mul(w4, x3));
        }
        w += column;
      }
      {
        const x0 = v128.load(x, 64);
        const x1 = v128.load(x, 80);
        const x2 = v128.load(x, 96);
        const x3 = v128.load(x, 112);
        const w0 = v128.load32_splat(w, 0);
        a00 = f32x4.add(a00, f32x4.mul(w0, x0));
        a01 = f32x4.add(a01, f32x4.mul(w0, x1));
        a02 = f32x4.add(a02, f32x4.mul(w0, x2));
        a03 = f32x4.add(a03, f32x4.mul(w0, x3));
        const w1 = v128.load32_splat(w, 4);
        a10 = f32x4.add(a10, f32x4.mul(w1, x0));
        a11 = f32x4.add(a11, f32x4.mul(w1, x1));
        a12 = f32x4.add(a12, f32x4.mul(w1, x2));
        a13 = f32x4.add(a13, f32x4.mul(w1, x3));
        const w2 = v128.load32_splat(w, 8);
        a20 = f32x4.add(a20, f32x4.mul(w2, x0));
        a21 = f32x4.add(a21, f32x4.mul(w2, x1));
        a22 = f32x4.add(a22, f32x4.mul(w2, x2));
        a23 = f32x4.add(a23, f32x4.mul(w2, x3));
        const w3 = v128.load32_splat(w, 12);
        a30 = f32x4.add(a30, f32x4.mul(w3, x0));
        a31 = f32x4.add(a31, f32x4.mul(w3, x1));
        a32 = f32x4.add(a32, f32x4.mul(w3, x2));
        a33 = f32x4.add(a33, f32x4.mul(w3, x3));
        if (isSigned<Five>()) {
          const w4 = v128.load32_splat(w, 16);
          a40 = f32x4.add(a40, f32x4.mul(w4, x0));
          a41 = f32x4.add(a41, f32x4.mul(w4, x1));
          a42 = f32x4.add(a42, f32x4.mul(w4, x2));
          a43 = f32x4.add(a43, f32x4.mul(w4, x3));
        }
        w += column;
      }
      x += 128;
    }
    if (x < end) {
      {
        const x0 = v128.load(x, 0);
        const x1 = v128.load(x, 16);
        const x2 = v128.load(x, 32);
        const x3 = v128.load(x, 48);
        const w0 = v128.load32_splat(w, 0);
        a00 = f32x4.add(a00, f32x4.mul(w0, x0));
        a01 = f32x4.add(a01, f32x4.mul(w0, x1));
        a02 = f32x4.add(a02, f32x4.mul(w0, x2));
        a03 = f32x4.add(a03, f32x4.mul(w0, x3));
        const w1 = v128.load32_splat(w, 4);
        a10 = f32x4.add(a10, f32x4.mul(w1, x0));
        a11 = f32x4.add(a11, f32x4.mul(w1, x1));
        a12 = f32x4.add(a12, f32x4.mul(w1, x2));
        a13 = f32x4.add(a13, f32x4.mul(w1, x3));
        const w2 = v128.load32_splat(w, 8);
        a20 = f32x4.add(a20, f32x4.mul(w2, x0));
        a21 = f32x4.add(a21, f32x4.mul(w2, x1));
        a22 = f32x4.add(a22, f32x4.mul(w2, x2));
        a23 = f32x4.add(a23, f32x4.mul(w2, x3));
        const w3 = v128.load32_splat(w, 12);
        a30 = f32x4.add(a30, f32x4.mul(w3, x0));
        a31 = f32x4.add(a31, f32x4.mul(w3, x1));
        a32 = f32x4.add(a32, f32x4.mul(w3, x2));
        a33 = f32x4.add(a33, f32x4.mul(w3, x3));
        if (isSigned<Five>()) {
          const w4 = v128.load32_splat(w, 16);
          a40 = f32x4.add(a40, f32x4.mul(w4, x0));
          a41 = f32x4.add(a41, f32x4.mul(w4, x1));
          a42 = f32x4.add(a42, f32x4.mul(w4, x2));
          a43 = f32x4.add(a43, f32x4.mul(w4, x3));
        }
        w += column;
      }
      x += 64;
    }
  }
  if (isSigned<Back>()) {
    throughRow<Outside>(a00, a01, a02, a03, packed + 0, packed + column + 0, act + 0, own + 0, carry + 0, slow + 0);
    throughRow<Outside>(a10, a11, a12, a13, packed + 4, packed + column + 4, act + 64, own + 64, carry + 64, slow + 64);
    throughRow<Outside>(
      a20,
      a21,
      a22,
      a23,
      packed + 8,
      packed + column + 8,
      act + 128,
      own + 128,
      carry + 128,
      slow + 128,
    );
    throughRow<Outside>(
      a30,
      a31,
      a32,
      a33,
      packed + 12,
      packed + column + 12,
      act + 192,
      own + 192,
      carry + 192,
      slow + 192,
    );
    if (isSigned<Five>())
      throughRow<Outside>(
        a40,
        a41,
        a42,
        a43,
        packed + 16,
        packed + column + 16,
        act + 256,
        own + 256,
        carry + 256,
        slow + 256,
      );
  } else {
    const keeps = packed + 2 * column;
    endRow<Outside, Keep>(a00, a01, a02, a03, keeps + 0, own + 0, out + 0, act + 0);
    endRow<Outside, Keep>(a10, a11, a12, a13, keeps + 4, own + 64, out + 64, act + 64);
    endRow<Outside, Keep>(a20, a21, a22, a23, keeps + 8, own + 128, out + 128, act + 128);
    endRow<Outside, Keep>(a30, a31, a32, a33, keeps + 12, own + 192, out + 192, act + 192);
    if (isSigned<Five>()) endRow<Outside, Keep>(a40, a41, a42, a43, keeps + 16, own + 256, out + 256, act + 256);
  }
}
