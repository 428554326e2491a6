import { No, wideBlocks, Yes } from '../build/block';
import { sumLanes } from './elementary';

// The weight gradient: products of dy(t) and the inputs at t - 1, summed over time and sequences, 5 or 4 rows by 2 columns at once.
// Sums stay in 8 lanes an entry over the whole batch, in memory between tiles; `outerSum` adds the lanes in the end.

/** Bytes of the sums of a matrix: 32 an entry, in blocks of 5 rows by 2 columns, incomplete blocks whole. */
export function outerBytes(rows: i32, columns: i32): usize {
  return <usize>((rows + 4) / 5) * <usize>((columns + 1) >> 1) * 320;
}

/**
 * Adds dy(t) x(t - 1)^T over all t of one tile to `sums`: `dys` [steps][stride] from t = 1 on, `inputs` [steps][stride] from t = 0 on.
 * Rows are read in blocks of 5 or 4 and columns in pairs: memory must be readable (not meaningful) up to there.
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
  const blocks = (rows + 4) / 5;
  const wide = wideBlocks(rows, blocks);
  const end = inputs + ((<usize>columns) << 6);
  let sum = sums;
  let dy = dys;
  for (let block = 0; block < wide; block++) {
    for (let input = inputs; input < end; input += 128) {
      addBlock<Yes>(dy, input, stride, steps, sum);
      sum += 320;
    }
    dy += 320;
  }
  for (let block = wide; block < blocks; block++) {
    for (let input = inputs; input < end; input += 128) {
      addBlock<No>(dy, input, stride, steps, sum);
      sum += 320;
    }
    dy += 256;
  }
}

// @ts-ignore: decorator
@inline
function addBlock<Five>(dy: usize, input: usize, stride: usize, steps: i32, sum: usize): void {
  let a000 = v128.load(sum, 0);
  let a001 = v128.load(sum, 16);
  let a010 = v128.load(sum, 32);
  let a011 = v128.load(sum, 48);
  let a100 = v128.load(sum, 64);
  let a101 = v128.load(sum, 80);
  let a110 = v128.load(sum, 96);
  let a111 = v128.load(sum, 112);
  let a200 = v128.load(sum, 128);
  let a201 = v128.load(sum, 144);
  let a210 = v128.load(sum, 160);
  let a211 = v128.load(sum, 176);
  let a300 = v128.load(sum, 192);
  let a301 = v128.load(sum, 208);
  let a310 = v128.load(sum, 224);
  let a311 = v128.load(sum, 240);
  let a400: v128, a401: v128, a410: v128, a411: v128;
  if (isSigned<Five>()) {
    a400 = v128.load(sum, 256);
    a401 = v128.load(sum, 272);
    a410 = v128.load(sum, 288);
    a411 = v128.load(sum, 304);
  }
  let d = dy;
  let x = input;
  for (let t = 0; t < steps; t++) {
    {
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
      if (isSigned<Five>()) {
        const d40 = v128.load(d, 256);
        const d41 = v128.load(d, 272);
        a400 = f32x4.add(a400, f32x4.mul(d40, x00));
        a401 = f32x4.add(a401, f32x4.mul(d41, x01));
        a410 = f32x4.add(a410, f32x4.mul(d40, x10));
        a411 = f32x4.add(a411, f32x4.mul(d41, x11));
      }
    }
    {
      const x00 = v128.load(x, 32);
      const x01 = v128.load(x, 48);
      const x10 = v128.load(x, 96);
      const x11 = v128.load(x, 112);
      const d00 = v128.load(d, 32);
      const d01 = v128.load(d, 48);
      a000 = f32x4.add(a000, f32x4.mul(d00, x00));
      a001 = f32x4.add(a001, f32x4.mul(d01, x01));
      a010 = f32x4.add(a010, f32x4.mul(d00, x10));
      a011 = f32x4.add(a011, f32x4.mul(d01, x11));
      const d10 = v128.load(d, 96);
      const d11 = v128.load(d, 112);
      a100 = f32x4.add(a100, f32x4.mul(d10, x00));
      a101 = f32x4.add(a101, f32x4.mul(d11, x01));
      a110 = f32x4.add(a110, f32x4.mul(d10, x10));
      a111 = f32x4.add(a111, f32x4.mul(d11, x11));
      const d20 = v128.load(d, 160);
      const d21 = v128.load(d, 176);
      a200 = f32x4.add(a200, f32x4.mul(d20, x00));
      a201 = f32x4.add(a201, f32x4.mul(d21, x01));
      a210 = f32x4.add(a210, f32x4.mul(d20, x10));
      a211 = f32x4.add(a211, f32x4.mul(d21, x11));
      const d30 = v128.load(d, 224);
      const d31 = v128.load(d, 240);
      a300 = f32x4.add(a300, f32x4.mul(d30, x00));
      a301 = f32x4.add(a301, f32x4.mul(d31, x01));
      a310 = f32x4.add(a310, f32x4.mul(d30, x10));
      a311 = f32x4.add(a311, f32x4.mul(d31, x11));
      if (isSigned<Five>()) {
        const d40 = v128.load(d, 288);
        const d41 = v128.load(d, 304);
        a400 = f32x4.add(a400, f32x4.mul(d40, x00));
        a401 = f32x4.add(a401, f32x4.mul(d41, x01));
        a410 = f32x4.add(a410, f32x4.mul(d40, x10));
        a411 = f32x4.add(a411, f32x4.mul(d41, x11));
      }
    }
    d += stride;
    x += stride;
  }
  v128.store(sum, a001, 16);
  v128.store(sum, a000, 0);
  v128.store(sum, a011, 48);
  v128.store(sum, a010, 32);
  v128.store(sum, a101, 80);
  v128.store(sum, a100, 64);
  v128.store(sum, a111, 112);
  v128.store(sum, a110, 96);
  v128.store(sum, a201, 144);
  v128.store(sum, a200, 128);
  v128.store(sum, a211, 176);
  v128.store(sum, a210, 160);
  v128.store(sum, a301, 208);
  v128.store(sum, a300, 192);
  v128.store(sum, a311, 240);
  v128.store(sum, a310, 224);
  if (isSigned<Five>()) {
    v128.store(sum, a401, 272);
    v128.store(sum, a400, 256);
    v128.store(sum, a411, 304);
    v128.store(sum, a410, 288);
  }
}

/** Where the sums of one row of a matrix of `rows` by `columns` begin, see `entrySum`. */
export function rowSums(sums: usize, rows: i32, columns: i32, row: i32): usize {
  const wide = 5 * wideBlocks(rows, (rows + 4) / 5);
  const block = row < wide ? row / 5 : wide / 5 + (row - wide) / 4;
  const within = row < wide ? row % 5 : (row - wide) % 4;
  return sums + <usize>(320 * block * ((columns + 1) >> 1) + 64 * within);
}

/** The sum of one entry of a row. */
// @ts-ignore: decorator
@inline
export function entrySum(row: usize, column: i32): f32 {
  const at = row + <usize>(320 * (column >> 1) + 32 * (column & 1));
  return sumLanes(f32x4.add(v128.load(at), v128.load(at, 16)));
}
