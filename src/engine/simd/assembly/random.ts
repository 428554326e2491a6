// Philox4x32-10 in four lanes: the same words as src/task/stream.ts. A group is 16 words: four blocks, one a lane.

const M0: i32 = 0xd2511f53;
const M1: i32 = 0xcd9e8d57;
const W0: i32 = 0x9e3779b9;
const W1: i32 = 0xbb67ae85;

/** What the blocks of the open stream share: keys of the second round and the first, and half a product of the second. */
const STREAM: usize = memory.data(80, 16);

/**
 * Opens the stream of `key0, key1, index`, whose subindex is 0: of a block's counter only the first word differs then. So the first
 * round has one product, and so has the second but for one that all blocks share.
 */
export function openStream(key0: i32, key1: i32, index: i32): void {
  const shared = <u64>(<u32>M0) * <u64>(<u32>(index ^ key0));
  v128.store(STREAM, i32x4.splat(key1));
  v128.store(STREAM, i32x4.splat(key0 + W0), 16);
  v128.store(STREAM, i32x4.splat(<i32>(shared >> 32) ^ (key1 + W1)), 32);
  v128.store(STREAM, i32x4.splat(<i32>shared), 48);
  v128.store(STREAM, i32x4.splat(key1 + W1), 64);
}

/**
 * Writes words 16 group ... 16 group + 15 of the open stream to `to` (64 bytes), for two groups side by side, because each has to wait for its own
 * last round: as they are (T = u32), as 0.1 U[0, 1) (f32), or as 1.0 where a word is below that at `thresholds` and 0.0 elsewhere (bool).
 */
// @ts-ignore: decorator
@inline
export function drawGroups<T>(groupA: i32, groupB: i32, to: usize, thresholds: usize): void {
  const m0 = i32x4.splat(M0);
  const m1 = i32x4.splat(M1);
  let k0 = v128.load(STREAM, 16);
  let k1 = v128.load(STREAM, 64);
  const blocksA = i32x4.add(i32x4.splat(groupA << 2), i32x4(0, 1, 2, 3));
  const lowA = i64x2.extmul_low_i32x4_u(blocksA, m0);
  const highA = i64x2.extmul_high_i32x4_u(blocksA, m0);
  const secondA = v128.xor(upper(lowA, highA), v128.load(STREAM));
  const lowA2 = i64x2.extmul_low_i32x4_u(secondA, m1);
  const highA2 = i64x2.extmul_high_i32x4_u(secondA, m1);
  let A0 = v128.xor(upper(lowA2, highA2), k0);
  let A1 = lower(lowA2, highA2);
  let A2 = v128.xor(lower(lowA, highA), v128.load(STREAM, 32));
  let A3 = v128.load(STREAM, 48);
  const blocksB = i32x4.add(i32x4.splat(groupB << 2), i32x4(0, 1, 2, 3));
  const lowB = i64x2.extmul_low_i32x4_u(blocksB, m0);
  const highB = i64x2.extmul_high_i32x4_u(blocksB, m0);
  const secondB = v128.xor(upper(lowB, highB), v128.load(STREAM));
  const lowB2 = i64x2.extmul_low_i32x4_u(secondB, m1);
  const highB2 = i64x2.extmul_high_i32x4_u(secondB, m1);
  let B0 = v128.xor(upper(lowB2, highB2), k0);
  let B1 = lower(lowB2, highB2);
  let B2 = v128.xor(lower(lowB, highB), v128.load(STREAM, 32));
  let B3 = v128.load(STREAM, 48);
  for (let round = 2; round < 10; round++) {
    k0 = i32x4.add(k0, i32x4.splat(W0));
    k1 = i32x4.add(k1, i32x4.splat(W1));
    const ALow = i64x2.extmul_low_i32x4_u(A0, m0);
    const AHigh = i64x2.extmul_high_i32x4_u(A0, m0);
    const ALow2 = i64x2.extmul_low_i32x4_u(A2, m1);
    const AHigh2 = i64x2.extmul_high_i32x4_u(A2, m1);
    A0 = v128.xor(upper(ALow2, AHigh2), v128.xor(A1, k0));
    A1 = lower(ALow2, AHigh2);
    A2 = v128.xor(upper(ALow, AHigh), v128.xor(A3, k1));
    A3 = lower(ALow, AHigh);
    const BLow = i64x2.extmul_low_i32x4_u(B0, m0);
    const BHigh = i64x2.extmul_high_i32x4_u(B0, m0);
    const BLow2 = i64x2.extmul_low_i32x4_u(B2, m1);
    const BHigh2 = i64x2.extmul_high_i32x4_u(B2, m1);
    B0 = v128.xor(upper(BLow2, BHigh2), v128.xor(B1, k0));
    B1 = lower(BLow2, BHigh2);
    B2 = v128.xor(upper(BLow, BHigh), v128.xor(B3, k1));
    B3 = lower(BLow, BHigh);
  }
  put<T>(to, A0, A1, A2, A3, thresholds);
  put<T>(to + 64, B0, B1, B2, B3, thresholds);
}

// @ts-ignore: decorator
@inline
function lower(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
function upper(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 1, 3, 5, 7);
}

// @ts-ignore: decorator
@inline
function put<T>(to: usize, c0: v128, c1: v128, c2: v128, c3: v128, thresholds: usize): void {
  let v0 = c0;
  let v1 = c1;
  let v2 = c2;
  let v3 = c3;
  if (isFloat<T>()) {
    v0 = toState(c0);
    v1 = toState(c1);
    v2 = toState(c2);
    v3 = toState(c3);
  }
  if (isBoolean<T>()) {
    v0 = toBit(c0, v128.load(thresholds));
    v1 = toBit(c1, v128.load(thresholds, 16));
    v2 = toBit(c2, v128.load(thresholds, 32));
    v3 = toBit(c3, v128.load(thresholds, 48));
  }
  v128.store(to, v0);
  v128.store(to, v1, 16);
  v128.store(to, v2, 32);
  v128.store(to, v3, 48);
}

/** 0.1 times the upper 24 bits over 2^24: exact as signed numbers, which processors convert at once. */
// @ts-ignore: decorator
@inline
function toState(word: v128): v128 {
  const scale = f32x4.splat(<f32>(0.1 / 16777216.0));
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(word, 8)), scale);
}

// @ts-ignore: decorator
@inline
function toBit(word: v128, threshold: v128): v128 {
  return v128.and(i32x4.lt_u(word, threshold), f32x4.splat(1));
}
