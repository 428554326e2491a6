// The recurrent step of one module over time: equation 1 with the input of equations 3 and 4, for 16 sequences at once.
// Blocks of 5 neurons by 16 sequences keep their 20 accumulators in registers. Stores come in adjacent pairs with nothing
// between them, on one pointer with constant offsets: so V8's revectorizer can make 256-bit operations of them.

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
  const slope = f32x4.splat(0.01);
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
      const k0 = v128.load32_splat(keeps, 0);
      const o00 = v128.load(own, 0);
      const o01 = v128.load(own, 16);
      const o02 = v128.load(own, 32);
      const o03 = v128.load(own, 48);
      const k1 = v128.load32_splat(keeps, 4);
      const o10 = v128.load(own, 64);
      const o11 = v128.load(own, 80);
      const o12 = v128.load(own, 96);
      const o13 = v128.load(own, 112);
      const k2 = v128.load32_splat(keeps, 8);
      const o20 = v128.load(own, 128);
      const o21 = v128.load(own, 144);
      const o22 = v128.load(own, 160);
      const o23 = v128.load(own, 176);
      const k3 = v128.load32_splat(keeps, 12);
      const o30 = v128.load(own, 192);
      const o31 = v128.load(own, 208);
      const o32 = v128.load(own, 224);
      const o33 = v128.load(own, 240);
      const k4 = v128.load32_splat(keeps, 16);
      const o40 = v128.load(own, 256);
      const o41 = v128.load(own, 272);
      const o42 = v128.load(own, 288);
      const o43 = v128.load(own, 304);
      if (outside) {
        a00 = f32x4.add(f32x4.mul(k0, o00), a00);
        a01 = f32x4.add(f32x4.mul(k0, o01), a01);
        a02 = f32x4.add(f32x4.mul(k0, o02), a02);
        a03 = f32x4.add(f32x4.mul(k0, o03), a03);
        const n00 = f32x4.pmax(a00, f32x4.mul(slope, a00));
        const n01 = f32x4.pmax(a01, f32x4.mul(slope, a01));
        const n02 = f32x4.pmax(a02, f32x4.mul(slope, a02));
        const n03 = f32x4.pmax(a03, f32x4.mul(slope, a03));
        v128.store(out, n00, 0);
        v128.store(out, n01, 16);
        v128.store(out, n02, 32);
        v128.store(out, n03, 48);
        a10 = f32x4.add(f32x4.mul(k1, o10), a10);
        a11 = f32x4.add(f32x4.mul(k1, o11), a11);
        a12 = f32x4.add(f32x4.mul(k1, o12), a12);
        a13 = f32x4.add(f32x4.mul(k1, o13), a13);
        const n10 = f32x4.pmax(a10, f32x4.mul(slope, a10));
        const n11 = f32x4.pmax(a11, f32x4.mul(slope, a11));
        const n12 = f32x4.pmax(a12, f32x4.mul(slope, a12));
        const n13 = f32x4.pmax(a13, f32x4.mul(slope, a13));
        v128.store(out, n10, 64);
        v128.store(out, n11, 80);
        v128.store(out, n12, 96);
        v128.store(out, n13, 112);
        a20 = f32x4.add(f32x4.mul(k2, o20), a20);
        a21 = f32x4.add(f32x4.mul(k2, o21), a21);
        a22 = f32x4.add(f32x4.mul(k2, o22), a22);
        a23 = f32x4.add(f32x4.mul(k2, o23), a23);
        const n20 = f32x4.pmax(a20, f32x4.mul(slope, a20));
        const n21 = f32x4.pmax(a21, f32x4.mul(slope, a21));
        const n22 = f32x4.pmax(a22, f32x4.mul(slope, a22));
        const n23 = f32x4.pmax(a23, f32x4.mul(slope, a23));
        v128.store(out, n20, 128);
        v128.store(out, n21, 144);
        v128.store(out, n22, 160);
        v128.store(out, n23, 176);
        a30 = f32x4.add(f32x4.mul(k3, o30), a30);
        a31 = f32x4.add(f32x4.mul(k3, o31), a31);
        a32 = f32x4.add(f32x4.mul(k3, o32), a32);
        a33 = f32x4.add(f32x4.mul(k3, o33), a33);
        const n30 = f32x4.pmax(a30, f32x4.mul(slope, a30));
        const n31 = f32x4.pmax(a31, f32x4.mul(slope, a31));
        const n32 = f32x4.pmax(a32, f32x4.mul(slope, a32));
        const n33 = f32x4.pmax(a33, f32x4.mul(slope, a33));
        v128.store(out, n30, 192);
        v128.store(out, n31, 208);
        v128.store(out, n32, 224);
        v128.store(out, n33, 240);
        a40 = f32x4.add(f32x4.mul(k4, o40), a40);
        a41 = f32x4.add(f32x4.mul(k4, o41), a41);
        a42 = f32x4.add(f32x4.mul(k4, o42), a42);
        a43 = f32x4.add(f32x4.mul(k4, o43), a43);
        const n40 = f32x4.pmax(a40, f32x4.mul(slope, a40));
        const n41 = f32x4.pmax(a41, f32x4.mul(slope, a41));
        const n42 = f32x4.pmax(a42, f32x4.mul(slope, a42));
        const n43 = f32x4.pmax(a43, f32x4.mul(slope, a43));
        v128.store(out, n40, 256);
        v128.store(out, n41, 272);
        v128.store(out, n42, 288);
        v128.store(out, n43, 304);
        if (keepAct) {
          v128.store(act, a00, 0);
          v128.store(act, a01, 16);
          v128.store(act, a02, 32);
          v128.store(act, a03, 48);
          v128.store(act, a10, 64);
          v128.store(act, a11, 80);
          v128.store(act, a12, 96);
          v128.store(act, a13, 112);
          v128.store(act, a20, 128);
          v128.store(act, a21, 144);
          v128.store(act, a22, 160);
          v128.store(act, a23, 176);
          v128.store(act, a30, 192);
          v128.store(act, a31, 208);
          v128.store(act, a32, 224);
          v128.store(act, a33, 240);
          v128.store(act, a40, 256);
          v128.store(act, a41, 272);
          v128.store(act, a42, 288);
          v128.store(act, a43, 304);
        }
      } else {
        a00 = f32x4.pmax(a00, f32x4.mul(slope, a00));
        a01 = f32x4.pmax(a01, f32x4.mul(slope, a01));
        a02 = f32x4.pmax(a02, f32x4.mul(slope, a02));
        a03 = f32x4.pmax(a03, f32x4.mul(slope, a03));
        const n00 = f32x4.add(f32x4.mul(k0, o00), a00);
        const n01 = f32x4.add(f32x4.mul(k0, o01), a01);
        const n02 = f32x4.add(f32x4.mul(k0, o02), a02);
        const n03 = f32x4.add(f32x4.mul(k0, o03), a03);
        v128.store(out, n00, 0);
        v128.store(out, n01, 16);
        v128.store(out, n02, 32);
        v128.store(out, n03, 48);
        a10 = f32x4.pmax(a10, f32x4.mul(slope, a10));
        a11 = f32x4.pmax(a11, f32x4.mul(slope, a11));
        a12 = f32x4.pmax(a12, f32x4.mul(slope, a12));
        a13 = f32x4.pmax(a13, f32x4.mul(slope, a13));
        const n10 = f32x4.add(f32x4.mul(k1, o10), a10);
        const n11 = f32x4.add(f32x4.mul(k1, o11), a11);
        const n12 = f32x4.add(f32x4.mul(k1, o12), a12);
        const n13 = f32x4.add(f32x4.mul(k1, o13), a13);
        v128.store(out, n10, 64);
        v128.store(out, n11, 80);
        v128.store(out, n12, 96);
        v128.store(out, n13, 112);
        a20 = f32x4.pmax(a20, f32x4.mul(slope, a20));
        a21 = f32x4.pmax(a21, f32x4.mul(slope, a21));
        a22 = f32x4.pmax(a22, f32x4.mul(slope, a22));
        a23 = f32x4.pmax(a23, f32x4.mul(slope, a23));
        const n20 = f32x4.add(f32x4.mul(k2, o20), a20);
        const n21 = f32x4.add(f32x4.mul(k2, o21), a21);
        const n22 = f32x4.add(f32x4.mul(k2, o22), a22);
        const n23 = f32x4.add(f32x4.mul(k2, o23), a23);
        v128.store(out, n20, 128);
        v128.store(out, n21, 144);
        v128.store(out, n22, 160);
        v128.store(out, n23, 176);
        a30 = f32x4.pmax(a30, f32x4.mul(slope, a30));
        a31 = f32x4.pmax(a31, f32x4.mul(slope, a31));
        a32 = f32x4.pmax(a32, f32x4.mul(slope, a32));
        a33 = f32x4.pmax(a33, f32x4.mul(slope, a33));
        const n30 = f32x4.add(f32x4.mul(k3, o30), a30);
        const n31 = f32x4.add(f32x4.mul(k3, o31), a31);
        const n32 = f32x4.add(f32x4.mul(k3, o32), a32);
        const n33 = f32x4.add(f32x4.mul(k3, o33), a33);
        v128.store(out, n30, 192);
        v128.store(out, n31, 208);
        v128.store(out, n32, 224);
        v128.store(out, n33, 240);
        a40 = f32x4.pmax(a40, f32x4.mul(slope, a40));
        a41 = f32x4.pmax(a41, f32x4.mul(slope, a41));
        a42 = f32x4.pmax(a42, f32x4.mul(slope, a42));
        a43 = f32x4.pmax(a43, f32x4.mul(slope, a43));
        const n40 = f32x4.add(f32x4.mul(k4, o40), a40);
        const n41 = f32x4.add(f32x4.mul(k4, o41), a41);
        const n42 = f32x4.add(f32x4.mul(k4, o42), a42);
        const n43 = f32x4.add(f32x4.mul(k4, o43), a43);
        v128.store(out, n40, 256);
        v128.store(out, n41, 272);
        v128.store(out, n42, 288);
        v128.store(out, n43, 304);
        if (keepAct) {
          v128.store(act, a00, 0);
          v128.store(act, a01, 16);
          v128.store(act, a02, 32);
          v128.store(act, a03, 48);
          v128.store(act, a10, 64);
          v128.store(act, a11, 80);
          v128.store(act, a12, 96);
          v128.store(act, a13, 112);
          v128.store(act, a20, 128);
          v128.store(act, a21, 144);
          v128.store(act, a22, 160);
          v128.store(act, a23, 176);
          v128.store(act, a30, 192);
          v128.store(act, a31, 208);
          v128.store(act, a32, 224);
          v128.store(act, a33, 240);
          v128.store(act, a40, 256);
          v128.store(act, a41, 272);
          v128.store(act, a42, 288);
          v128.store(act, a43, 304);
        }
      }
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
