// The elementwise end of a step, for one neuron of 16 sequences. Stores come in adjacent pairs with nothing between them, on one pointer
// with constant offsets: so V8's revectorizer makes 256-bit operations of them. The upper half comes first: otherwise the revectorizer
// keeps the lower store beside the joint one. Constants are read from memory: it would put a 256-bit one together anew at every use.

/** Slope of the leaky ReLU below zero; what turns its bits into those of 1; zero. */
const CONSTANTS: usize = memory.data<u32>([0x3c23d70a, 0x3f800000 ^ 0x3c23d70a, 0]);

/**
 * Ends a step forward: `y0` to `y3` are C / tau, `own` the neuron's state before, `out` after; keep stands at `keeps`. What the backward pass
 * needs goes to `act` where `keepAct`.
 */
// @ts-ignore: decorator
@inline
export function endRow<Outside, Keep>(
  y0: v128,
  y1: v128,
  y2: v128,
  y3: v128,
  keeps: usize,
  own: usize,
  out: usize,
  act: usize,
): void {
  const slope = v128.load32_splat(CONSTANTS);
  const keep = v128.load32_splat(keeps);
  const k0 = f32x4.mul(keep, v128.load(own));
  const k1 = f32x4.mul(keep, v128.load(own, 16));
  const k2 = f32x4.mul(keep, v128.load(own, 32));
  const k3 = f32x4.mul(keep, v128.load(own, 48));
  let f0 = y0;
  let f1 = y1;
  let f2 = y2;
  let f3 = y3;
  if (isSigned<Outside>()) {
    f0 = f32x4.add(k0, f0);
    f1 = f32x4.add(k1, f1);
    f2 = f32x4.add(k2, f2);
    f3 = f32x4.add(k3, f3);
    v128.store(out, f32x4.pmax(f1, f32x4.mul(slope, f1)), 16);
    v128.store(out, f32x4.pmax(f0, f32x4.mul(slope, f0)));
    v128.store(out, f32x4.pmax(f3, f32x4.mul(slope, f3)), 48);
    v128.store(out, f32x4.pmax(f2, f32x4.mul(slope, f2)), 32);
  } else {
    f0 = f32x4.pmax(f0, f32x4.mul(slope, f0));
    f1 = f32x4.pmax(f1, f32x4.mul(slope, f1));
    f2 = f32x4.pmax(f2, f32x4.mul(slope, f2));
    f3 = f32x4.pmax(f3, f32x4.mul(slope, f3));
    v128.store(out, f32x4.add(k1, f1), 16);
    v128.store(out, f32x4.add(k0, f0));
    v128.store(out, f32x4.add(k3, f3), 48);
    v128.store(out, f32x4.add(k2, f2), 32);
  }
  if (isSigned<Keep>()) storeRow(act, f0, f1, f2, f3);
}

/**
 * Takes the gradient by the state of one neuron (`g0` to `g3`) through the leaky ReLU: `act` holds what the forward pass kept and becomes
 * dy, `carry` what flows on through the leak, `slow` sums the gradient by 1 / tau. keep stands at `keeps`, tau at `taus`.
 */
// @ts-ignore: decorator
@inline
export function throughRow<Outside>(
  g0: v128,
  g1: v128,
  g2: v128,
  g3: v128,
  keeps: usize,
  taus: usize,
  act: usize,
  own: usize,
  carry: usize,
  slow: usize,
): void {
  const keep = v128.load32_splat(keeps);
  const tau = v128.load32_splat(taus);
  const slope = v128.load32_splat(CONSTANTS);
  const toOne = v128.load32_splat(CONSTANTS, 4);
  const zero = v128.load32_splat(CONSTANTS, 8);
  const f0 = v128.load(act);
  const r0 = v128.load(own);
  const q0 = v128.load(slow);
  const d0 = f32x4.mul(g0, v128.xor(slope, v128.and(toOne, f32x4.gt(f0, zero))));
  const f1 = v128.load(act, 16);
  const r1 = v128.load(own, 16);
  const q1 = v128.load(slow, 16);
  const d1 = f32x4.mul(g1, v128.xor(slope, v128.and(toOne, f32x4.gt(f1, zero))));
  const f2 = v128.load(act, 32);
  const r2 = v128.load(own, 32);
  const q2 = v128.load(slow, 32);
  const d2 = f32x4.mul(g2, v128.xor(slope, v128.and(toOne, f32x4.gt(f2, zero))));
  const f3 = v128.load(act, 48);
  const r3 = v128.load(own, 48);
  const q3 = v128.load(slow, 48);
  const d3 = f32x4.mul(g3, v128.xor(slope, v128.and(toOne, f32x4.gt(f3, zero))));
  if (isSigned<Outside>()) {
    const c0 = f32x4.mul(f32x4.sub(f0, f32x4.mul(keep, r0)), tau);
    const c1 = f32x4.mul(f32x4.sub(f1, f32x4.mul(keep, r1)), tau);
    const c2 = f32x4.mul(f32x4.sub(f2, f32x4.mul(keep, r2)), tau);
    const c3 = f32x4.mul(f32x4.sub(f3, f32x4.mul(keep, r3)), tau);
    const z0 = f32x4.add(q0, f32x4.mul(d0, f32x4.sub(c0, r0)));
    const z1 = f32x4.add(q1, f32x4.mul(d1, f32x4.sub(c1, r1)));
    const z2 = f32x4.add(q2, f32x4.mul(d2, f32x4.sub(c2, r2)));
    const z3 = f32x4.add(q3, f32x4.mul(d3, f32x4.sub(c3, r3)));
    storeRow(carry, d0, d1, d2, d3);
    storeRow(slow, z0, z1, z2, z3);
  } else {
    const z0 = f32x4.add(q0, f32x4.mul(g0, f32x4.sub(f32x4.mul(f0, tau), r0)));
    const z1 = f32x4.add(q1, f32x4.mul(g1, f32x4.sub(f32x4.mul(f1, tau), r1)));
    const z2 = f32x4.add(q2, f32x4.mul(g2, f32x4.sub(f32x4.mul(f2, tau), r2)));
    const z3 = f32x4.add(q3, f32x4.mul(g3, f32x4.sub(f32x4.mul(f3, tau), r3)));
    storeRow(carry, g0, g1, g2, g3);
    storeRow(slow, z0, z1, z2, z3);
  }
  storeRow(act, d0, d1, d2, d3);
}

/** Stores 16 lanes, upper halves first. */
// @ts-ignore: decorator
@inline
export function storeRow(to: usize, v0: v128, v1: v128, v2: v128, v3: v128): void {
  v128.store(to, v1, 16);
  v128.store(to, v0);
  v128.store(to, v3, 48);
  v128.store(to, v2, 32);
}
