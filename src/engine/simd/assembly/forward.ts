// The recurrent step of one module over time: equation 1 with the input of equations 3 and 4, for 16 sequences at once.
// Blocks of 5 neurons by 16 sequences keep their 20 accumulators in registers. Stores come in adjacent pairs with nothing
// between them, on one pointer with constant offsets: so V8's revectorizer can make 256-bit operations of them.

/**
 * Ends a step for one neuron of 16 sequences: `y0` to `y3` are C / tau, `own` its state before, `out` after. What the backward
 * pass needs goes to `act` where `keepAct`.
 */
// @ts-ignore: decorator
@inline
function endRow(
  y0: v128,
  y1: v128,
  y2: v128,
  y3: v128,
  keep: v128,
  own: usize,
  out: usize,
  act: usize,
  outside: bool,
  keepAct: bool,
): void {
  const slope = f32x4.splat(0.01);
  const k0 = f32x4.mul(keep, v128.load(own));
  const k1 = f32x4.mul(keep, v128.load(own, 16));
  const k2 = f32x4.mul(keep, v128.load(own, 32));
  const k3 = f32x4.mul(keep, v128.load(own, 48));
  let f0 = y0;
  let f1 = y1;
  let f2 = y2;
  let f3 = y3;
  if (outside) {
    f0 = f32x4.add(k0, f0);
    f1 = f32x4.add(k1, f1);
    f2 = f32x4.add(k2, f2);
    f3 = f32x4.add(k3, f3);
    v128.store(out, f32x4.pmax(f0, f32x4.mul(slope, f0)));
    v128.store(out, f32x4.pmax(f1, f32x4.mul(slope, f1)), 16);
    v128.store(out, f32x4.pmax(f2, f32x4.mul(slope, f2)), 32);
    v128.store(out, f32x4.pmax(f3, f32x4.mul(slope, f3)), 48);
  } else {
    f0 = f32x4.pmax(f0, f32x4.mul(slope, f0));
    f1 = f32x4.pmax(f1, f32x4.mul(slope, f1));
    f2 = f32x4.pmax(f2, f32x4.mul(slope, f2));
    f3 = f32x4.pmax(f3, f32x4.mul(slope, f3));
    v128.store(out, f32x4.add(k0, f0));
    v128.store(out, f32x4.add(k1, f1), 16);
    v128.store(out, f32x4.add(k2, f2), 32);
    v128.store(out, f32x4.add(k3, f3), 48);
  }
  if (keepAct) {
    v128.store(act, f0);
    v128.store(act, f1, 16);
    v128.store(act, f2, 32);
    v128.store(act, f3, 48);
  }
}

/**
 * Steps one module from its state at `states` (time 0) through `steps` bits.
 * `states` [steps + 1][stride], `before` the same of the module before or 0, `acts` [steps + 1][stride] or 0, `bits` [steps][64 bytes];
 * `packed` holds for each block of 5 rows: bias, W^I, keep (5 each), then W^FF and W^R by column, all but keep divided by tau.
 * With y = C / tau and keep = 1 - 1 / tau, inside: r' = keep r + f(y), outside: r' = f(keep r + y); `acts` keeps what the backward
 * pass needs: f(y) inside, the argument of f outside.
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
      if (before) {
        let x = previous;
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
      let x = state;
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
      endRow(a00, a01, a02, a03, v128.load32_splat(keeps, 0), own + 0, out + 0, act + 0, outside, keepAct);
      endRow(a10, a11, a12, a13, v128.load32_splat(keeps, 4), own + 64, out + 64, act + 64, outside, keepAct);
      endRow(a20, a21, a22, a23, v128.load32_splat(keeps, 8), own + 128, out + 128, act + 128, outside, keepAct);
      endRow(a30, a31, a32, a33, v128.load32_splat(keeps, 12), own + 192, out + 192, act + 192, outside, keepAct);
      endRow(a40, a41, a42, a43, v128.load32_splat(keeps, 16), own + 256, out + 256, act + 256, outside, keepAct);
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
