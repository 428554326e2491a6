import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { runProgram } from '../../src/system/program.ts';
import { commit, makeRepository, ROOT } from './checkout.ts';

/** All that another paper takes over as it is; nothing of this paper's task, networks, claims or figures. */
const MACHINERY = [
  ...['artifact', 'comparison', 'system'].map((folder) => `src/${folder}`),
  ...[
    'driver',
    'executor',
    'store',
    'cluster',
    'panels',
    'bundle',
    'release',
    'verify',
    'explain',
    'compare',
    'merge',
  ].map((one) => `pipeline/${one}`),
  ...['reproduce', 'verify', 'explain', 'figuresDiff', 'bundle', 'release'].map((one) => `pipeline/commands/${one}.ts`),
  'site/diff/build.ts',
];

/** The second study as a checkout that has run once. */
export interface SecondStudy {
  root: string;
  /** A command of the study; both of its outputs. */
  run(command: string, ...args: string[]): ReturnType<typeof start>;
  read(path: string): string;
  edit(path: string, change: (text: string) => string): void;
}

function start(root: string, command: string, args: readonly string[]) {
  const script = `pipeline/commands/${command}.ts`;
  return runProgram(join(root, 'node_modules/.bin/node'), [script, ...args], {
    ...{ cwd: root, all: true, reject: false },
  } as const);
}

/** Copies the machinery and the study into a separate folder, runs the study there and commits what it made; removed after the tests of the file. */
export async function openSecondStudy(): Promise<SecondStudy> {
  const root = mkdtempSync(join(tmpdir(), 'modular-growth-second-study-'));
  afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
  for (const path of MACHINERY) cpSync(join(ROOT, path), join(root, path), { recursive: true });
  cpSync(join(ROOT, 'test/second-study'), root, { recursive: true });
  renameSync(join(root, 'gitignore.txt'), join(root, '.gitignore'));
  cpSync(join(ROOT, '.dvc/config'), join(root, '.dvc/config'));
  for (const name of ['node_modules', '.venv']) symlinkSync(join(ROOT, name), join(root, name));
  await makeRepository(root);
  const { exitCode, all } = await start(root, 'reproduce', ['--profile', 'tiny']);
  if (exitCode !== 0) throw new Error(all);
  await commit(root);
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  return {
    root,
    run: (command, ...args) => start(root, command, args),
    read,
    edit: (path, change) => writeFileSync(join(root, path), change(read(path))),
  };
}
