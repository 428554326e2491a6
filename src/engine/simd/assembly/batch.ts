import { LANES, M, batch, bits, parities, stride, thresholds } from './plan';
import { drawGroups, openStream } from './random';

/** How bits are drawn: a probability per sequence, per batch, or one half. */
const PER_BATCH: i32 = 1;
const HALF: i32 = 2;

/** Draws the bits of one tile of 16 sequences to `bits` [length][64 bytes], as 1.0 or 0.0. */
export function drawBits(tile: i32, length: i32, reading: i32, key0: i32, key1: i32, index: i32): void {
  const tiles = batch / LANES;
  openStream(key0, key1, index);
  const first = reading == PER_BATCH ? 0 : tile;
  drawGroups<u32>(first, first, thresholds, 0);
  if (reading == PER_BATCH) {
    const p = v128.load32_splat(thresholds);
    for (let v: usize = 0; v < 64; v += 16) v128.store(thresholds + v, p);
  }
  if (reading == HALF) for (let v: usize = 0; v < 64; v += 16) v128.store(thresholds + v, i32x4.splat(0x80000000));
  let at = bits;
  let group = tiles + tile;
  for (let t = 0; t < length; t += 2) {
    drawGroups<bool>(group, group + tiles, at, thresholds);
    at += 128;
    group += 2 * tiles;
  }
}

/** Draws the initial activities of one module for one tile to `to` [M][64 bytes]. */
export function drawState(tile: i32, module: i32, key0: i32, key1: i32, index: i32, to: usize): void {
  const tiles = batch / LANES;
  openStream(key0, key1, index);
  let at = to;
  let group = module * M * tiles + tile;
  for (let i = 0; i < M; i += 2) {
    drawGroups<f32>(group, group + tiles, at, 0);
    at += 128;
    group += 2 * tiles;
  }
}

/** Parities of the last 1 ... N bits to `parities` [N + 1][64 bytes], as 1.0 or 0.0. */
export function labelTile(length: i32, N: i32): void {
  for (let v: usize = 0; v < 64; v += 16) {
    let parity = f32x4.splat(0);
    for (let n = 1; n <= N; n++) {
      // XOR of the bit patterns of 0.0 and 1.0 is that of the bits themselves.
      parity = v128.xor(parity, v128.load(bits + ((<usize>(length - n)) << 6) + v));
      v128.store(parities + ((<usize>n) << 6) + v, parity);
    }
  }
}

/** Puts the bit of step t + 1 and a one beside the state of step t, as two more inputs of the weight gradient. */
export function appendInputs(states: usize, length: i32): void {
  let row = states + ((<usize>M) << 6);
  let bit = bits;
  const one = f32x4.splat(1);
  for (let t = 0; t < length; t++) {
    for (let v: usize = 0; v < 64; v += 16) {
      v128.store(row + v, v128.load(bit + v));
      v128.store(row + v + 64, one);
    }
    row += stride;
    bit += 64;
  }
}
