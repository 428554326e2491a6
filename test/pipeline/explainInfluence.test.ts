import { describe, expect, it } from 'vitest';
import { networksBehind, rowsBehind } from '../../pipeline/explain/influence.ts';
import { mean } from '../../src/artifact/moments.ts';
import type { Row, Tables } from '../../src/artifact/table.ts';

const columns = {
  network: { type: 'text', role: 'key' },
  seed: { type: 'number', role: 'key' },
  value: { type: 'number', role: 'value' },
} as const;
const declared = () => columns;

describe('what an answer rests on', () => {
  const tables: Tables = {
    a: [1, 2, 3, 4].map((value, i) => ({ network: `n${i}`, seed: i, value })),
    b: [{ network: 'n9', seed: 9, value: 7 }],
  };
  const places = [0, 1, 2, 3].map((index) => ({ path: 'a', index }));
  const numbersOf = (given: Tables, path: string) => (given[path] as Row[]).map((row) => Number(row.value));

  it('is the rows whose numbers enter, also where they are equal', () => {
    const sum = (given: Tables) => String(numbersOf(given, 'a')[1] + numbersOf(given, 'a')[3]);
    expect(rowsBehind(tables, places, sum, declared)).toEqual({ behind: [places[1], places[3]], each: true });
    expect(rowsBehind(tables, places, () => 'nothing', declared).behind).toEqual([]);
    const zeros: Tables = { a: [0, 0].map((value, i) => ({ network: `n${i}`, seed: i, value })) };
    const { behind } = rowsBehind(zeros, places.slice(0, 2), (given) => String(mean(numbersOf(given, 'a'))), declared);
    expect(behind).toHaveLength(2);
  });

  it('is told where rows are too many to try one by one, and misses none of them', () => {
    const many: Tables = { a: Array.from({ length: 5000 }, (_, i) => ({ network: 'n', seed: i, value: i })) };
    const all = (many.a as Row[]).map((_, index) => ({ path: 'a', index }));
    const { behind, each } = rowsBehind(
      many,
      all,
      (given) => String(mean(numbersOf(given, 'a').slice(0, 4000))),
      declared,
    );
    expect(each).toBe(false);
    expect(new Set(behind.map(({ index }) => index)).size).toBe(behind.length);
    expect(behind.filter(({ index }) => index < 4000)).toHaveLength(4000);
  });

  it('is the networks whose rows enter, be it only by being there', () => {
    expect(networksBehind(tables, (given) => String(numbersOf(given, 'b')), declared)).toEqual([
      { path: 'b', network: 'n9' },
    ]);
    expect(networksBehind(tables, (given) => String(given.a?.length), declared).map(({ network }) => network)).toEqual([
      'n0',
      'n1',
      'n2',
      'n3',
    ]);
  });
});
