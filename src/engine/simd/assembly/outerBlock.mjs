// @ts-check
// The AssemblyScript of `addBlock`, the products of the weight gradient: 5 or 4 rows by 2 columns keep their sums in registers, two vectors an
// entry: `a<row><column><half>`. Each step reads the 16 sequences of a row and of a column as two pairs of vectors.

const ROWS = [0, 1, 2, 3];
const LAST = 4;
const PAIR = [0, 1];

/** @template T @param {readonly T[]} items @param {(item: T) => string} line */
const each = (items, line) => items.map(line).join('\n');
/** What every row of a block needs. @param {(row: number) => string} lines */
const rows = (lines) => `${each(ROWS, lines)}
if (isSigned<Five>()) {
${lines(LAST)}
}`;
/** The two columns of a row with the place of their sums. @param {number} row @param {(name: string, at: number, column: number) => string} line */
const columns = (row, line) => each(PAIR, (c) => line(`a${row}${c}`, 64 * row + 32 * c, c));

/** Adds the products of one pair of vectors of a step. @param {number} pair */
const step = (pair) => `{
  ${each(PAIR, (c) => each(PAIR, (v) => `const x${c}${v} = v128.load(x, ${64 * c + 32 * pair + 16 * v});`))}
  ${rows(
    (r) => `${each(PAIR, (v) => `const d${r}${v} = v128.load(d, ${64 * r + 32 * pair + 16 * v});`)}
      ${columns(r, (a, _, c) => each(PAIR, (v) => `${a}${v} = f32x4.add(${a}${v}, f32x4.mul(d${r}${v}, x${c}${v}));`))}`,
  )}
}`;

/** Its stores put the upper half first, see assembly/row.ts. */
export const outerBlock = `
/** Adds dy(t) x(t - 1)^T of five or four rows by two columns to the sums at \`sum\`, see \`addOuterProducts\`. */
// @ts-ignore: decorator
@inline
export function addBlock<Five>(dy: usize, input: usize, stride: usize, steps: i32, sum: usize): void {
  ${each(ROWS, (r) => columns(r, (a, at) => each(PAIR, (v) => `let ${a}${v} = v128.load(sum, ${at + 16 * v});`)))}
  let ${columns(LAST, (a) => `${a}0: v128, ${a}1: v128`).replace('\n', ', ')};
  if (isSigned<Five>()) {
    ${columns(LAST, (a, at) => each(PAIR, (v) => `${a}${v} = v128.load(sum, ${at + 16 * v});`))}
  }
  let d = dy;
  let x = input;
  for (let t = 0; t < steps; t++) {
    ${each(PAIR, step)}
    d += stride;
    x += stride;
  }
  ${rows((r) => columns(r, (a, at) => each([1, 0], (v) => `v128.store(sum, ${a}${v}, ${at + 16 * v});`)))}
}
`;
