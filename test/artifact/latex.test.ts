import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../pipeline/driver/paths.ts';
import { type JudgedClaim, parseJudged } from '../../src/artifact/claims.ts';
import { numbersTex, texName, texText, texValue } from '../../src/artifact/latex.ts';

/** What the macros of a numbers.tex hold, by name, as TeX would read them: braces in pairs. */
function macros(text: string): Map<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^\\growth@put\{([^{}]+)\}\{(.*)\}$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value] as const];
    }),
  );
}

it.each(['smoke', 'quick', 'paper'])(
  'every number of every claim of profile %s has a macro under a name of its own',
  (profile) => {
    const file = `artifacts/${profile}/claims.json`;
    const judged = parseJudged(readFileSync(join(ROOT, file), 'utf8'), file);
    const all = [...judged.claims, ...(judged.beyond ?? [])];
    const found = macros(numbersTex(judged));
    const numbers = all.flatMap(({ id, numbers }) =>
      Object.entries(numbers).map(([name, value]) => ({ id, name, value })),
    );
    expect(numbers.length).toBeGreaterThan(10);
    for (const { id, name, value } of numbers) {
      const text = found.get(`${id}/${texName(name)}`);
      const [, digits, exponent = '0'] = /^\\ensuremath\{(\S+?)(?: \\cdot 10\^\{(-?\d+)\})?\}$/.exec(text ?? '') ?? [];
      const read = Number(`${digits}e${exponent}`);
      expect(Math.abs(read - Number(value)), `${id} ${name}: ${text}`).toBeLessThanOrEqual(
        Math.abs(Number(value)) * 5e-4,
      );
    }
    expect(found.size).toBe(numbers.length + 5 * all.length);
  },
);

it('writes what TeX reads as commands so that it is printed', () => {
  expect(texText('50% of W_{1} & #2 ~ $x^2$ \\input{/etc/passwd}\n¬ε')).toBe(
    '50\\% of W\\_\\{1\\} \\& \\#2 \\textasciitilde{} \\$x\\textasciicircum{}2\\$ \\textbackslash{}input\\{/etc/passwd\\} \\ensuremath{\\lnot}\\ensuremath{\\varepsilon}',
  );
  expect([texValue(null), texValue(-0.0000001234567), texValue(1234567), texValue(0), texValue('a_b')]).toEqual([
    '--',
    '\\ensuremath{-1.235 \\cdot 10^{-7}}',
    '\\ensuremath{1235000}',
    '\\ensuremath{0}',
    'a\\_b',
  ]);
});

it('has no line of a text end the macro, however hostile the claim', () => {
  const claim = { id: 'X.1', statement: 'a}\n\\end{document}%', finding: '{', verdict: 'reproduced', seeds: 1 };
  const hostile = { ...claim, numbers: { '}{\\evil%': 1 } } as unknown as JudgedClaim;
  const lines = numbersTex({ profile: 'smoke', claims: [hostile] })
    .split('\n')
    .filter((line) => line.includes('X.1'));
  expect(lines).toHaveLength(6);
  for (const line of lines) {
    const unescaped = line.replaceAll(/\\[{}%\\]/g, '');
    expect(unescaped.split('{').length).toBe(unescaped.split('}').length);
    expect(unescaped).not.toMatch(/%|\\(end|evil)/);
  }
});
