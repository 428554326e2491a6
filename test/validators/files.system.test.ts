import { describe, expect, it } from 'vitest';
import { runProgram } from '../../src/system/program.ts';
import { ROOT } from '../pipeline/checkout.ts';
import { installed } from './python.ts';

/** Exit code and last line of a program of others in the checkout. */
async function verdict(program: string, ...args: string[]): Promise<string> {
  const { exitCode, all } = await runProgram(program, args, { cwd: ROOT, all: true, reject: false });
  return `${exitCode}: ${all.trim().split('\n').at(-1)}`;
}

describe('programs of others', () => {
  const [reuse, cff] = ['reuse', 'cffconvert'].map(installed);

  it.skipIf(reuse === null)('find licence and copyright of every file (reuse lint)', async () => {
    expect(await verdict(reuse as string, 'lint')).toMatch(/^0: .*compliant with version 3\.\d of the REUSE/);
  });

  it.skipIf(cff === null)('find CITATION.cff to be of its format (cffconvert)', async () => {
    expect(await verdict(cff as string, '--validate', '--infile', 'CITATION.cff')).toMatch(
      /^0: Citation metadata are valid/,
    );
  });
});
