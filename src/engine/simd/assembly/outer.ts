import { sumLanes } from './elementary';

// The weight gradient: products of dy(t) and the inputs at t - 1, summed over time and sequences, 5 rows by 2 columns at once.
// Sums stay in 8 lanes an entry over the whole batch, in memory between tiles; `outerSum` adds the lanes in the end.

/** Bytes of the sums of a matrix: 32 an entry, in blocks of 5 rows by 2 columns, incomplete blocks whole. */
export function outerBytes(rows: i32, columns: i32): usize {
  return <usize>((rows + 4) / 5) * <usize>((columns + 1) >> 1) * 320;
}

/**
 * Adds dy(t) x(t - 1)^T over all t of one tile to `sums`: `dys` [steps][stride] from t = 1 on, `inputs` [steps][stride] from t = 0 on.
 * Rows are read in blocks of 5 and columns in pairs: memory must be readable (not meaningful) up to there.
 */
export function addOuterProducts(
  dys: usize,
  inputs: usize,
  stride: usize,
  steps: i32,
  rows: i32,
  columns: i32,
  sums: usize,
): void {
  let block = sums;
  for (let row = 0; row < rows; row += 5) {
    for (let column = 0; column < columns; column += 2) {
      let a000 = v128.load(block, 0);
      let a001 = v128.load(block, 16);
      let a010 = v128.load(block, 32);
      let a011 = v128.load(block, 48);
      let a100 = v128.load(block, 64);
      let a101 = v128.load(block, 80);
      let a110 = v128.load(block, 96);
      let a111 = v128.load(block, 112);
      let a200 = v128.load(block, 128);
      let a201 = v128.load(block, 144);
      let a210 = v128.load(block, 160);
      let a211 = v128.load(block, 176);
      let a300 = v128.load(block, 192);
      let a301 = v128.load(block, 208);
      let a310 = v128.load(block, 224);
      let a311 = v128.load(block, 240);
      let a400 = v128.load(block, 256);
      let a401 = v128.load(block, 272);
      let a410 = v128.load(block, 288);
      let a411 = v128.load(block, 304);
      let d = dys + ((<usize>row) << 6);
      let x = inputs + ((<usize>column) << 6);
      for (let t = 0; t < steps; t++) {
        const x00 = v128.load(x, 0);
        const x01 = v128.load(x, 16);
        const x10 = v128.load(x, 64);
        const x11 = v128.load(x, 80);
        const d00 = v128.load(d, 0);
        const d01 = v128.load(d, 16);
        a000 = f32x4.add(a000, f32x4.mul(d00, x00));
        a001 = f32x4.add(a001, f32x4.mul(d01, x01));
        a010 = f32x4.add(a010, f32x4.mul(d00, x10));
        a011 = f32x4.add(a011, f32x4.mul(d01, x11));
        const d10 = v128.load(d, 64);
        const d11 = v128.load(d, 80);
        a100 = f32x4.add(a100, f32x4.mul(d10, x00));
        a101 = f32x4.add(a101, f32x4.mul(d11, x01));
        a110 = f32x4.add(a110, f32x4.mul(d10, x10));
        a111 = f32x4.add(a111, f32x4.mul(d11, x11));
        const d20 = v128.load(d, 128);
        const d21 = v128.load(d, 144);
        a200 = f32x4.add(a200, f32x4.mul(d20, x00));
        a201 = f32x4.add(a201, f32x4.mul(d21, x01));
        a210 = f32x4.add(a210, f32x4.mul(d20, x10));
        a211 = f32x4.add(a211, f32x4.mul(d21, x11));
        const d30 = v128.load(d, 192);
        const d31 = v128.load(d, 208);
        a300 = f32x4.add(a300, f32x4.mul(d30, x00));
        a301 = f32x4.add(a301, f32x4.mul(d31, x01));
        a310 = f32x4.add(a310, f32x4.mul(d30, x10));
        a311 = f32x4.add(a311, f32x4.mul(d31, x11));
        const d40 = v128.load(d, 256);
        const d41 = v128.load(d, 272);
        a400 = f32x4.add(a400, f32x4.mul(d40, x00));
        a401 = f32x4.add(a401, f32x4.mul(d41, x01));
        a410 = f32x4.add(a410, f32x4.mul(d40, x10));
        a411 = f32x4.add(a411, f32x4.mul(d41, x11));
        const x02 = v128.load(x, 32);
        const x03 = v128.load(x, 48);
        const x12 = v128.load(x, 96);
        const x13 = v128.load(x, 112);
        const d02 = v128.load(d, 32);
        const d03 = v128.load(d, 48);
        a000 = f32x4.add(a000, f32x4.mul(d02, x02));
        a001 = f32x4.add(a001, f32x4.mul(d03, x03));
        a010 = f32x4.add(a010, f32x4.mul(d02, x12));
        a011 = f32x4.add(a011, f32x4.mul(d03, x13));
        const d12 = v128.load(d, 96);
        const d13 = v128.load(d, 112);
        a100 = f32x4.add(a100, f32x4.mul(d12, x02));
        a101 = f32x4.add(a101, f32x4.mul(d13, x03));
        a110 = f32x4.add(a110, f32x4.mul(d12, x12));
        a111 = f32x4.add(a111, f32x4.mul(d13, x13));
        const d22 = v128.load(d, 160);
        const d23 = v128.load(d, 176);
        a200 = f32x4.add(a200, f32x4.mul(d22, x02));
        a201 = f32x4.add(a201, f32x4.mul(d23, x03));
        a210 = f32x4.add(a210, f32x4.mul(d22, x12));
        a211 = f32x4.add(a211, f32x4.mul(d23, x13));
        const d32 = v128.load(d, 224);
        const d33 = v128.load(d, 240);
        a300 = f32x4.add(a300, f32x4.mul(d32, x02));
        a301 = f32x4.add(a301, f32x4.mul(d33, x03));
        a310 = f32x4.add(a310, f32x4.mul(d32, x12));
        a311 = f32x4.add(a311, f32x4.mul(d33, x13));
        const d42 = v128.load(d, 288);
        const d43 = v128.load(d, 304);
        a400 = f32x4.add(a400, f32x4.mul(d42, x02));
        a401 = f32x4.add(a401, f32x4.mul(d43, x03));
        a410 = f32x4.add(a410, f32x4.mul(d42, x12));
        a411 = f32x4.add(a411, f32x4.mul(d43, x13));
        d += stride;
        x += stride;
      }
      v128.store(block, a000, 0);
      v128.store(block, a001, 16);
      v128.store(block, a010, 32);
      v128.store(block, a011, 48);
      v128.store(block, a100, 64);
      v128.store(block, a101, 80);
      v128.store(block, a110, 96);
      v128.store(block, a111, 112);
      v128.store(block, a200, 128);
      v128.store(block, a201, 144);
      v128.store(block, a210, 160);
      v128.store(block, a211, 176);
      v128.store(block, a300, 192);
      v128.store(block, a301, 208);
      v128.store(block, a310, 224);
      v128.store(block, a311, 240);
      v128.store(block, a400, 256);
      v128.store(block, a401, 272);
      v128.store(block, a410, 288);
      v128.store(block, a411, 304);
      block += 320;
    }
  }
}

/** Entry (row, column) of sums of `columns` columns. */
// @ts-ignore: decorator
@inline
export function outerSum(sums: usize, columns: i32, row: i32, column: i32): f32 {
  const block = <usize>((row / 5) * ((columns + 1) >> 1) + (column >> 1));
  const at = sums + block * 320 + ((<usize>(2 * (row % 5) + (column & 1))) << 5);
  return sumLanes(f32x4.add(v128.load(at), v128.load(at, 16)));
}
