import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type Asked, compareRevisions } from '../../pipeline/compare/compare.ts';
import { study } from '../../pipeline/study.ts';
import type { Comparison, PanelState } from '../../src/comparison/change.ts';
import { makeResults, type ResultsRepository } from './results.ts';

export const CSV = 'artifacts/quick/figures/2b.csv';
export const CURVE = 'artifacts/quick/figures/3a.csv';
export const SVG = 'artifacts/quick/figures/2b.svg';
export const CLAIMS = 'artifacts/quick/claims.json';

/** A small repository of results for the tests of a file; each begins with it as committed. */
export let results: ResultsRepository;
beforeAll(async () => {
  results = await makeResults();
});
afterEach(() => results.reset());
afterAll(() => results?.remove());

/** What a comparison of the repository with its first commit finds. */
export const compare = async (asked: Partial<Asked> = {}): Promise<Comparison> =>
  (await compareRevisions({ study, root: results.root, base: 'base', ...asked })).comparison;

/** The cells of the first line of a CSV that starts so, by column. */
export function line(path: string, start: string): { text: string; cells: Record<string, string> } {
  const [header, ...lines] = readFileSync(join(results.root, path), 'utf8').trim().split('\n');
  const text = lines.find((one) => one.startsWith(start)) ?? '';
  return { text, cells: Object.fromEntries(text.split(',').map((cell, i) => [header.split(',')[i], cell])) };
}

/** A column over the lines of a CSV that match, as numbers. */
export function numbers(path: string, column: string, match: RegExp): number[] {
  const [header, ...lines] = readFileSync(join(results.root, path), 'utf8').trim().split('\n');
  const at = header.split(',').indexOf(column);
  return lines.filter((one) => match.test(one)).map((one) => Number(one.split(',')[at]));
}

/** Puts another number into one cell of a line. */
export function setCell(path: string, text: string, column: string, value: string): void {
  results.edit(path, (all) => {
    const at = all.split('\n')[0].split(',').indexOf(column);
    return all.replace(text, text.split(',').with(at, value).join(','));
  });
}

export const states = ({ profiles }: Comparison): Record<string, PanelState> =>
  Object.fromEntries(profiles.flatMap(({ panels }) => panels.map(({ id, state }) => [id, state])));
export const panelOf = ({ profiles }: Comparison, id: string) => profiles[0].panels.find((panel) => panel.id === id);
