import { addBlock, No, wideBlocks, Yes } from '../build/block';
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
