import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Document, isMap, parseDocument } from 'yaml';
import { writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { lineOfMarker, readYaml } from '../../src/artifact/yaml.ts';
import { STAGES, type StageName } from '../../src/study/stages.ts';
import { fileAt, headOf } from '../../src/system/git.ts';
import { address, type LockEntry, lockEntries } from './dvc.ts';
import { ROOT } from './paths.ts';
import type { EngineName } from './stages.ts';

const PROFILES = join(ROOT, 'artifacts', 'profiles.yaml');
const LOCK = join(ROOT, 'dvc.lock');
const KEPT = join(ROOT, '.cache', 'dvc.lock');
const MADE = join(ROOT, '.cache', 'made.json');
/** Written from outside DVC's sight or on backends that differ between machines: another machine makes other bytes. */
const MACHINE_DEPENDENT: readonly StageName[] = ['crosscheck', 'report'];

interface Recorded {
  recorded?: Record<string, { engine?: string } | undefined>;
}

/** The engine that makes a profile, or null where the profile has no stages in DVC yet. */
export function recordedEngine(profile: string): EngineName | null {
  if (!existsSync(PROFILES)) return null;
  const document = readYaml(readFileSync(PROFILES, 'utf8'), 'artifacts/profiles.yaml');
  return ((document as Recorded | null)?.recorded?.[profile]?.engine as EngineName | undefined) ?? null;
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

/** Keeps a copy of dvc.lock as it is when DVC has just written it whole. */
export function keepLock(): void {
  if (existsSync(LOCK)) writeAtomic(KEPT, readFileSync(LOCK, 'utf8'));
}

/**
 * Puts dvc.lock back as it was when the last stage ended, where a run was killed while DVC wrote it: DVC writes it in place, and a lock that is
 * cut off lacks stages, of this profile and of others. Resolves to whether it did.
 */
export function restoreLock(): boolean {
  if (!existsSync(KEPT)) return false;
  const kept = readFileSync(KEPT, 'utf8');
  const text = existsSync(LOCK) ? readFileSync(LOCK, 'utf8') : '';
  // A merge with conflicts is the user's to solve.
  if (lineOfMarker(text) !== null) return false;
  const stages = stagesIn(text);
  if (stages !== null && stagesIn(kept)?.every((stage) => stages.includes(stage))) return false;
  writeAtomic(LOCK, kept);
  return true;
}

/** The stages that a lock names; null where it is no YAML. */
function stagesIn(text: string): string[] | null {
  const document = parseDocument(text);
  return document.errors.length > 0 ? null : Object.keys(lockEntries(text));
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
  const at = await headOf(ROOT);
  const head = lockEntries(at ? await fileAt(ROOT, at.commit, 'dvc.lock') : '', 'dvc.lock of HEAD');
  const now = lockEntries();
  const comparison: Comparison = { recorded: false, compared: 0, differs: null, machine: [] };
  for (const stage of STAGES) {
    const before = hashes(head[address(stage, profile)]);
    const after = hashes(now[address(stage, profile)]);
    if (before.size > 0) comparison.recorded = true;
    if (stage === 'report') continue;
    for (const path of new Set([...before.keys(), ...after.keys()])) {
      const same = before.get(path) === after.get(path);
      if (MACHINE_DEPENDENT.includes(stage)) {
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
