import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { placeFault } from '../../pipeline/setup/place.cjs';
import { runProgram } from '../../src/system/program.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'modular-growth-place-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the folder of the project', () => {
  it.each(['a#b', 'a?b', 'a:b', 'a*b', 'a"b', 'a\\b', 'a\nb', 'a\tb'])(
    'is refused before anything is done where it is %j, by every command',
    async (name) => {
      const root = join(folder, name);
      mkdirSync(join(root, 'src'), { recursive: true });
      for (const path of ['package.json', 'pipeline', 'src/system'])
        cpSync(join(ROOT, path), join(root, path), { recursive: true });
      for (const command of ['setup', 'reproduce', 'verify', 'explain', 'site']) {
        const args = [join(root, 'pipeline/entry.cjs'), command];
        const { exitCode, stdout, stderr } = await runProgram(process.execPath, args, { reject: false });
        expect(exitCode).toBe(1);
        expect(stdout).toBe('');
        expect(stderr.split('\n')).toHaveLength(1);
        expect(stderr).toContain(`has the character '${JSON.stringify(name[1]).slice(1, -1)}'`);
      }
    },
  );

  it.each(['a b', 'a%b', 'a%20b', 'añb日本', "a'b", '-a', 'a+b,c=d@e~f', 'x'.repeat(200)])('may be %j', (name) => {
    expect(placeFault(join('/home', name))).toBeNull();
  });
});
