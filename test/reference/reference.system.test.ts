import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accuracyRows, perturbedRows, timescaleRows } from '../../pipeline/reference/measure.ts';
import { headAccuracy } from '../../src/analysis/accuracy.ts';
import { goldenErrors, readGolden } from '../../src/analysis/golden.ts';
import { parseRows, type Row, round } from '../../src/artifact/table.ts';
import { loadSimulate } from '../../src/engine/simd/simulate.ts';
import { readCheckpoint, writeCheckpoint } from '../../src/network/checkpoint.ts';
import { simulate } from '../../src/network/dynamics.ts';

const FOLDER = resolve(import.meta.dirname, '../../../shared/reference');
const absent = !existsSync(FOLDER);
if (absent) {
  console.warn('The reference network (../shared/reference) is not beside this checkout: its tests are skipped.');
}
const read = (name: string) => readFileSync(resolve(FOLDER, name));

describe.skipIf(absent)('the 500-neuron network that the paper’s group trained', () => {
  const load = () => readCheckpoint(read('nonmodular-500-N11.safetensors'));

  it('loads as a non-modular network with ten heads', () => {
    const { network, metadata } = load();
    expect(metadata).toMatchObject({ format: 'reference', architecture: 'non-modular', size: 500, N: 11 });
    expect(network.heads.map((head) => head.N)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('survives being written in our own form', () => {
    const { network } = load();
    const origin = { nSolved: 11, seed: 0, configuration: '', kernelVersion: '' };
    expect(readCheckpoint(writeCheckpoint(network, origin)).network).toEqual(network);
  });

  it.each([
    ['the reference dynamics', async () => simulate],
    ['the SIMD kernel', loadSimulate],
  ])('goes through the golden states and logits to 1e-3 with either leak, by %s', async (_, loadDynamics) => {
    const { network } = load();
    const golden = readGolden(read('nonmodular-500-N11.golden.safetensors'), network);
    const errors = goldenErrors(network, golden, await loadDynamics());
    expect(errors.map(({ leak }) => leak)).toEqual(['inside', 'outside']);
    for (const error of errors) {
      expect(error.state).toBeLessThan(1e-3);
      expect(error.logits).toBeLessThan(1e-3);
    }
  });

  it.each(['inside', 'outside'] as const)('solves every task up to N = 11 with the leak %s', async (leak) => {
    const network = { ...load().network, leak };
    const protocol = { sequences: 2000, length: 30, p: 'uniform', seed: 1 } as const;
    const accuracies = headAccuracy(network, protocol, await loadSimulate());
    expect(accuracies).toHaveLength(10);
    for (const { accuracy } of accuracies) expect(accuracy).toBeGreaterThan(0.98);
  });

  describe('stands in artifacts/reference as it is', () => {
    const text = (name: string) =>
      readFileSync(resolve(import.meta.dirname, '../../artifacts/reference', name), 'utf8');
    const rounded = (rows: Row[]) =>
      rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, cell]) => [name, typeof cell === 'number' ? round(cell) : cell]),
        ),
      );
    const record = () => JSON.parse(text('record.json'));

    it('by the hash of its file', () => {
      const bytes = read('nonmodular-500-N11.safetensors');
      expect(record().sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    });

    it('with the accuracy of every head', async () => {
      expect(rounded(accuracyRows(load().network, await loadSimulate()))).toEqual(parseRows(text('accuracy.csv')));
    });

    it.each([
      ['recurrent', 'outside'],
      ['tau', 'inside'],
    ] as const)('with its answers under perturbation of %s, leak %s, at two sizes of it', (target, leak) => {
      const { solvedAbove, epsilons: _, ...protocol } = record().perturb;
      const ours = (name: string) => parseRows(text(name)).filter((row) => row.target === target && row.leak === leak);
      const epsilons = [...new Set(ours('perturbation.csv').map((row) => Number(row.epsilon)))];
      const few = [12, 16].map((index) => epsilons[index]);
      const found = perturbedRows({ ...load().network, leak }, target, few, protocol, solvedAbove);
      for (const [name, rows] of [
        ['perturbation.csv', found.perturbation],
        ['robustness.csv', found.robustness],
      ] as const) {
        expect(rounded(rows)).toEqual(ours(name).filter((row) => few.includes(Number(row.epsilon))));
      }
    });

    it('with the timescales that a twentieth of the steps gives, up to their error', async () => {
      const protocol = { ...record().timescales, steps: 5000 };
      const [found] = timescaleRows({ ...load().network, leak: 'outside' }, protocol, await loadSimulate()).timescales;
      const held = parseRows(text('timescales.csv')).find((row) => row.leak === 'outside') ?? {};
      expect(round(Number(found.trainedMean))).toBe(held.trainedMean);
      for (const measure of ['effectiveMedian', 'effectiveMean']) {
        const ratio = Number(found[measure]) / Number(held[measure]);
        expect(Math.abs(ratio - 1), measure).toBeLessThan(0.25);
      }
      expect(Number(held.failedFits) + Number(held.singleFits) + Number(held.doubleFits)).toBe(500);
    });
  });
});
