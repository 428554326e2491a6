import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dvcCommand, lockEntries } from '../../pipeline/driver/dvc.ts';
import { fingerprint } from '../../pipeline/driver/unchanged.ts';

const STAGE = `stages:
  copy:
    cmd: cp -r data kept && cp one.txt plain.txt
    deps: [data, one.txt]
    params: [size]
    outs:
      - kept
      - plain.txt: {cache: false}
`;

const EDITS: Record<string, (root: string) => void> = {
  'a dependency': (root) => appendFileSync(join(root, 'one.txt'), 'more'),
  'a dependency that kept size and modification time': (root) => {
    const { atime, mtime } = statSync(join(root, 'one.txt'));
    writeFileSync(join(root, 'one.txt'), 'eno');
    utimesSync(join(root, 'one.txt'), atime, mtime);
  },
  'a folder with a new file': (root) => writeFileSync(join(root, 'data/c.txt'), 'c'),
  'a folder that lost a file': (root) => rmSync(join(root, 'data/b.txt')),
  'a parameter': (root) => writeFileSync(join(root, 'params.yaml'), 'size: 2\n'),
  'an output': (root) => writeFileSync(join(root, 'plain.txt'), 'edited'),
  'an output that is gone': (root) => rmSync(join(root, 'plain.txt')),
  'a file of a cached output': (root) => appendFileSync(join(root, 'kept/a.txt'), 'more'),
  'the cache': (root) => rmSync(join(root, '.dvc/cache'), { recursive: true }),
  'the command': (root) => writeFileSync(join(root, 'dvc.yaml'), STAGE.replace('cp -r', 'cp -R')),
  'what DVC ignores': (root) => writeFileSync(join(root, '.dvcignore'), 'data/b.txt\n'),
  'the lock': (root) => {
    const lock = readFileSync(join(root, 'dvc.lock'), 'utf8');
    writeFileSync(join(root, 'dvc.lock'), lock.replace(/size: 1/, 'size: 3'));
  },
};

describe('the fingerprint of what DVC looks at', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modular-growth-unchanged-'));
  const base = join(folder, 'base');
  const { program, env } = dvcCommand();
  const dvc = async (root: string, ...args: string[]) => (await execa(program, args, { cwd: root, env })).stdout;
  const status = async (root: string) => JSON.parse((await dvc(root, 'status', '--json')).split('\n').at(-1) as string);
  const print = (root: string) =>
    fingerprint(root, Object.values(lockEntries(readFileSync(join(root, 'dvc.lock'), 'utf8'))));

  beforeAll(async () => {
    mkdirSync(join(base, 'data'), { recursive: true });
    const files = {
      'data/a.txt': 'a',
      'data/b.txt': 'b',
      'one.txt': 'one',
      'params.yaml': 'size: 1\n',
      'dvc.yaml': STAGE,
    };
    for (const [file, text] of Object.entries(files)) writeFileSync(join(base, file), text);
    await dvc(base, 'init', '--no-scm', '--quiet');
    await dvc(base, 'repro', '--quiet');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('stays where DVC finds nothing changed, and by its looking', async () => {
    const before = print(base);
    expect(before).not.toBeNull();
    expect(await status(base)).toEqual({});
    expect(print(base)).toBe(before);
  });

  it.each(Object.keys(EDITS))('differs where DVC sees a change in %s', async (name) => {
    const root = join(folder, name);
    cpSync(base, root, { recursive: true, preserveTimestamps: true });
    const before = print(root);
    EDITS[name](root);
    expect(await status(root)).not.toEqual({});
    expect(print(root)).not.toBe(before);
  });

  it('is none where the cache is elsewhere, which no file of the checkout shows', () => {
    writeFileSync(join(base, '.dvc/config.local'), '[cache]\n    dir = /elsewhere\n');
    expect(print(base)).toBeNull();
  });
});
