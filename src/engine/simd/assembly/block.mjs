// @ts-check
// Writes build/block.ts: the AssemblyScript of the products of the recurrent network, and that of outerBlock.mjs. 5 neurons, or 4 so that M
// divides into blocks with no row to spare, by 16 sequences keep their 20 sums in registers, a vector of 4 sequences each: `a<neuron><vector>`. The compiler has no
// arrays of registers, so every sum is a variable and every loop over them is unrolled here. Weights stand in the order in which they are
// read: column by column, two columns a turn. A neuron is not connected to itself: where a block meets its neurons those products are left
// out (the diagonal of W^R is never read).
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outerBlock } from './outerBlock.mjs';

const FILE = fileURLToPath(new URL('../build/block.ts', import.meta.url));
const VECTORS = [0, 1, 2, 3];
/** Neurons of a narrow block; a wide one has one more. */
const NARROW = [0, 1, 2, 3];
const LAST = 4;

/** @template T @param {readonly T[]} items @param {(item: T) => string} line */
const each = (items, line) => items.map(line).join('\n');
/** @param {(vector: number) => string} line */
const vectors = (line) => each(VECTORS, line);
/** What every neuron of a block needs; `skip` is left out. @param {(row: number) => string} lines @param {number} [skip] */
const rows = (lines, skip) => `${each(
  NARROW.filter((row) => row !== skip),
  lines,
)}
${skip === LAST ? '' : `if (isSigned<Five>()) {\n${lines(LAST)}\n}`}`;

/** Adds the products with column `c` from `x` on to every row but `skip`. @param {number} c @param {number} [skip] */
const column = (c, skip) => `{
  ${vectors((v) => `const x${v} = v128.load(x, ${64 * c + 16 * v});`)}
  ${rows(
    (r) => `const w${r} = v128.load32_splat(w, ${4 * r});
      ${vectors((v) => `a${r}${v} = f32x4.add(a${r}${v}, f32x4.mul(w${r}, x${v}));`)}`,
    skip,
  )}
  w += column;
}`;

/** All columns from `x` to `end`. */
const columns = `while (x + 64 < end) {
  ${column(0)}
  ${column(1)}
  x += 128;
}
if (x < end) {
  ${column(0)}
  x += 64;
}`;

const source = `import { endRow, throughRow } from '../assembly/row';

/** Answers known when the kernel is compiled: a condition on \`isSigned\` of such a type leaves no branch behind. */
export type Yes = i32;
export type No = u32;

/** How many of the blocks that hold M neurons have five rows: the first ones, the others have four. */
export function wideBlocks(M: i32, blocks: i32): i32 {
  return blocks - min(5 * blocks - M, blocks);
}

/**
 * One step of a block whose first neuron is \`row\`, forward or \`back\`. Forward: bias, bit and products with \`previous\` (the module
 * before at t - 1, or 0) and \`inputs\` (the module itself), ended by \`endRow\`. Back: what \`carry\` brings through the leak and the products
 * with \`inputs\` (dy at t + 1, or 0 at the last step), ended by \`throughRow\`. \`packed\` holds three (forward) or two numbers a neuron,
 * then the columns.
 */
// @ts-ignore: decorator
@inline
export function stepBlock<Five, Back, Outside, Keep>(
  M: i32, row: i32, packed: usize, previous: usize, inputs: usize, bit: usize,
  carry: usize, slow: usize, own: usize, out: usize, act: usize,
): void {
  const column: usize = isSigned<Five>() ? 20 : 16;
  let w = packed;
  ${each([...NARROW, LAST], (r) => `let ${VECTORS.map((v) => `a${r}${v}: v128`).join(', ')};`)}
  if (isSigned<Back>()) {
    ${rows((r) => vectors((v) => `a${r}${v} = v128.load(carry, ${64 * r + 16 * v});`))}
    if (inputs) {
      ${rows(
        (r) => `const k${r} = v128.load32_splat(w, ${4 * r});
          ${vectors((v) => `a${r}${v} = f32x4.mul(k${r}, a${r}${v});`)}`,
      )}
    }
    w += 2 * column;
  } else {
    ${vectors((v) => `const s${v} = v128.load(bit, ${16 * v});`)}
    ${rows(
      (r) => `const b${r} = v128.load32_splat(w, ${4 * r});
        const i${r} = v128.load32_splat(w + column, ${4 * r});
        ${vectors((v) => `a${r}${v} = f32x4.add(b${r}, f32x4.mul(i${r}, s${v}));`)}`,
    )}
    w += 3 * column;
  }
  const size = (<usize>M) << 6;
  const first = (<usize>row) << 6;
  let x: usize;
  let end: usize;
  if (!isSigned<Back>() && previous) {
    x = previous;
    end = x + size;
    ${columns}
  }
  if (!isSigned<Back>() || inputs) {
    x = inputs;
    end = x + first;
    ${columns}
    ${each(NARROW, (c) => column(c, c))}
    if (isSigned<Five>()) {
      ${column(LAST, LAST)}
    }
    x += isSigned<Five>() ? 320 : 256;
    end = inputs + size;
    ${columns}
  }
  if (isSigned<Back>()) {
    ${rows((r) => {
      const [sums, at] = [VECTORS.map((v) => `a${r}${v}`).join(', '), 64 * r];
      const [keep, tau] = [`packed + ${4 * r}`, `packed + column + ${4 * r}`];
      return `throughRow<Outside>(${sums}, ${keep}, ${tau}, act + ${at}, own + ${at}, carry + ${at}, slow + ${at});`;
    })}
  } else {
    const keeps = packed + 2 * column;
    ${rows((r) => {
      const [sums, at] = [VECTORS.map((v) => `a${r}${v}`).join(', '), 64 * r];
      return `endRow<Outside, Keep>(${sums}, keeps + ${4 * r}, own + ${at}, out + ${at}, act + ${at});`;
    })}
  }
}
${outerBlock}`;

mkdirSync(dirname(FILE), { recursive: true });
writeFileSync(`${FILE}.tmp`, source);
renameSync(`${FILE}.tmp`, FILE);
