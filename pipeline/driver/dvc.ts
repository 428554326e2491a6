import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type DvcLock, dvcLockSchema, dvcYamlSchema, type LockEntry } from '../../src/artifact/dvc.ts';
import { UserError } from '../../src/artifact/error.ts';
import { checkFormat } from '../../src/artifact/format.ts';
import { type Outline, stageNames } from '../../src/artifact/study.ts';
import { parseYaml, readYaml } from '../../src/artifact/yaml.ts';
import { runProgram } from '../../src/system/program.ts';
import { configurationFolders } from './configuration.ts';
import { BUSY, explainDvc } from './dvcErrors.ts';
import { ROOT } from './paths.ts';

/** What DVC says has changed since a stage ran: paths, keys of params.yaml, or the command. */
export interface Change {
  /** 'deps', 'outs' or 'command'. */
  of: 'deps' | 'outs' | 'command';
  /** A path, a key of params.yaml, or the empty string. */
  what: string;
  /** DVC's word: 'modified', 'deleted', 'new', ... */
  how: string;
}

/** The program and the variables with which DVC and the stages run, in the environment of every child. */
export function dvcCommand(root: string = ROOT): { program: string; env: Record<string, string> } {
  const local = join(root, '.venv', 'bin', 'dvc');
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  return {
    program: existsSync(local) ? local : 'dvc',
    env: {
      PATH: path,
      PYTHONUNBUFFERED: '1',
      DVC_NO_ANALYTICS: '1',
      DVC_STUDIO_OFFLINE: '1',
      ...configurationFolders(root),
    },
  };
}

/** Milliseconds for which another DVC in the same checkout is waited for. */
const PATIENCE = 30_000;

/** Runs DVC to its end with its output held back; a DVC that is at work in this checkout is waited for a while, with a line that says so. */
export async function dvc(...args: readonly string[]) {
  const { program, env } = dvcCommand();
  const started = performance.now();
  for (let told = false; ; told = true) {
    const ended = await runProgram(program, args, { cwd: ROOT, env, reject: false, stdin: 'ignore' });
    const busy = ended.failed && BUSY.test(`${ended.stdout}\n${ended.stderr}`);
    if (!busy || performance.now() - started > PATIENCE) return ended;
    if (!told) console.log('Another DVC is at work in this checkout: waits half a minute for it.');
    await sleep(1000);
  }
}

/** A stage of a profile as DVC names it: 'train@quick'. */
export function address(stage: string, profile: string): string {
  return `${stage}@${profile}`;
}

/**
 * What has changed since each stage of a profile ran; a stage that is not in the map is as it was.
 * @throws UserError where DVC cannot tell: another DVC is at work, dvc.yaml is damaged.
 */
export async function changesInDvc(study: Outline, profile: string): Promise<Map<string, Change[]>> {
  // DVC takes all stages in about the time that it takes for each target by itself.
  const ended = await dvc('status', '--json');
  if (ended.failed) throw refused(ended);
  const raw = parseChanges(ended.stdout);
  return new Map(
    stageNames(study)
      .filter((stage) => raw[address(stage, profile)])
      .map((stage) => [stage, raw[address(stage, profile)].flatMap(readChange)]),
  );
}

/**
 * Refuses a dvc.yaml that is missing, no YAML or of another form, before DVC does so in words of its parser.
 * @throws UserError naming the line.
 */
export function checkDeclaration(): void {
  const file = join(ROOT, 'dvc.yaml');
  if (!existsSync(file)) throw new UserError("dvc.yaml is missing: restore it with 'git checkout dvc.yaml'.");
  parseYaml(dvcYamlSchema, readFileSync(file, 'utf8'), 'dvc.yaml');
}

/** The text of a dvc.lock that was parsed last: parsing takes a quarter of a second, and a run asks for the same text many times. */
let parsed: { text: string; entries: Record<string, LockEntry> } = { text: '', entries: {} };

/**
 * The entries of dvc.lock by stage address; none where there is no file yet.
 * @throws UserError naming the line where the file is no YAML, as after a merge with conflicts, or the field that does not fit.
 */
export function lockEntries(text: string | null = readLock(), name = 'dvc.lock'): Readonly<Record<string, LockEntry>> {
  if (!text) return {};
  const trimmed = text.trimEnd();
  if (trimmed !== parsed.text) {
    const lock = readYaml(trimmed, name);
    // The entries as they stand there, not as the schema orders them: what was made here is known by their text.
    if (lock !== null) checkFormat(dvcLockSchema, lock, name);
    parsed = { text: trimmed, entries: (lock as DvcLock | null)?.stages ?? {} };
  }
  return parsed.entries;
}

/** What a failed DVC printed, as an error in the user's words. */
export function refused(ended: { stdout: string; stderr: string; shortMessage?: string }): UserError {
  const printed = `${ended.stdout ?? ''}\n${ended.stderr ?? ''}`;
  return new UserError(explainDvc(printed.trim() === '' ? String(ended.shortMessage) : printed), { cause: ended });
}

function parseChanges(printed: string): z.infer<typeof statusSchema> {
  try {
    return statusSchema.parse(JSON.parse(printed.trim().split('\n').at(-1) || '{}'));
  } catch (error) {
    throw new UserError(
      `DVC printed something else than its status: check that 'dvc' on the PATH is DVC 3 (dvc --version), or run 'npm run setup'.\n${printed.trim().slice(0, 500)}`,
      { cause: error },
    );
  }
}

const word = z.string();
/** A change of `dvc status --json`: 'changed command', or what became of outs and deps, by path and, of params.yaml, by key. */
const rawChangeSchema = z.union([
  word,
  z.record(word, z.union([word, z.record(word, z.union([word, z.record(word, word)]))])),
]);
const statusSchema = z.record(word, z.array(rawChangeSchema));

function readChange(raw: z.infer<typeof rawChangeSchema>): Change[] {
  if (typeof raw === 'string') return [{ of: 'command', what: '', how: raw }];
  return Object.entries(raw).flatMap(([kind, items]): Change[] => {
    if (typeof items === 'string') return [{ of: 'command', what: '', how: items }];
    const of = kind === 'changed outs' ? ('outs' as const) : ('deps' as const);
    return Object.entries(items).flatMap(([path, how]) =>
      typeof how === 'string'
        ? [{ of, what: path, how }]
        : Object.entries(how).map(([key, word]) => ({ of, what: `${path} ${key}`, how: word })),
    );
  });
}

function readLock(): string | null {
  const file = join(ROOT, 'dvc.lock');
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
