import { cpSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseJson } from '../../src/artifact/json.ts';
import { type JudgedCase, type JudgeRequest, type RulesRun, rulesRunSchema } from '../../src/comparison/crosswise.ts';
import { runProgram } from '../../src/system/program.ts';
import { ROOT } from '../driver/paths.ts';
import type { OpenSide } from './side.ts';
import { blobsOf } from './snapshot.ts';

/** The module of a checkout that exports its study, as every study has it. */
const STUDY = 'pipeline/study.ts';
/** What a study's claims are made of, in a checkout. */
const CODE = ['src', 'pipeline', 'package.json'];
/** Milliseconds after which rules are given up: they take seconds. */
const LONGEST = 300_000;

/**
 * Copies the code of one side that its claims are made of into a folder, as regular files alone.
 * @throws Error where the side has no study.
 */
export async function copyCode(root: string, { side, folder }: OpenSide, to: string): Promise<void> {
  mkdirSync(to, { recursive: true });
  if (folder !== null) {
    const filter = (path: string) => !/\/(node_modules|build)$/.test(path);
    for (const name of CODE)
      if (existsSync(join(folder, name))) cpSync(join(folder, name), join(to, name), { recursive: true, filter });
  } else {
    for (const [path, bytes] of await blobsOf(root, side.commit as string, CODE)) {
      mkdirSync(dirname(join(to, path)), { recursive: true });
      writeFileSync(join(to, path), bytes);
    }
  }
  if (!existsSync(join(to, STUDY))) throw new Error(`it has no ${STUDY}`);
  symlinkSync(join(ROOT, 'node_modules'), join(to, 'node_modules'));
}

/**
 * Judges cases by the claims of a side's code. A revision may be anyone's, so the process reads the copy of its code, the tables and the
 * packages alone, writes nothing, starts nothing and gets no variable of the user's environment.
 * @throws Error with the first line of what went wrong.
 */
export async function runRules(code: string, cases: readonly JudgedCase[]): Promise<RulesRun> {
  const script = join(import.meta.dirname, 'judge.ts');
  const readable = [dirname(code), join(ROOT, 'node_modules'), join(ROOT, 'src'), import.meta.dirname]
    .flatMap((folder) => [`--allow-fs-read=${realpathSync(folder)}/`, `--allow-fs-read=${folder}/`])
    .concat(`--allow-fs-read=${join(ROOT, 'package.json')}`);
  const ended = await runProgram(process.execPath, ['--permission', '--no-warnings', ...readable, script], {
    cwd: code,
    input: JSON.stringify({ module: join(code, STUDY), cases: [...cases] } satisfies JudgeRequest),
    env: Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined])),
    timeout: LONGEST,
    maxBuffer: 1 << 27,
    reject: false,
  });
  if (ended.failed) throw new Error(ended.timedOut ? 'it did not end within five minutes' : faultOf(ended.stderr));
  return rulesRunSchema.parse(parseJson(ended.stdout.trimEnd().split('\n').at(-1) ?? ''));
}

/** The line of an uncaught error that says what was wrong. */
function faultOf(printed: string): string {
  const lines = printed.split('\n').map((line) => line.trim());
  return lines.find((line) => /^\w*Error\b.*: /.test(line)) ?? lines.find((line) => line !== '') ?? 'it ended early';
}
