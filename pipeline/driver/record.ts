import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { Document, isMap, parseDocument } from 'yaml';
import { writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { STAGES, type StageName, stageOf } from '../../src/study/stages.ts';
import { address, type LockEntry, lockEntries } from './dvc.ts';
import { ROOT } from './paths.ts';
import type { EngineName } from './stages.ts';

const PROFILES = join(ROOT, 'artifacts', 'profiles.yaml');
const MADE = join(ROOT, '.cache', 'made.json');
/** The engine that makes a profile, or null where the profile has no stages in DVC yet. */
export function recordedEngine(profile: string): EngineName | null {
  if (!existsSync(PROFILES)) return null;
  const document = parseDocument(readFileSync(PROFILES, 'utf8'));
  return (document.getIn(['recorded', profile, 'engine']) as EngineName | undefined) ?? null;
}

/** Gives a profile its stages in DVC, or another engine. */
export function recordProfile(profile: string, engine: EngineName): void {
  const document = existsSync(PROFILES)
    ? parseDocument(readFileSync(PROFILES, 'utf8'))
    : new Document({ recorded: {} });
  if (!isMap(document.get('recorded'))) document.set('recorded', document.createNode({}));
  document.setIn(['recorded', profile], document.createNode({ engine }));
  writeAtomic(PROFILES, document.toString());
}

/**
 * Which results were made in this checkout: the hashes of entries of dvc.lock, kept outside git. On a fresh clone dvc.lock and the tables
 * are there already, made by someone else.
 */
export function madeHere(stage: StageName, profile: string): boolean {
  const entry = lockEntries()[address(stage, profile)];
  return entry !== undefined && readMade().includes(identity(stage, profile, entry));
}

/** Remembers that the present entry of a stage was made here. */
export function rememberMade(stage: StageName, profile: string): void {
  const entry = lockEntries()[address(stage, profile)];
  if (!entry) return;
  const made = readMade();
  const key = identity(stage, profile, entry);
  if (!made.includes(key)) writeJson(MADE, { made: [...made, key] });
}

/** How what stands here compares with what dvc.lock at git HEAD records. */
export interface Comparison {
  /** False where HEAD records nothing for the profile. */
  recorded: boolean;
  /** Artifacts compared, machine-dependent stages apart. */
  compared: number;
  /** The first artifact, in the order of the stages, that differs or that only one side has. */
  differs: string | null;
  /** Machine-dependent artifacts that differ. */
  machine: string[];
}

/** Compares the outputs' hashes of a profile, stage by stage, with dvc.lock at git HEAD. */
export async function compareWithHead(profile: string): Promise<Comparison> {
  const { stdout, failed } = await execa('git', ['show', 'HEAD:dvc.lock'], { cwd: ROOT, reject: false });
  const head = lockEntries(failed ? '' : stdout);
  const now = lockEntries();
  const comparison: Comparison = { recorded: false, compared: 0, differs: null, machine: [] };
  for (const stage of STAGES) {
    const before = hashes(head[address(stage, profile)]);
    const after = hashes(now[address(stage, profile)]);
    if (before.size > 0) comparison.recorded = true;
    if (stage === 'report') continue;
    for (const path of new Set([...before.keys(), ...after.keys()])) {
      const same = before.get(path) === after.get(path);
      if (stageOf(stage).machine) {
        if (!same) comparison.machine.push(path);
      } else {
        comparison.compared++;
        if (!same) comparison.differs ??= path;
      }
    }
  }
  return comparison;
}

function hashes(entry: LockEntry | undefined): Map<string, string> {
  return new Map((entry?.outs ?? []).map(({ path, md5 }) => [path, md5]));
}

function identity(stage: StageName, profile: string, entry: LockEntry): string {
  const hash = createHash('sha256').update(JSON.stringify(entry)).digest('hex').slice(0, 16);
  return `${address(stage, profile)} ${hash}`;
}

function readMade(): string[] {
  try {
    const { made } = JSON.parse(readFileSync(MADE, 'utf8')) as { made?: unknown };
    return Array.isArray(made) ? made.map(String) : [];
  } catch {
    return [];
  }
}
