// @ts-nocheck: AssemblyScript, compiled by asc like the kernel.

// The multiply-add rate that V8 reaches with 128-bit operations, the same ones as the kernel's: a multiplication, an addition, no
// fused one. The stores are in adjacent pairs, so that the revectorizer can widen all operations to 256 bits.

/** Addresses of sums (256 bytes), weights (32 bytes) and inputs (64 bytes each). */
const SUMS: usize = 1024;
const WEIGHTS: usize = 2048;
const INPUTS: usize = 4096;
/** Number of inputs per turn, which fit the first cache. */
const COUNT: usize = 64;

/** Multiplications with addition, of 4 lanes each, in a turn. */
export function operations(): i32 {
  return 16 * <i32>COUNT;
}

export function prepare(): void {
  memory.fill(SUMS, 0, 256);
  for (let i: usize = 0; i < 4; i++) store<f32>(WEIGHTS + 4 * i, 0.001);
  for (let i: usize = 0; i < 16 * COUNT; i++) store<f32>(INPUTS + 4 * i, 0.001);
}

/** Four weights by 16 lanes of input, summed over the inputs, `turns` times. */
export function multiplyAdd(turns: i32): void {
  const sums = SUMS;
  const w0 = v128.load32_splat(WEIGHTS, 0);
  const w1 = v128.load32_splat(WEIGHTS, 4);
  const w2 = v128.load32_splat(WEIGHTS, 8);
  const w3 = v128.load32_splat(WEIGHTS, 12);
  let a00 = v128.load(sums, 0);
  let a01 = v128.load(sums, 16);
  let a02 = v128.load(sums, 32);
  let a03 = v128.load(sums, 48);
  let a10 = v128.load(sums, 64);
  let a11 = v128.load(sums, 80);
  let a12 = v128.load(sums, 96);
  let a13 = v128.load(sums, 112);
  let a20 = v128.load(sums, 128);
  let a21 = v128.load(sums, 144);
  let a22 = v128.load(sums, 160);
  let a23 = v128.load(sums, 176);
  let a30 = v128.load(sums, 192);
  let a31 = v128.load(sums, 208);
  let a32 = v128.load(sums, 224);
  let a33 = v128.load(sums, 240);
  for (let turn = 0; turn < turns; turn++) {
    let x = INPUTS;
    const end = INPUTS + 64 * COUNT;
    while (x < end) {
      const x0 = v128.load(x, 0);
      const x1 = v128.load(x, 16);
      const x2 = v128.load(x, 32);
      const x3 = v128.load(x, 48);
      a00 = f32x4.add(a00, f32x4.mul(w0, x0));
      a01 = f32x4.add(a01, f32x4.mul(w0, x1));
      a02 = f32x4.add(a02, f32x4.mul(w0, x2));
      a03 = f32x4.add(a03, f32x4.mul(w0, x3));
      a10 = f32x4.add(a10, f32x4.mul(w1, x0));
      a11 = f32x4.add(a11, f32x4.mul(w1, x1));
      a12 = f32x4.add(a12, f32x4.mul(w1, x2));
      a13 = f32x4.add(a13, f32x4.mul(w1, x3));
      a20 = f32x4.add(a20, f32x4.mul(w2, x0));
      a21 = f32x4.add(a21, f32x4.mul(w2, x1));
      a22 = f32x4.add(a22, f32x4.mul(w2, x2));
      a23 = f32x4.add(a23, f32x4.mul(w2, x3));
      a30 = f32x4.add(a30, f32x4.mul(w3, x0));
      a31 = f32x4.add(a31, f32x4.mul(w3, x1));
      a32 = f32x4.add(a32, f32x4.mul(w3, x2));
      a33 = f32x4.add(a33, f32x4.mul(w3, x3));
      x += 64;
    }
  }
  v128.store(sums, a00, 0);
  v128.store(sums, a01, 16);
  v128.store(sums, a02, 32);
  v128.store(sums, a03, 48);
  v128.store(sums, a10, 64);
  v128.store(sums, a11, 80);
  v128.store(sums, a12, 96);
  v128.store(sums, a13, 112);
  v128.store(sums, a20, 128);
  v128.store(sums, a21, 144);
  v128.store(sums, a22, 160);
  v128.store(sums, a23, 176);
  v128.store(sums, a30, 192);
  v128.store(sums, a31, 208);
  v128.store(sums, a32, 224);
  v128.store(sums, a33, 240);
}

/** The same with sums enough for 16 registers of 128 bits: four weights by eight lanes. */
export function multiplyAddNarrow(turns: i32): void {
  const sums = SUMS;
  const w0 = v128.load32_splat(WEIGHTS, 0);
  const w1 = v128.load32_splat(WEIGHTS, 4);
  const w2 = v128.load32_splat(WEIGHTS, 8);
  const w3 = v128.load32_splat(WEIGHTS, 12);
  let a00 = v128.load(sums, 0);
  let a01 = v128.load(sums, 16);
  let a10 = v128.load(sums, 32);
  let a11 = v128.load(sums, 48);
  let a20 = v128.load(sums, 64);
  let a21 = v128.load(sums, 80);
  let a30 = v128.load(sums, 96);
  let a31 = v128.load(sums, 112);
  for (let turn = 0; turn < turns; turn++) {
    let x = INPUTS;
    const end = INPUTS + 64 * COUNT;
    while (x < end) {
      const x0 = v128.load(x, 0);
      const x1 = v128.load(x, 16);
      a00 = f32x4.add(a00, f32x4.mul(w0, x0));
      a01 = f32x4.add(a01, f32x4.mul(w0, x1));
      a10 = f32x4.add(a10, f32x4.mul(w1, x0));
      a11 = f32x4.add(a11, f32x4.mul(w1, x1));
      a20 = f32x4.add(a20, f32x4.mul(w2, x0));
      a21 = f32x4.add(a21, f32x4.mul(w2, x1));
      a30 = f32x4.add(a30, f32x4.mul(w3, x0));
      a31 = f32x4.add(a31, f32x4.mul(w3, x1));
      x += 32;
    }
  }
  v128.store(sums, a00, 0);
  v128.store(sums, a01, 16);
  v128.store(sums, a10, 32);
  v128.store(sums, a11, 48);
  v128.store(sums, a20, 64);
  v128.store(sums, a21, 80);
  v128.store(sums, a30, 96);
  v128.store(sums, a31, 112);
}
