import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IndexEntry } from '../../src/artifact/hashes.ts';
import { parseRows, type Row } from '../../src/artifact/table.ts';
import { makePublished, type Published } from './published.ts';

describe('stage deep', () => {
  let published: Published;
  let history: Row[];
  let heads: Row[];
  beforeAll(async () => {
    published = await makePublished('deep');
    history = parseRows(published.read('artifacts/smoke/histories/deep.csv'));
    heads = parseRows(published.read('artifacts/smoke/tables/deep.csv'));
  });
  afterAll(() => published?.remove());

  it('takes one modular network of the protocol to the task that the profile names, and stops there', () => {
    const [entry]: IndexEntry[] = JSON.parse(published.read('artifacts/smoke/networks/deep/index.json'));
    expect(entry.configuration).toMatchObject({ architecture: 'modular', size: 15, pool: 64, untilN: 6 });
    expect(new Set(history.map(({ network }) => network))).toEqual(new Set([entry.id]));
    expect(history.map(({ epoch }) => epoch)).toEqual(history.map((_, i) => i + 1));
    expect(history.at(-1)).toMatchObject({ N: 6, nSolved: 6 });
    expect(history.filter(({ nSolved }) => Number(nSolved) >= 6)).toHaveLength(1);
  });

  it('lists the accuracies of all heads in the last epoch alone', () => {
    const listed = history.map(({ accuracies }) => (accuracies === null ? 0 : String(accuracies).split(' ').length));
    expect(listed).toEqual([...history.slice(1).map(() => 0), 5]);
  });

  it('asks every head once more on sequences that nothing was trained or tested on', () => {
    expect(heads.map(({ N }) => N)).toEqual([2, 3, 4, 5, 6]);
    for (const { accuracy, untilN } of heads) {
      expect(Number(accuracy)).toBeGreaterThan(0.95);
      expect(Number(accuracy)).toBeLessThanOrEqual(1);
      expect(untilN).toBe(6);
    }
  });

  it('says nothing of seconds or memory: they differ from run to run', () => {
    const text = readFileSync(join(published.root, 'artifacts/smoke/histories/deep.csv'), 'utf8');
    expect(text.split('\n')[0]).not.toMatch(/second|memory|time/i);
  });
});
