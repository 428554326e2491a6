import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../pipeline/driver/paths.ts';
import { readParams } from '../../pipeline/outline.ts';
import { deepConfigurations } from '../../pipeline/training/configurations.ts';
import { keyOf } from '../../pipeline/training/storedNetwork.ts';
import type { DeepStep, DeepTraining } from '../../src/artifact/bench.ts';
import { profileOf } from '../../src/params/params.ts';

let folder: string;
let shown: string;
let record: { format: number; training: DeepTraining; steps: DeepStep[] };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bench-deep-'));
  const args = [join(ROOT, 'bench/run.ts'), '--deep', '--quick', '--out', folder];
  shown = (await execa(process.execPath, args, { cwd: ROOT })).stdout;
  record = JSON.parse(readFileSync(join(folder, 'deep.json'), 'utf8'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the network whose time and memory are measured is that of stage deep', () => {
  const params = readParams();
  const [configuration] = deepConfigurations({ params, settings: profileOf(params, 'smoke'), engine: 'simd' });
  expect(record.training).toMatchObject({ key: keyOf(configuration), size: 15, nSolved: 6 });
  expect(record.training.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('its memory is that of the process, with the whole pool', () => {
  const { seconds, processorSeconds, peakMegabytes } = record.training;
  expect(seconds).toBeGreaterThan(0);
  expect(processorSeconds).toBeGreaterThan(0);
  // A process of Node alone has some 40 MB; the pool of the smoke profile is 72 batches of 25 steps.
  expect(peakMegabytes).toBeGreaterThan(40 + (72 * 25 * 15 * 256 * 4) / 1e6);
});

test('a step is timed on the pool and without it, at every task, and all of it is shown', () => {
  expect(record.format).toBe(1);
  expect(record.steps.map(({ N, length }) => [N, length])).toEqual([
    [3, 9],
    [6, 17],
  ]);
  for (const { pooled, whole } of record.steps)
    for (const milliseconds of [pooled, whole]) expect(milliseconds).toBeGreaterThan(0);
  expect(shown).toMatch(/15 neurons a module to N = 6: \d+ epochs, .* MB/);
  expect(shown).toMatch(/N +6 +L +17 .* x/);
});
