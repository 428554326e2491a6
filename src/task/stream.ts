/**
 * The one source of randomness: Philox4x32-10 (Salmon et al., SC 2011), a counter-based generator. A stream is named by
 * (seed, purpose, index, subindex): the key is (seed, FNV-1a of the purpose), the counter is (block, index, subindex, 0). So any word of
 * any stream can be drawn at once, in any order, on any engine. Words are laid out for 4-lane SIMD: word n of a stream is
 * output floor((n mod 16) / 4) of block 4 floor(n / 16) + n mod 4.
 */
export interface Stream {
  /** The next 32 random bits. */
  word(): number;
  /** The next number in [0, 1), a multiple of 2^-24: exact in float32. */
  uniform(): number;
  /** The next integer in [0, below). */
  integer(below: number): number;
  /** The next standard normal number (polar Box-Muller; log taken from `naturalLog`, the same in every engine). */
  normal(): number;
}

export type Purpose =
  | 'weights'
  | 'initial state'
  | 'bits'
  | 'length'
  | 'test bits'
  | 'test initial state'
  | 'test length'
  | 'perturbation'
  | 'noise'
  | 'trial'
  | 'bootstrap'
  | 'batch'
  | (string & {});

/** 32-bit FNV-1a hash of a purpose's name: the second half of the key. */
export function purposeKey(purpose: Purpose): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

function high(a: number, b: number): number {
  const al = a & 0xffff;
  const ah = a >>> 16;
  const bl = b & 0xffff;
  const bh = b >>> 16;
  const low = al * bl;
  const mid = ah * bl + (low >>> 16);
  const mid2 = al * bh + (mid & 0xffff);
  return (ah * bh + Math.floor(mid / 65536) + Math.floor(mid2 / 65536)) >>> 0;
}

/** One Philox4x32-10 block: counter [4] and key [2] to four words. */
export function philox(counter: readonly number[], key: readonly number[]): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const h0 = high(M0, c0);
    const l0 = Math.imul(M0, c0);
    const h1 = high(M1, c2);
    const l1 = Math.imul(M1, c2);
    c0 = (h1 ^ c1 ^ k0) >>> 0;
    c1 = l1 >>> 0;
    c2 = (h0 ^ c3 ^ k1) >>> 0;
    c3 = l0 >>> 0;
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/**
 * Natural logarithm of a positive finite double, from + - * / alone, so that every JavaScript engine gives the same bits.
 * Accurate to about 1e-15 relative.
 */
export function naturalLog(x: number): number {
  let exponent = 0;
  let mantissa = x;
  while (mantissa >= Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  const z = (mantissa - 1) / (mantissa + 1);
  const square = z * z;
  let sum = 0;
  for (let k = 27; k >= 1; k -= 2) sum = sum * square + 1 / k;
  return exponent * Math.LN2 + 2 * z * sum;
}

/** Opens the stream of (seed, purpose, index, subindex), at its first word. All numbers are taken modulo 2^32. */
export function stream(seed: number, purpose: Purpose, index = 0, subindex = 0): Stream {
  const key = [seed >>> 0, purposeKey(purpose)];
  const group = new Uint32Array(16);
  let n = 0;
  let spare: number | undefined;
  const word = () => {
    const lane = n % 16;
    if (lane === 0) {
      for (let k = 0; k < 4; k++) {
        const block = philox([n / 4 + k, index >>> 0, subindex >>> 0, 0], key);
        for (let output = 0; output < 4; output++) group[4 * output + k] = block[output];
      }
    }
    n++;
    return group[lane];
  };
  const uniform = () => (word() >>> 8) * 2 ** -24;
  const normal = () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * naturalLog(s)) / s);
        spare = v * scale;
        return u * scale;
      }
    }
  };
  return { word, uniform, integer: (below) => Math.floor((word() / 2 ** 32) * below), normal };
}
