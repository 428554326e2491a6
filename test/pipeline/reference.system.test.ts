import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFiles } from '../../src/artifact/file.ts';
import { parseRows } from '../../src/artifact/table.ts';
import { writeCheckpoint } from '../../src/network/checkpoint.ts';
import { randomNetwork } from '../network/randomNetwork.ts';

const ROOT = resolve(import.meta.dirname, '../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'modular-growth-reference-'));
  const origin = { nSolved: 2, seed: 5, configuration: 'abc', kernelVersion: '1' };
  const core = randomNetwork({ architecture: 'non-modular', size: 6, heads: 2, seed: 2 });
  writeFileSync(join(folder, 'core.safetensors'), writeCheckpoint(core, origin));
  const modular = randomNetwork({ architecture: 'modular', size: 4, depth: 2, seed: 2 });
  writeFileSync(join(folder, 'modular.safetensors'), writeCheckpoint(modular, origin));
});
afterAll(() => rmSync(folder, { recursive: true }));

function reference(script: string, ...flags: string[]) {
  return execa(resolve(ROOT, 'node_modules/.bin/node'), [script, ...flags], { cwd: folder, reject: false });
}
const SCRIPT = join(ROOT, 'pipeline/commands/reference.ts');

describe('npm run reference', () => {
  it('writes a table for every analysis, with either leak, and how it was measured', async () => {
    const run = await reference(SCRIPT, '--from', 'core.safetensors', '--profile', 'smoke', '--out', 'made');
    expect(run.exitCode, run.stderr).toBe(0);
    const made = listFiles(join(folder, 'made'));
    expect(made).toEqual([
      'accuracy.csv',
      'distribution.csv',
      'perturbation.csv',
      'record.json',
      'robustness.csv',
      'timescales.csv',
    ]);
    const rows = (name: string) => parseRows(readFileSync(join(folder, 'made', name), 'utf8'));
    const combinations = (name: string, ...columns: string[]) =>
      new Set(rows(name).map((row) => columns.map((column) => row[column]).join(' ')));
    expect([...combinations('accuracy.csv', 'leak', 'N')]).toEqual(['inside 2', 'inside 3', 'outside 2', 'outside 3']);
    expect(combinations('perturbation.csv', 'leak', 'target', 'N').size).toBe(8);
    expect(rows('perturbation.csv')).toHaveLength(8 * 8);
    expect(rows('robustness.csv')).toHaveLength(4 * 8 * 2);
    for (const row of rows('timescales.csv')) {
      expect(Number(row.failedFits) + Number(row.singleFits) + Number(row.doubleFits)).toBe(6);
    }
    const trained = rows('distribution.csv').filter((row) => row.measure === 'trained');
    expect(trained.at(-1)).toMatchObject({ steps: 100, share: 1 });
    const record = JSON.parse(readFileSync(join(folder, 'made', 'record.json'), 'utf8'));
    expect(record).toMatchObject({ neurons: 6, tasks: [2, 3], profile: 'smoke', perturb: { draws: 2 } });
    expect(record.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('skips with one sentence where the network is not beside the checkout', async () => {
    // A checkout elsewhere has no folder of shared data beside it.
    const elsewhere = join(folder, 'deep', 'checkout');
    for (const name of ['pipeline', 'src', 'params.yaml', 'package.json']) {
      cpSync(join(ROOT, name), join(elsewhere, name), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(elsewhere, 'node_modules'));
    const run = await reference(join(elsewhere, 'pipeline/commands/reference.ts'));
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/^The reference network is not beside this checkout .* --from FILE\.$/);
    expect(existsSync(join(elsewhere, 'artifacts'))).toBe(false);
  });

  it('says what is wrong with a file that was named', async () => {
    const absent = await reference(SCRIPT, '--from', 'absent.safetensors', '--out', 'none');
    expect(absent).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/There is no file .*absent\.safetensors/),
    });
    const modular = await reference(SCRIPT, '--from', 'modular.safetensors', '--out', 'none');
    expect(modular).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('this is a modular network') });
    writeFileSync(join(folder, 'text.safetensors'), 'not a network');
    const text = await reference(SCRIPT, '--from', 'text.safetensors', '--out', 'none');
    expect(text.exitCode).toBe(1);
    expect(text.stderr).toContain('text.safetensors');
    expect(text.stderr.split('\n')).toHaveLength(1);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });
});
