// Philox4x32-10 in four lanes: the same words as src/task/stream.ts. A group is 16 words: four blocks, one a lane.

const M0: i32 = 0xd2511f53;
const M1: i32 = 0xcd9e8d57;
const W0: i32 = 0x9e3779b9;
const W1: i32 = 0xbb67ae85;

/** Writes words 16 group ... 16 group + 15 of the stream of `key0, key1, index` to `to` (64 bytes). */
export function drawGroup(group: i32, key0: i32, key1: i32, index: i32, to: usize): void {
  const m0 = i32x4.splat(M0);
  const m1 = i32x4.splat(M1);
  let c0 = i32x4.add(i32x4.splat(group << 2), i32x4(0, 1, 2, 3));
  let c1 = i32x4.splat(index);
  let c2 = i32x4.splat(0);
  let c3 = i32x4.splat(0);
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < 10; round++) {
    const a = i64x2.extmul_low_i32x4_u(c0, m0);
    const b = i64x2.extmul_high_i32x4_u(c0, m0);
    const c = i64x2.extmul_low_i32x4_u(c2, m1);
    const d = i64x2.extmul_high_i32x4_u(c2, m1);
    const low0 = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    const high0 = v128.shuffle<i32>(a, b, 1, 3, 5, 7);
    const low1 = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
    const high1 = v128.shuffle<i32>(c, d, 1, 3, 5, 7);
    c0 = v128.xor(v128.xor(high1, c1), i32x4.splat(k0));
    c1 = low1;
    c2 = v128.xor(v128.xor(high0, c3), i32x4.splat(k1));
    c3 = low0;
    k0 += W0;
    k1 += W1;
  }
  v128.store(to, c0);
  v128.store(to, c1, 16);
  v128.store(to, c2, 32);
  v128.store(to, c3, 48);
}
