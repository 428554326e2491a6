import { expect, it } from 'vitest';
import { rulesText } from '../../src/comparison/why.ts';
import { changeText } from '../../src/comparison/words.ts';

/** What a comment says of a rule that was worded otherwise, a line each. */
function told(before: string, after: string): string[] {
  const change = { id: '2a.1', statement: 'It holds.', before, after, thresholds: [], numbers: [], verdicts: [] };
  const [, text] = rulesText({ changes: [change], files: [], unknown: null });
  return text.split('\n').slice(1, 3);
}

it.each([
  ['in short words', 'at least 2 seeds', 'at least 3 seeds'],
  ['at the end of long words', `${'so many words '.repeat(40)}2 seeds`, `${'so many words '.repeat(40)}3 seeds`],
  [
    'in the middle of long words',
    ...(['2', '3'].map((n) => `${'a '.repeat(150)}${n}${' z'.repeat(150)}`) as [string, string]),
  ],
  ['at the end of a word without an end', `${'ä'.repeat(900)}2`, `${'ä'.repeat(900)}3`],
  ['among characters of two places', `${'𝜀'.repeat(900)}2`, `${'𝜀'.repeat(900)}3`],
  ['where one is the beginning of the other', `${'word '.repeat(99)}2`, `${'word '.repeat(99)}2 or 3`],
])('a rule that changed shows where it did: %s', (_name, before, after) => {
  const [was, now] = told(before, after);
  expect(was.replace('before', 'after')).not.toBe(now);
  expect([was, now].join()).toMatch(/2.*3/);
  for (const line of [was, now])
    expect(line).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/);
});

it('a rule whose words fit is shown whole', () => {
  expect(told('at least 2 seeds', 'at least 3 seeds')).toEqual([
    '  - before: at least 2 seeds',
    '  - after: at least 3 seeds',
  ]);
});

it.each([
  ['lists with another end', Array(90).fill('reading'), [...Array(90).fill('reading'), 'another']],
  ['a long text before', 'x'.repeat(500), 'y'],
  [
    'long numbers of rows',
    Array.from({ length: 99 }, (_, i) => i),
    Array.from({ length: 99 }, (_, i) => i + (i > 97 ? 1 : 0)),
  ],
])('a value that changed shows both of its sides: %s', (_name, before, after) => {
  const text = changeText({ before, after }, 80);
  expect(text.length).toBeLessThanOrEqual(80);
  const [was, now, ...more] = text.split(' → ');
  expect(more).toEqual([]);
  expect(now.length).toBeGreaterThan(0);
  expect(was).not.toBe(now);
});
