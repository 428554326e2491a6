// The AssemblyScript of the multiply-add rate that V8 reaches with 128-bit operations, the same ones as the kernel's: a multiplication, an
// addition, no fused one. The stores are in adjacent pairs, so that the revectorizer can widen all operations to 256 bits. The compiler has
// no arrays of registers, so every sum is a variable: `a<weight><vector>`.

const WEIGHTS = [0, 1, 2, 3];

/** Four weights by lanes of input, in so many vectors of four, summed over the inputs, `turns` times. */
function multiplyAdd(name: string, vectors: readonly number[]): string {
  const { length } = vectors;
  const sums = (line: (sum: string, at: number, weight: number, vector: number) => string) =>
    WEIGHTS.flatMap((w) => vectors.map((v) => line(`a${w}${v}`, 16 * (w * length + v), w, v))).join('\n');
  return `
export function ${name}(turns: i32): void {
  const sums = SUMS;
  ${WEIGHTS.map((w) => `const w${w} = v128.load32_splat(WEIGHTS, ${4 * w});`).join('\n')}
  ${sums((a, at) => `let ${a} = v128.load(sums, ${at});`)}
  for (let turn = 0; turn < turns; turn++) {
    let x = INPUTS;
    const end = INPUTS + 64 * COUNT;
    while (x < end) {
      ${vectors.map((v) => `const x${v} = v128.load(x, ${16 * v});`).join('\n')}
      ${sums((a, _, w, v) => `${a} = f32x4.add(${a}, f32x4.mul(w${w}, x${v}));`)}
      x += ${16 * length};
    }
  }
  ${sums((a, at) => `v128.store(sums, ${a}, ${at});`)}
}`;
}

/** The wide form has sums for 24 registers, the narrow one for 16; both do the same operations in a turn. */
export const rateSource = `
/** Addresses of sums (256 bytes), weights (32 bytes) and inputs (64 bytes each). */
const SUMS: usize = 1024;
const WEIGHTS: usize = 2048;
const INPUTS: usize = 4096;
/** Number of inputs per turn, which fit the first cache. */
const COUNT: usize = 64;

/** Multiplications with addition, of 4 lanes each, in a turn. */
export function operations(): i32 {
  return 16 * <i32>COUNT;
}

export function prepare(): void {
  memory.fill(SUMS, 0, 256);
  for (let i: usize = 0; i < 4; i++) store<f32>(WEIGHTS + 4 * i, 0.001);
  for (let i: usize = 0; i < 16 * COUNT; i++) store<f32>(INPUTS + 4 * i, 0.001);
}
${multiplyAdd('multiplyAdd', [0, 1, 2, 3])}
${multiplyAdd('multiplyAddNarrow', [0, 1])}
`;
