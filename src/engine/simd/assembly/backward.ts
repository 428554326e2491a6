// Backpropagation through time of one module, for 16 sequences at once.

/**
 * Takes the gradient by the state of one neuron of 16 sequences (`g0` to `g3`) through the leaky ReLU: `act` holds what the
 * forward pass kept and becomes dy, `carry` what flows on through the leak, `slow` sums the gradient by 1 / tau. keep stands at
 * `keeps`, tau 20 bytes on.
 */
// @ts-ignore: decorator
@inline
function throughRow(
  g0: v128,
  g1: v128,
  g2: v128,
  g3: v128,
  keeps: usize,
  act: usize,
  own: usize,
  carry: usize,
  slow: usize,
  outside: bool,
): void {
  const keep = v128.load32_splat(keeps);
  const tau = v128.load32_splat(keeps, 20);
  const one = f32x4.splat(1);
  const slope = f32x4.splat(0.01);
  const zero = f32x4.splat(0);
  const f0 = v128.load(act);
  const f1 = v128.load(act, 16);
  const f2 = v128.load(act, 32);
  const f3 = v128.load(act, 48);
  const r0 = v128.load(own);
  const r1 = v128.load(own, 16);
  const r2 = v128.load(own, 32);
  const r3 = v128.load(own, 48);
  const q0 = v128.load(slow);
  const q1 = v128.load(slow, 16);
  const q2 = v128.load(slow, 32);
  const q3 = v128.load(slow, 48);
  const d0 = f32x4.mul(g0, v128.bitselect(one, slope, f32x4.gt(f0, zero)));
  const d1 = f32x4.mul(g1, v128.bitselect(one, slope, f32x4.gt(f1, zero)));
  const d2 = f32x4.mul(g2, v128.bitselect(one, slope, f32x4.gt(f2, zero)));
  const d3 = f32x4.mul(g3, v128.bitselect(one, slope, f32x4.gt(f3, zero)));
  if (outside) {
    const c0 = f32x4.mul(f32x4.sub(f0, f32x4.mul(keep, r0)), tau);
    const c1 = f32x4.mul(f32x4.sub(f1, f32x4.mul(keep, r1)), tau);
    const c2 = f32x4.mul(f32x4.sub(f2, f32x4.mul(keep, r2)), tau);
    const c3 = f32x4.mul(f32x4.sub(f3, f32x4.mul(keep, r3)), tau);
    const z0 = f32x4.add(q0, f32x4.mul(d0, f32x4.sub(c0, r0)));
    const z1 = f32x4.add(q1, f32x4.mul(d1, f32x4.sub(c1, r1)));
    const z2 = f32x4.add(q2, f32x4.mul(d2, f32x4.sub(c2, r2)));
    const z3 = f32x4.add(q3, f32x4.mul(d3, f32x4.sub(c3, r3)));
    v128.store(carry, d0);
    v128.store(carry, d1, 16);
    v128.store(carry, d2, 32);
    v128.store(carry, d3, 48);
    v128.store(slow, z0);
    v128.store(slow, z1, 16);
    v128.store(slow, z2, 32);
    v128.store(slow, z3, 48);
  } else {
    const z0 = f32x4.add(q0, f32x4.mul(g0, f32x4.sub(f32x4.mul(f0, tau), r0)));
    const z1 = f32x4.add(q1, f32x4.mul(g1, f32x4.sub(f32x4.mul(f1, tau), r1)));
    const z2 = f32x4.add(q2, f32x4.mul(g2, f32x4.sub(f32x4.mul(f2, tau), r2)));
    const z3 = f32x4.add(q3, f32x4.mul(g3, f32x4.sub(f32x4.mul(f3, tau), r3)));
    v128.store(carry, g0);
    v128.store(carry, g1, 16);
    v128.store(carry, g2, 32);
    v128.store(carry, g3, 48);
    v128.store(slow, z0);
    v128.store(slow, z1, 16);
    v128.store(slow, z2, 32);
    v128.store(slow, z3, 48);
  }
  v128.store(act, d0);
  v128.store(act, d1, 16);
  v128.store(act, d2, 32);
  v128.store(act, d3, 48);
}

/**
 * Steps back from t = steps to 1. On entry `carries` [blocks x 5][64 bytes] holds the gradient by the last state; on return `acts`
 * holds dy, the gradient by C / tau, at every step and `slows` [blocks x 5][64 bytes] the gradient by 1 / tau, lane by lane. `packed` holds
 * for each block of 5 neurons: keep and tau (5 each), then W^R transposed, its rows divided by their tau. Between two steps
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
  let actRow = acts + <usize>steps * stride;
  let state = states + <usize>(steps - 1) * stride;
  for (let t = steps; t > 0; t--) {
    let w = packed;
    let act = actRow;
    let own = state;
    let carry = carries;
    let slow = slows;
    for (let block = 0; block < blocks; block++) {
      const keeps = w;
      let a00 = v128.load(carry, 0);
      let a01 = v128.load(carry, 16);
      let a02 = v128.load(carry, 32);
      let a03 = v128.load(carry, 48);
      let a10 = v128.load(carry, 64);
      let a11 = v128.load(carry, 80);
      let a12 = v128.load(carry, 96);
      let a13 = v128.load(carry, 112);
      let a20 = v128.load(carry, 128);
      let a21 = v128.load(carry, 144);
      let a22 = v128.load(carry, 160);
      let a23 = v128.load(carry, 176);
      let a30 = v128.load(carry, 192);
      let a31 = v128.load(carry, 208);
      let a32 = v128.load(carry, 224);
      let a33 = v128.load(carry, 240);
      let a40 = v128.load(carry, 256);
      let a41 = v128.load(carry, 272);
      let a42 = v128.load(carry, 288);
      let a43 = v128.load(carry, 304);
      if (t == steps) {
        w += 40 + 20 * <usize>M;
      } else {
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
        const k4 = v128.load32_splat(w, 16);
        a40 = f32x4.mul(k4, a40);
        a41 = f32x4.mul(k4, a41);
        a42 = f32x4.mul(k4, a42);
        a43 = f32x4.mul(k4, a43);
        w += 40;
        let x = actRow + stride;
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
      throughRow(a00, a01, a02, a03, keeps + 0, act + 0, own + 0, carry + 0, slow + 0, outside);
      throughRow(a10, a11, a12, a13, keeps + 4, act + 64, own + 64, carry + 64, slow + 64, outside);
      throughRow(a20, a21, a22, a23, keeps + 8, act + 128, own + 128, carry + 128, slow + 128, outside);
      throughRow(a30, a31, a32, a33, keeps + 12, act + 192, own + 192, carry + 192, slow + 192, outside);
      throughRow(a40, a41, a42, a43, keeps + 16, act + 256, own + 256, carry + 256, slow + 256, outside);
      act += 320;
      own += 320;
      carry += 320;
      slow += 320;
    }
    actRow -= stride;
    state -= stride;
  }
}
