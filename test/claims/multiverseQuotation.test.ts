import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseFormat } from '../../src/artifact/format.ts';
import { multiverseSchema } from '../../src/artifact/multiverse.ts';
import { multiverseNumber } from '../../src/claims/multiverseQuotation.ts';

const file = resolve(import.meta.dirname, '../../artifacts/quick/multiverse.json');
const multiverse = parseFormat(multiverseSchema, readFileSync(file, 'utf8'), 'multiverse.json');
const { specifications, claims } = multiverse;
const number = (subject: string, name: string) => multiverseNumber('quotation', subject, name, multiverse);

describe('a quotation of the multiverse', () => {
  it('counts specifications, and those that train other networks', () => {
    expect(number('', 'specifications')).toBe(specifications.length);
    expect(number('', 'trained')).toBe(3);
  });

  it('counts verdicts of a specification, and the most and the fewest of them', () => {
    const counts = specifications.map(({ id }) => number(id, 'reproduced'));
    const first = claims.filter(({ verdicts }) => verdicts[0] === 'reproduced');
    expect(counts[0]).toBe(first.length);
    expect(number('most', 'reproduced')).toBe(Math.max(...counts));
    expect(number('fewest', 'reproduced')).toBe(Math.min(...counts));
  });

  it('counts specifications under which a claim has a verdict', () => {
    for (const { id, verdicts } of claims)
      expect(number(id, 'reproduced')).toBe(verdicts.filter((verdict) => verdict === 'reproduced').length);
  });

  it('counts those with one level of a choice', () => {
    for (const { id, verdicts } of claims) {
      const levels = [0, 1, 2].map((level) => number(`${id} network.growth=${level}`, 'reproduced'));
      expect(levels.reduce((sum, one) => sum + one, 0)).toBe(number(id, 'reproduced'));
      const first = verdicts.filter((verdict, i) => verdict === 'reproduced' && specifications[i].levels[0] === 0);
      expect(levels[0]).toBe(first.length);
    }
  });

  it.each([
    ['2a.1 network.growth=7', 'reproduced', /names no level of a choice: network\.growth=7/],
    ['2a.1 network.grow=0', 'reproduced', /names no level of a choice/],
    ['', 'planets', /names no verdict/],
    ['2000000', 'perhaps', /names no verdict/],
    ['9z.1', 'reproduced', /neither a claim nor a specification: 9z\.1/],
  ])('of %j %j is an error', (subject, name, message) => {
    expect(() => number(subject, name)).toThrow(message);
  });

  it('is an error where no multiverse was run', () => {
    expect(() => multiverseNumber('quotation', '', 'specifications')).toThrow(/was not run/);
    expect(() => multiverseNumber('quotation', '', 'specifications', { ...multiverse, specifications: [] })).toThrow(
      /was not run/,
    );
  });
});
