// The recurrent step of one module over time: equation 1 with the input of equations 3 and 4, for 16 sequences at once.
// Blocks of 5 neurons by 16 sequences keep their 20 accumulators in registers; see docs/kernel.md for the layout.

/**
 * Ends a step for four sequences of one neuron: y is C / tau. Inside: r' = keep r + f(y); outside: r' = f(keep r + y).
 * Where `keepAct`, what the backward pass needs goes to `act`: f(y) inside, the argument of f outside.
 */
// @ts-ignore: decorator
@inline
function finish(y: v128, keep: v128, own: usize, out: usize, act: usize, outside: bool, keepAct: bool): void {
  const left = f32x4.mul(keep, v128.load(own));
  if (outside) {
    const u = f32x4.add(left, y);
    v128.store(out, f32x4.pmax(u, f32x4.mul(f32x4.splat(0.01), u)));
    if (keepAct) v128.store(act, u);
  } else {
    const f = f32x4.pmax(y, f32x4.mul(f32x4.splat(0.01), y));
    v128.store(out, f32x4.add(left, f));
    if (keepAct) v128.store(act, f);
  }
}

/**
 * Steps one module from its state at `states` (time 0) through `steps` bits.
 * `states` [steps + 1][stride], `before` the same of the module before or 0, `acts` [steps + 1][stride] or 0, `bits` [steps][64 bytes];
 * `packed` holds for each block of 5 rows: bias, W^I, keep (5 each), then W^FF and W^R by column, all but keep divided by tau.
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
  const keepAct = acts != 0;
  let s = bits;
  let state = states;
  let previous = before;
  let actRow = acts + stride;
  for (let t = 0; t < steps; t++) {
    const s0 = v128.load(s);
    const s1 = v128.load(s, 16);
    const s2 = v128.load(s, 32);
    const s3 = v128.load(s, 48);
    let w = packed;
    let own = state;
    let out = state + stride;
    let act = actRow;
    for (let block = 0; block < blocks; block++) {
      const b0 = v128.load32_splat(w, 0);
      const i0 = v128.load32_splat(w, 20);
      let a00 = f32x4.add(b0, f32x4.mul(i0, s0));
      let a01 = f32x4.add(b0, f32x4.mul(i0, s1));
      let a02 = f32x4.add(b0, f32x4.mul(i0, s2));
      let a03 = f32x4.add(b0, f32x4.mul(i0, s3));
      const b1 = v128.load32_splat(w, 4);
      const i1 = v128.load32_splat(w, 24);
      let a10 = f32x4.add(b1, f32x4.mul(i1, s0));
      let a11 = f32x4.add(b1, f32x4.mul(i1, s1));
      let a12 = f32x4.add(b1, f32x4.mul(i1, s2));
      let a13 = f32x4.add(b1, f32x4.mul(i1, s3));
      const b2 = v128.load32_splat(w, 8);
      const i2 = v128.load32_splat(w, 28);
      let a20 = f32x4.add(b2, f32x4.mul(i2, s0));
      let a21 = f32x4.add(b2, f32x4.mul(i2, s1));
      let a22 = f32x4.add(b2, f32x4.mul(i2, s2));
      let a23 = f32x4.add(b2, f32x4.mul(i2, s3));
      const b3 = v128.load32_splat(w, 12);
      const i3 = v128.load32_splat(w, 32);
      let a30 = f32x4.add(b3, f32x4.mul(i3, s0));
      let a31 = f32x4.add(b3, f32x4.mul(i3, s1));
      let a32 = f32x4.add(b3, f32x4.mul(i3, s2));
      let a33 = f32x4.add(b3, f32x4.mul(i3, s3));
      const b4 = v128.load32_splat(w, 16);
      const i4 = v128.load32_splat(w, 36);
      let a40 = f32x4.add(b4, f32x4.mul(i4, s0));
      let a41 = f32x4.add(b4, f32x4.mul(i4, s1));
      let a42 = f32x4.add(b4, f32x4.mul(i4, s2));
      let a43 = f32x4.add(b4, f32x4.mul(i4, s3));
      const keeps = w + 40;
      w += 60;
      for (let source = before ? 0 : 1; source < 2; source++) {
        let x = source ? state : previous;
        const end = x + ((<usize>M) << 6);
        while (x < end) {
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
          const w4 = v128.load32_splat(w, 16);
          a40 = f32x4.add(a40, f32x4.mul(w4, x0));
          a41 = f32x4.add(a41, f32x4.mul(w4, x1));
          a42 = f32x4.add(a42, f32x4.mul(w4, x2));
          a43 = f32x4.add(a43, f32x4.mul(w4, x3));
          x += 64;
          w += 20;
        }
      }
      const k0 = v128.load32_splat(keeps, 0);
      const k1 = v128.load32_splat(keeps, 4);
      const k2 = v128.load32_splat(keeps, 8);
      const k3 = v128.load32_splat(keeps, 12);
      const k4 = v128.load32_splat(keeps, 16);
      finish(a00, k0, own + 0, out + 0, act + 0, outside, keepAct);
      finish(a01, k0, own + 16, out + 16, act + 16, outside, keepAct);
      finish(a02, k0, own + 32, out + 32, act + 32, outside, keepAct);
      finish(a03, k0, own + 48, out + 48, act + 48, outside, keepAct);
      finish(a10, k1, own + 64, out + 64, act + 64, outside, keepAct);
      finish(a11, k1, own + 80, out + 80, act + 80, outside, keepAct);
      finish(a12, k1, own + 96, out + 96, act + 96, outside, keepAct);
      finish(a13, k1, own + 112, out + 112, act + 112, outside, keepAct);
      finish(a20, k2, own + 128, out + 128, act + 128, outside, keepAct);
      finish(a21, k2, own + 144, out + 144, act + 144, outside, keepAct);
      finish(a22, k2, own + 160, out + 160, act + 160, outside, keepAct);
      finish(a23, k2, own + 176, out + 176, act + 176, outside, keepAct);
      finish(a30, k3, own + 192, out + 192, act + 192, outside, keepAct);
      finish(a31, k3, own + 208, out + 208, act + 208, outside, keepAct);
      finish(a32, k3, own + 224, out + 224, act + 224, outside, keepAct);
      finish(a33, k3, own + 240, out + 240, act + 240, outside, keepAct);
      finish(a40, k4, own + 256, out + 256, act + 256, outside, keepAct);
      finish(a41, k4, own + 272, out + 272, act + 272, outside, keepAct);
      finish(a42, k4, own + 288, out + 288, act + 288, outside, keepAct);
      finish(a43, k4, own + 304, out + 304, act + 304, outside, keepAct);
      own += 320;
      out += 320;
      act += 320;
    }
    s += 64;
    state += stride;
    previous += stride;
    actRow += stride;
  }
}
