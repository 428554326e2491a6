import { sumLanes } from './elementary';

// The weight gradient: products of dy(t) and the inputs at t - 1, summed over time and sequences, 5 rows by 2 columns at once.

/**
 * Adds sum over t of dy(t) x(t - 1)^T to `to` [rows][columns]: `dys` [steps][stride] from t = 1 on, `inputs` [steps][stride] from t = 0 on.
 * A block's accumulators are put down in adjacent pairs at `sums` (320 bytes), for the revectorizer, and summed from there.
 * Rows are read in blocks of 5 and columns in pairs: memory must be readable (not meaningful) up to there.
 */
export function addOuterProducts(
  dys: usize,
  inputs: usize,
  stride: usize,
  steps: i32,
  rows: i32,
  columns: i32,
  to: usize,
  sums: usize,
): void {
  for (let row = 0; row < rows; row += 5) {
    for (let column = 0; column < columns; column += 2) {
      let a000 = f32x4.splat(0);
      let a001 = f32x4.splat(0);
      let a010 = f32x4.splat(0);
      let a011 = f32x4.splat(0);
      let a100 = f32x4.splat(0);
      let a101 = f32x4.splat(0);
      let a110 = f32x4.splat(0);
      let a111 = f32x4.splat(0);
      let a200 = f32x4.splat(0);
      let a201 = f32x4.splat(0);
      let a210 = f32x4.splat(0);
      let a211 = f32x4.splat(0);
      let a300 = f32x4.splat(0);
      let a301 = f32x4.splat(0);
      let a310 = f32x4.splat(0);
      let a311 = f32x4.splat(0);
      let a400 = f32x4.splat(0);
      let a401 = f32x4.splat(0);
      let a410 = f32x4.splat(0);
      let a411 = f32x4.splat(0);
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
      v128.store(sums, a000, 0);
      v128.store(sums, a001, 16);
      v128.store(sums, a010, 32);
      v128.store(sums, a011, 48);
      v128.store(sums, a100, 64);
      v128.store(sums, a101, 80);
      v128.store(sums, a110, 96);
      v128.store(sums, a111, 112);
      v128.store(sums, a200, 128);
      v128.store(sums, a201, 144);
      v128.store(sums, a210, 160);
      v128.store(sums, a211, 176);
      v128.store(sums, a300, 192);
      v128.store(sums, a301, 208);
      v128.store(sums, a310, 224);
      v128.store(sums, a311, 240);
      v128.store(sums, a400, 256);
      v128.store(sums, a401, 272);
      v128.store(sums, a410, 288);
      v128.store(sums, a411, 304);
      for (let r = 0; r < 5 && row + r < rows; r++) {
        for (let c = 0; c < 2 && column + c < columns; c++) {
          const at = to + ((<usize>((row + r) * columns + column + c)) << 2);
          const pair = sums + ((<usize>(2 * r + c)) << 5);
          store<f32>(at, load<f32>(at) + sumLanes(f32x4.add(v128.load(pair), v128.load(pair, 16))));
        }
      }
    }
  }
}
