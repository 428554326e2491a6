import { drawBits, drawState } from './batch';
import { forwardModule } from './forward';
import * as plan from './plan';
import { countCorrect } from './readout';

// A stored pool of batches: their bits, and the activity of the last frozen module at every step. A session on it holds two modules,
// that frozen one (0) and the newest (1): a step costs the same at any depth, and gives what the whole network would.

/** The batch of the pool that is worked on; below 0 a batch is drawn afresh and runs through every module. */
export let slot: i32 = -1;
/** Modules of the whole network before the first that the session holds. */
export let passed: i32 = 0;

/** Steps of every sequence. */
let steps: i32 = 0;
/** [batches][tiles][steps], a bit a lane. */
let masks: usize = 0;
/** [batches][tiles][steps][M][64 bytes], from the initial state on. */
let prefixes: usize = 0;
/** [steps + 1] correct answers of the frozen module's head, by the length of the sequence. */
export let counts: usize = 0;

/** Plans a pool after `configure`. Returns the number of bytes in all; 0 when memory cannot grow that far. */
export function openPool(batches: i32, length: i32): usize {
  const tiles = <u64>batches * <u64>(plan.batch / plan.LANES);
  if (tiles * <u64>length * (<u64>plan.M * 64 + 2) > 0xf0000000) return 0;
  steps = length;
  masks = plan.reserve(<usize>tiles * <usize>length * 2);
  prefixes = plan.reserve(<usize>tiles * <usize>length * rowBytes());
  counts = plan.reserve((<usize>length + 1) << 2);
  return plan.grow();
}

/** Chooses a batch for the next step, in a network of which `modules` run in the pool alone. */
export function usePool(batch: i32, modules: i32): void {
  slot = batch;
  passed = modules;
}

/** Draws the bits of a batch of the pool. */
export function drawPool(batch: i32, seed: i32, bitsKey: i32, index: i32, reading: i32): void {
  for (let tile = 0; tile < plan.batch / plan.LANES; tile++) {
    drawBits(tile, steps, reading, seed, bitsKey, index);
    for (let t = 0; t < steps; t++) {
      const row = plan.bits + ((<usize>t) << 6);
      let mask = 0;
      for (let v = 0; v < 4; v++) {
        const ones = i32x4.ne(v128.load(row + ((<usize>v) << 4)), i32x4.splat(0));
        mask |= i32x4.bitmask(ones) << (4 * v);
      }
      store<u16>(maskAt(batch, tile, t), <u16>mask);
    }
  }
}

/**
 * Runs the frozen module (0), which has index `module` in the whole network, through a batch and keeps its activity in place of that of
 * the module before. Where `count`, its head's correct answers at every length go to `counts`.
 */
export function advancePool(batch: i32, module: i32, seed: i32, stateKey: i32, index: i32, count: bool): void {
  const states = plan.statesB;
  const before = module == 0 ? 0 : plan.statesA;
  memory.fill(counts, 0, (<usize>steps + 1) << 2);
  for (let tile = 0; tile < plan.batch / plan.LANES; tile++) {
    unfoldBits(batch, tile, steps);
    const kept = prefixAt(batch, tile);
    if (before) copyRows(kept, rowBytes(), before, plan.stride, steps);
    drawState(tile, module, seed, stateKey, index, states);
    const packed = plan.packedForward;
    forwardModule(plan.M, plan.blocks, plan.stride, packed, states, before, 0, plan.bits, steps, plan.outside);
    copyRows(states, plan.stride, kept, rowBytes(), steps);
    if (count) countLengths(states);
  }
}

/** Puts bits and prefix of one tile of the chosen batch where a step expects them, for the first `length` steps. */
export function loadTile(tile: i32, length: i32): void {
  unfoldBits(slot, tile, length);
  copyRows(prefixAt(slot, tile), rowBytes(), plan.statesA, plan.stride, length);
}

// @ts-ignore: decorator
@inline
function rowBytes(): usize {
  return (<usize>plan.M) << 6;
}

// @ts-ignore: decorator
@inline
function tileAt(batch: i32, tile: i32): usize {
  return <usize>(batch * (plan.batch / plan.LANES) + tile) * <usize>steps;
}

// @ts-ignore: decorator
@inline
function maskAt(batch: i32, tile: i32, t: i32): usize {
  return masks + ((tileAt(batch, tile) + <usize>t) << 1);
}

// @ts-ignore: decorator
@inline
function prefixAt(batch: i32, tile: i32): usize {
  return prefixes + tileAt(batch, tile) * rowBytes();
}

function unfoldBits(batch: i32, tile: i32, length: i32): void {
  const one = f32x4.splat(1);
  let at = plan.bits;
  let mask = maskAt(batch, tile, 0);
  for (let t = 0; t < length; t++) {
    const all = i32x4.splat(<i32>load<u16>(mask));
    const b0 = i32x4.ne(v128.and(all, i32x4(1, 2, 4, 8)), i32x4.splat(0));
    const b1 = i32x4.ne(v128.and(all, i32x4(16, 32, 64, 128)), i32x4.splat(0));
    const b2 = i32x4.ne(v128.and(all, i32x4(256, 512, 1024, 2048)), i32x4.splat(0));
    const b3 = i32x4.ne(v128.and(all, i32x4(4096, 8192, 16384, 32768)), i32x4.splat(0));
    v128.store(at, v128.and(b0, one));
    v128.store(at, v128.and(b1, one), 16);
    v128.store(at, v128.and(b2, one), 32);
    v128.store(at, v128.and(b3, one), 48);
    at += 64;
    mask += 2;
  }
}

/** Copies the M neurons of each step between rows of different strides. */
function copyRows(from: usize, fromStride: usize, to: usize, toStride: usize, rows: i32): void {
  const bytes = rowBytes();
  for (let t = 0; t < rows; t++) {
    let source = from;
    let target = to;
    const end = from + bytes;
    while (source < end) {
      const a = v128.load(source);
      const b = v128.load(source, 16);
      const c = v128.load(source, 32);
      const d = v128.load(source, 48);
      v128.store(target, a);
      v128.store(target, b, 16);
      v128.store(target, c, 32);
      v128.store(target, d, 48);
      source += 64;
      target += 64;
    }
    from += fromStride;
    to += toStride;
  }
}

/** Adds the correct answers of head 0 on one tile, had its sequences ended at each step from the task's N on. */
function countLengths(states: usize): void {
  const N = load<i32>(plan.tasks);
  const parity = plan.parities + ((<usize>N) << 6);
  memory.fill(parity, 0, 64);
  for (let length = 1; length <= steps; length++) {
    const enters = plan.bits + ((<usize>(length - 1)) << 6);
    for (let v: usize = 0; v < 64; v += 16) {
      // XOR of the bit patterns of 0.0 and 1.0 is that of the bits themselves.
      let odd = v128.xor(v128.load(parity + v), v128.load(enters + v));
      if (length > N) odd = v128.xor(odd, v128.load(enters + v - ((<usize>N) << 6)));
      v128.store(parity + v, odd);
    }
    if (length < N) continue;
    const before = load<i32>(plan.correct);
    countCorrect(0, states + <usize>length * plan.stride);
    const at = counts + ((<usize>length) << 2);
    store<i32>(at, load<i32>(at) + load<i32>(plan.correct) - before);
  }
}
