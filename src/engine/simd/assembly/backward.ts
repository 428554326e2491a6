// Backpropagation through time of one module, for 16 sequences at once.

/**
 * Takes the gradient g by the state of one neuron at time t through the leaky ReLU: `act` holds what the forward pass kept and
 * becomes dy, the gradient by C / tau; `carry` becomes what flows on through the leak; `slow` sums the gradient by 1 / tau.
 */
// @ts-ignore: decorator
@inline
function through(
  g: v128,
  keep: v128,
  tau: v128,
  act: usize,
  own: usize,
  carry: usize,
  slow: usize,
  outside: bool,
): void {
  const kept = v128.load(act);
  const state = v128.load(own);
  const slope = v128.bitselect(f32x4.splat(1), f32x4.splat(0.01), f32x4.gt(kept, f32x4.splat(0)));
  const dy = f32x4.mul(g, slope);
  if (outside) {
    const C = f32x4.mul(f32x4.sub(kept, f32x4.mul(keep, state)), tau);
    v128.store(slow, f32x4.add(v128.load(slow), f32x4.mul(dy, f32x4.sub(C, state))));
    v128.store(carry, dy);
  } else {
    const f = f32x4.mul(kept, tau);
    v128.store(slow, f32x4.add(v128.load(slow), f32x4.mul(g, f32x4.sub(f, state))));
    v128.store(carry, g);
  }
  v128.store(act, dy);
}

/**
 * Steps back from t = steps to 1. On entry `carry` [blocks x 5][64 bytes] holds the gradient by the last state; on return `acts`
 * holds dy at every step and `slow` [blocks x 5][64 bytes] the gradient by 1 / tau, lane by lane. `packed` holds for each
 * block of 5 neurons: keep and tau (5 each), then W^R transposed, its rows divided by their tau.
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
    const last = t == steps;
    let w = packed;
    let act = actRow;
    let own = state;
    let carry = carries;
    let slow = slows;
    for (let block = 0; block < blocks; block++) {
      const taus = w + 20;
      const k0 = v128.load32_splat(w, 0);
      let a00 = f32x4.mul(k0, v128.load(carry, 0));
      let a01 = f32x4.mul(k0, v128.load(carry, 16));
      let a02 = f32x4.mul(k0, v128.load(carry, 32));
      let a03 = f32x4.mul(k0, v128.load(carry, 48));
      const k1 = v128.load32_splat(w, 4);
      let a10 = f32x4.mul(k1, v128.load(carry, 64));
      let a11 = f32x4.mul(k1, v128.load(carry, 80));
      let a12 = f32x4.mul(k1, v128.load(carry, 96));
      let a13 = f32x4.mul(k1, v128.load(carry, 112));
      const k2 = v128.load32_splat(w, 8);
      let a20 = f32x4.mul(k2, v128.load(carry, 128));
      let a21 = f32x4.mul(k2, v128.load(carry, 144));
      let a22 = f32x4.mul(k2, v128.load(carry, 160));
      let a23 = f32x4.mul(k2, v128.load(carry, 176));
      const k3 = v128.load32_splat(w, 12);
      let a30 = f32x4.mul(k3, v128.load(carry, 192));
      let a31 = f32x4.mul(k3, v128.load(carry, 208));
      let a32 = f32x4.mul(k3, v128.load(carry, 224));
      let a33 = f32x4.mul(k3, v128.load(carry, 240));
      const k4 = v128.load32_splat(w, 16);
      let a40 = f32x4.mul(k4, v128.load(carry, 256));
      let a41 = f32x4.mul(k4, v128.load(carry, 272));
      let a42 = f32x4.mul(k4, v128.load(carry, 288));
      let a43 = f32x4.mul(k4, v128.load(carry, 304));
      w += 40;
      if (last) {
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
        a40 = v128.load(carry, 256);
        a41 = v128.load(carry, 272);
        a42 = v128.load(carry, 288);
        a43 = v128.load(carry, 304);
        w += 20 * <usize>M;
      } else {
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
      const t0 = v128.load32_splat(taus, 0);
      through(a00, k0, t0, act + 0, own + 0, carry + 0, slow + 0, outside);
      through(a01, k0, t0, act + 16, own + 16, carry + 16, slow + 16, outside);
      through(a02, k0, t0, act + 32, own + 32, carry + 32, slow + 32, outside);
      through(a03, k0, t0, act + 48, own + 48, carry + 48, slow + 48, outside);
      const t1 = v128.load32_splat(taus, 4);
      through(a10, k1, t1, act + 64, own + 64, carry + 64, slow + 64, outside);
      through(a11, k1, t1, act + 80, own + 80, carry + 80, slow + 80, outside);
      through(a12, k1, t1, act + 96, own + 96, carry + 96, slow + 96, outside);
      through(a13, k1, t1, act + 112, own + 112, carry + 112, slow + 112, outside);
      const t2 = v128.load32_splat(taus, 8);
      through(a20, k2, t2, act + 128, own + 128, carry + 128, slow + 128, outside);
      through(a21, k2, t2, act + 144, own + 144, carry + 144, slow + 144, outside);
      through(a22, k2, t2, act + 160, own + 160, carry + 160, slow + 160, outside);
      through(a23, k2, t2, act + 176, own + 176, carry + 176, slow + 176, outside);
      const t3 = v128.load32_splat(taus, 12);
      through(a30, k3, t3, act + 192, own + 192, carry + 192, slow + 192, outside);
      through(a31, k3, t3, act + 208, own + 208, carry + 208, slow + 208, outside);
      through(a32, k3, t3, act + 224, own + 224, carry + 224, slow + 224, outside);
      through(a33, k3, t3, act + 240, own + 240, carry + 240, slow + 240, outside);
      const t4 = v128.load32_splat(taus, 16);
      through(a40, k4, t4, act + 256, own + 256, carry + 256, slow + 256, outside);
      through(a41, k4, t4, act + 272, own + 272, carry + 272, slow + 272, outside);
      through(a42, k4, t4, act + 288, own + 288, carry + 288, slow + 288, outside);
      through(a43, k4, t4, act + 304, own + 304, carry + 304, slow + 304, outside);
      act += 320;
      own += 320;
      carry += 320;
      slow += 320;
    }
    actRow -= stride;
    state -= stride;
  }
}
