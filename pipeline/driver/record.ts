import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Document, isMap, parseDocument } from 'yaml';
import { z } from 'zod';
import type { LockEntry } from '../../src/artifact/dvc.ts';
import { readJson, writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import { lineOfMarker } from '../../src/artifact/merge.ts';
import type { Run } from '../../src/artifact/protocols.ts';
import { engineOf, recordedSchema } from '../../src/artifact/recorded.ts';
import type { Outline } from '../../src/artifact/study.ts';
import { parseYaml } from '../../src/artifact/yaml.ts';
import { fileAt, headOf, isCheckout } from '../../src/system/git.ts';
import { address, lockEntries } from './dvc.ts';
import { ROOT } from './paths.ts';

const PROFILES = join(ROOT, 'artifacts', 'profiles.yaml');
const LOCK = join(ROOT, 'dvc.lock');
const KEPT = join(ROOT, '.cache', 'dvc.lock');
/** dvc.lock as it came with a folder that git does not know. */
const DELIVERED = join(ROOT, '.cache', 'delivered.lock');
const MADE = join(ROOT, '.cache', 'made.json');

const madeSchema = z.object({ made: z.array(z.string()) });

/** The engine that makes a profile, or null where the profile has no stages in DVC yet. */
export function recordedEngine(profile: string): string | null {
  if (!existsSync(PROFILES)) return null;
  return engineOf(parseYaml(recordedSchema, readFileSync(PROFILES, 'utf8'), 'artifacts/profiles.yaml'), profile);
}

/** Gives a run its stages in DVC, or another engine. */
export function recordRun({ id, profile, protocol }: Run, engine: string): void {
  const document = existsSync(PROFILES)
    ? parseDocument(readFileSync(PROFILES, 'utf8'))
    : new Document({ recorded: {} });
  if (!isMap(document.get('recorded'))) document.set('recorded', document.createNode({}));
  const item = { engine, profile, ...(protocol === null ? {} : { protocol }) };
  document.setIn(['recorded', id], document.createNode(item));
  writeAtomic(PROFILES, document.toString());
}

/**
 * Which results were made in this checkout: the hashes of entries of dvc.lock, kept outside git. On a fresh clone dvc.lock and the tables
 * are there already, made by someone else.
 */
export function madeHere(stage: string, profile: string): boolean {
  const entry = lockEntries()[address(stage, profile)];
  return entry !== undefined && readMade().includes(identity(stage, profile, entry));
}

/** Remembers that the present entry of a stage was made here. */
export function rememberMade(stage: string, profile: string): void {
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

/** The stages that a lock names; null where it is damaged. */
function stagesIn(text: string): string[] | null {
  try {
    return Object.keys(lockEntries(text));
  } catch {
    return null;
  }
}

/** Keeps dvc.lock as it came, where no git has it; false where that was done before. */
export function keepDelivered(): boolean {
  if (existsSync(DELIVERED)) return false;
  writeAtomic(DELIVERED, existsSync(LOCK) ? readFileSync(LOCK, 'utf8') : '');
  return true;
}

/** How what stands here compares with what was published: dvc.lock at git HEAD, or without git as it came. */
export interface LockComparison {
  /** 'dvc.lock at HEAD' */
  against: string;
  /** False where that records nothing for the profile. */
  recorded: boolean;
  /** Artifacts compared, machine-dependent stages apart. */
  compared: number;
  /** The first artifact, in the order of the stages, that differs or that only one side has. */
  differs: string | null;
  /** Machine-dependent artifacts that differ. */
  machine: string[];
}

/** Compares the outputs' hashes of a profile, stage by stage, with the lock that was published. */
export async function compareWithHead(study: Outline, profile: string): Promise<LockComparison> {
  const at = await headOf(ROOT);
  const against = isCheckout(ROOT) ? 'dvc.lock at HEAD' : 'the dvc.lock that came here';
  const delivered = existsSync(DELIVERED) ? readFileSync(DELIVERED, 'utf8') : '';
  const published = at ? await fileAt(ROOT, at.commit, 'dvc.lock') : isCheckout(ROOT) ? '' : delivered;
  const head = lockEntries(published, against);
  const now = lockEntries();
  const comparison: LockComparison = { against, recorded: false, compared: 0, differs: null, machine: [] };
  for (const { name: stage, machine } of study.stages) {
    const before = hashes(head[address(stage, profile)]);
    const after = hashes(now[address(stage, profile)]);
    if (before.size > 0) comparison.recorded = true;
    for (const path of new Set([...before.keys(), ...after.keys()])) {
      // The report is a view of the artifacts, with the date of its commit.
      if (!path.startsWith('artifacts/')) continue;
      const same = before.get(path) === after.get(path);
      if (machine) {
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

function identity(stage: string, profile: string, entry: LockEntry): string {
  return `${address(stage, profile)} ${sha256(JSON.stringify(entry)).slice(0, 16)}`;
}

function readMade(): string[] {
  try {
    return readJson(MADE, madeSchema).made;
  } catch {
    return [];
  }
}
