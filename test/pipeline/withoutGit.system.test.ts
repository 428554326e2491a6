import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/comparison/change.ts';
import { runProgram } from '../../src/system/program.ts';
import { type Checkout, keepCompiled, makeCheckout, ROOT } from './checkout.ts';

// An archive of a release, or an unpacked bundle: the project's files with its results, and no git.
let checkout: Checkout;
beforeAll(async () => {
  checkout = await makeCheckout();
  rmSync(join(checkout.root, '.git'), { recursive: true });
  for (const path of ['dvc.lock', 'artifacts/smoke'])
    cpSync(join(ROOT, path), join(checkout.root, path), { recursive: true });
});
afterAll(() => checkout?.remove());

async function command(name: string, ...args: string[]) {
  const { exitCode, all } = await runProgram(
    join(checkout.root, 'node_modules/.bin/node'),
    [`pipeline/commands/${name}.ts`, ...args],
    { cwd: checkout.root, all: true, reject: false, stdin: 'ignore', env: keepCompiled(checkout.root) },
  );
  return { exitCode, all };
}

describe('a folder without git', () => {
  it('verifies a network against its published hash', async () => {
    const { exitCode, all } = await command('verify', '--profile', 'smoke', '--network', 'train/modular-05-seed-0');
    expect(exitCode, all).toBe(0);
    expect(all).toContain('1 of 1 networks agree with what is published.');
  });

  it('explains a panel, without a word of edits', async () => {
    const { exitCode, all } = await command('explain', '3a', '--profile', 'smoke', '--json');
    expect(exitCode, all).toBe(0);
    expect(JSON.parse(String(all))).toMatchObject({ name: '3a', commit: null, warnings: [] });
  });

  it('compares two folders of results, and names what differs between them', async () => {
    const other = join(checkout.root, '.cache', 'other');
    mkdirSync(other, { recursive: true });
    for (const path of ['artifacts', 'params.yaml', 'dvc.yaml', 'dvc.lock', 'package.json', 'src', 'pipeline'])
      cpSync(join(checkout.root, path), join(other, path), { recursive: true });
    const diff = async () => {
      const ended = await command(
        'figuresDiff',
        other,
        '.',
        '--profile',
        'smoke',
        '--no-pages',
        '--out',
        '.cache/diff',
      );
      const comparison = JSON.parse(readFileSync(join(checkout.root, '.cache/diff/diff.json'), 'utf8')) as Comparison;
      const panels = comparison.profiles[0].panels.filter(({ state }) => state !== 'unchanged').map(({ id }) => id);
      return { ...ended, comparison, panels };
    };
    const crlf = join(other, 'artifacts/smoke/figures/2a.svg');
    writeFileSync(crlf, readFileSync(crlf, 'utf8').replaceAll('\n', '\r\n'));
    const same = await diff();
    expect(same.panels, same.all).toEqual([]);

    const data = join(other, 'artifacts/smoke/figures/3a.csv');
    const text = readFileSync(data, 'utf8');
    writeFileSync(data, text.replace(/0\.01,(\d)/, '0.01,9$1'));
    expect(readFileSync(data, 'utf8')).not.toBe(text);
    writeFileSync(join(other, 'src/artifact/table.ts'), '');
    const differing = await diff();
    expect(differing.exitCode).toBe(1);
    expect(differing.panels).toEqual(['3a']);
    expect(differing.comparison.files).toEqual(expect.arrayContaining(['src/artifact/table.ts']));
  });

  it('asks for a folder where it has no revision to compare with', async () => {
    for (const args of [[], ['main']]) {
      const { exitCode, all } = await command('figuresDiff', ...args);
      expect(exitCode).toBe(2);
      expect(all).toMatch(/folder/);
    }
  });

  it('makes a stage again, and says what it compares with', async () => {
    const hashes = join(checkout.root, 'artifacts/smoke/hashes/train.json');
    const published = readFileSync(hashes, 'utf8');
    const { exitCode, all } = await command('reproduce', '--profile', 'smoke', '--only', 'train');
    expect(exitCode, all).toBe(0);
    expect(all).toContain('no git checkout');
    expect(readFileSync(hashes, 'utf8')).toBe(published);
    expect(readFileSync(join(checkout.root, '.cache/delivered.lock'), 'utf8')).toBe(
      readFileSync(join(ROOT, 'dvc.lock'), 'utf8'),
    );
  });

  it('publishes no bundle, which names a commit', async () => {
    const { exitCode, all } = await command('bundle', '--profile', 'smoke');
    expect(exitCode).toBe(1);
    expect(all).toContain('not a git checkout');
  });
});
