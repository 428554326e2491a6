import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../src/system/program.ts';
import { ROOT } from './checkout.ts';
import { CSV, line, results, setCell } from './comparedResults.ts';

describe('the command figures:diff', () => {
  /** Runs it in the small repository, where the code is put beside the results. */
  async function command(...args: string[]) {
    for (const part of ['pipeline', 'src', 'site/diff', 'package.json'])
      cpSync(join(ROOT, part), join(results.root, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(results.root, 'node_modules'));
    writeFileSync(join(results.root, '.git/info/exclude'), 'node_modules\n/pipeline\n/src\n/site\npackage.json\nout\n');
    const node = join(ROOT, 'node_modules/.bin/node');
    return runProgram(node, ['pipeline/commands/figuresDiff.ts', ...args, '--no-pages', '--out', 'out'], {
      cwd: results.root,
      reject: false,
    });
  }
  const written = (name: string) => readFileSync(join(results.root, 'out', name), 'utf8');

  it('ends with 0 where nothing changed', async () => {
    const { exitCode, stdout } = await command('base');
    expect([exitCode, stdout.split('\n')[0]]).toEqual([0, '## Figures: nothing changed at all']);
    expect(stdout.startsWith(written('summary.md'))).toBe(true);
    expect(JSON.parse(written('diff.json'))).toMatchObject({ format: 4, changed: false });
  });

  it('ends with 1 where something did, and writes which numbers', async () => {
    const { text, cells } = line(CSV, 'mean,modular,5,');
    setCell(CSV, text, 'nSolved', String(Number(cells.nSolved) + 2));
    expect((await command('base')).exitCode).toBe(1);
    expect(written('data/quick/2b.csv').trim().split('\n')).toHaveLength(2);
  });

  it('ends with 2 where not everything could be compared, with a report of the rest', async () => {
    results.edit(CSV, (text) => text.slice(0, -9));
    const { exitCode, stdout } = await command('base');
    expect(exitCode).toBe(2);
    expect(stdout).toContain('2b.csv of working tree');
    expect(JSON.parse(written('diff.json')).failures).toHaveLength(1);
  });

  it('ends with 2 and a plain sentence where the base is not there', async () => {
    const { exitCode, stdout, stderr } = await command('no-such-branch');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain("There is no revision 'no-such-branch' here");
    expect(stderr).not.toContain('    at ');
  });
});
