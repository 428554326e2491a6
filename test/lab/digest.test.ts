import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listFiles } from '../../src/artifact/file.ts';
import { parseRows } from '../../src/artifact/table.ts';
import { sha256, stepBytes, verify } from '../../src/lab/digest.ts';
import { labFolder, openLibrary } from './archive.ts';

const library = openLibrary('quick');

describe('the hash of a curriculum step', () => {
  it('covers names, shapes and values of its tensors', async () => {
    const { network } = await library.networkAt('modular-05-seed-1', 3);
    const bytes = Buffer.from(stepBytes(network, 3));
    const names = ['tau 5', 'input.weight 5x1', 'input.bias 5', 'recurrent.weight 5x5', 'recurrent.bias 5'];
    const first = `module.1.${names[0]}\n`;
    expect(bytes.subarray(0, first.length).toString()).toBe(first);
    expect(bytes.readFloatLE(first.length)).toBe(network.modules[1].tau[0]);
    for (const name of [...names, 'feedforward.weight 5x5', 'feedforward.bias 5'])
      expect(bytes.includes(`module.1.${name}\n`)).toBe(true);
    expect(bytes.includes('readout.3.weight 2x5\n')).toBe(true);
    expect(bytes.includes('module.0.') || bytes.includes('readout.2.')).toBe(false);
  });

  it.each(['quick', 'paper'])('is published for every solved task, profile %s', async (profile) => {
    const archive = openLibrary(profile);
    const { networks } = await archive.index();
    for (const { id, nSolved, configuration } of networks) {
      const { steps, history } = await archive.record(id);
      expect(steps.map(({ N }) => N)).toEqual(Array.from({ length: nSolved - 1 }, (_, k) => configuration.firstN + k));
      for (const { N, sha256: published, firstEpoch, solvedEpoch } of steps) {
        expect(await sha256((await archive.stepOf(id, N)) as Uint8Array)).toBe(published);
        expect(history[solvedEpoch - 1]).toMatchObject({ N, nSolved: N });
        expect(history[firstEpoch - 2]?.nSolved ?? 1).toBe(N === 2 ? 1 : N - 1);
      }
    }
  });
});

describe('the lab in git', () => {
  it.each(['quick', 'paper'])('has all files of its index, profile %s', async (profile) => {
    const { networks, pairs } = await openLibrary(profile).index();
    const listed = networks.flatMap(({ id, files }) => Object.keys(files).map((file) => `${id}/${file}`));
    expect(listFiles(labFolder(profile))).toEqual(['index.json', ...listed].sort((a, b) => (a < b ? -1 : 1)));
    let total = 0;
    for (const { id, files } of networks) {
      for (const [file, { sha256: published, bytes: length }] of Object.entries(files)) {
        const bytes = readFileSync(join(labFolder(profile), id, file));
        expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([length, published]);
        total += length;
      }
    }
    expect(total).toBeLessThan(3_000_000);
    expect(pairs.flatMap((pair) => [pair.modular, pair.nonModular])).toEqual(networks.map(({ id }) => id));
  });

  it.each(['quick', 'paper'])('has the rows of the tables, profile %s', async (profile) => {
    const library = openLibrary(profile);
    const { networks, perturbation } = await library.index();
    const table = join(labFolder(profile), '../tables/robustness.csv');
    expect(existsSync(table)).toBe(true);
    const rows = parseRows(readFileSync(table, 'utf8'));
    for (const { id } of networks) {
      const { robustness } = await library.record(id);
      const recorded = robustness.flatMap(({ target, solved }) =>
        solved.flatMap((draws, e) => draws.map((n, draw) => [target, perturbation.epsilons[e], draw, n])),
      );
      const expected = rows.filter(({ network }) => network === id);
      expect(recorded).toEqual(expected.map(({ target, epsilon, draw, solved }) => [target, epsilon, draw, solved]));
    }
  });
});

describe('a file of the lab', () => {
  afterEach(() => vi.unstubAllGlobals());
  const bytes = Uint8Array.of(1, 2, 3);
  const published = createHash('sha256').update(bytes).digest('hex');

  it('is verified or differs', async () => {
    expect(await verify('a', bytes, published)).toMatchObject({ outcome: 'verified', sha256: published });
    expect(await verify('a', Uint8Array.of(1, 2), published)).toMatchObject({ outcome: 'differs' });
  });

  it('is unchecked without https', async () => {
    vi.stubGlobal('crypto', {});
    const { outcome, text } = await verify('a', bytes, published);
    expect(outcome).toBe('unchecked');
    expect(text).toContain('https');
  });
});
