import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';
import { UserError } from '../../src/artifact/error.ts';
import { STAGES, type StageName } from '../../src/study/stages.ts';
import { explainDvc } from './dvcErrors.ts';
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

/** An output of a stage as dvc.lock records it. */
export interface LockedFile {
  path: string;
  md5: string;
}

/** A stage's entry in dvc.lock. */
export interface LockEntry {
  cmd: string;
  deps?: LockedFile[];
  params?: Record<string, Record<string, unknown>>;
  outs?: LockedFile[];
}

/** The program and the environment in which DVC and the stages run. */
export function dvcCommand(): { program: string; env: Record<string, string> } {
  const own = join(ROOT, '.venv', 'bin', 'dvc');
  const path = [join(ROOT, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  return {
    program: existsSync(own) ? own : 'dvc',
    env: { PATH: path, PYTHONUNBUFFERED: '1', DVC_NO_ANALYTICS: '1', DVC_STUDIO_OFFLINE: '1' },
  };
}

/** A stage of a profile as DVC names it: 'train@quick'. */
export function address(stage: StageName, profile: string): string {
  return `${stage}@${profile}`;
}

/**
 * What has changed since each stage of a profile ran; a stage that is not in the map is as it was.
 * @throws UserError where DVC cannot tell: another DVC is at work, dvc.yaml is damaged.
 */
export async function changesInDvc(profile: string): Promise<Map<StageName, Change[]>> {
  const { program, env } = dvcCommand();
  // DVC takes all stages in about the time that it takes for each target by itself.
  const { stdout, stderr, exitCode, failed } = await execa(program, ['status', '--json'], {
    cwd: ROOT,
    env,
    reject: false,
  });
  if (failed || exitCode !== 0) throw new UserError(explainDvc(`${stdout}\n${stderr}`));
  const raw = JSON.parse(stdout.trim().split('\n').at(-1) || '{}') as Record<string, RawChange[]>;
  return new Map(
    STAGES.filter((stage) => raw[address(stage, profile)]).map((stage) => [
      stage,
      raw[address(stage, profile)].flatMap(readChange),
    ]),
  );
}

/** The text of a dvc.lock that was parsed last: parsing takes a quarter of a second, and a run asks for the same text many times. */
let parsed: { text: string; entries: Record<string, LockEntry> } = { text: '', entries: {} };

/** The entries of dvc.lock by stage address; none where there is no file yet. */
export function lockEntries(text: string | null = readLock()): Readonly<Record<string, LockEntry>> {
  if (!text) return {};
  const trimmed = text.trimEnd();
  if (trimmed !== parsed.text) {
    parsed = {
      text: trimmed,
      entries: (parse(trimmed) as { stages?: Record<string, LockEntry> } | null)?.stages ?? {},
    };
  }
  return parsed.entries;
}

type RawChange = string | Record<string, string | Record<string, string | Record<string, string>>>;

function readChange(raw: RawChange): Change[] {
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
