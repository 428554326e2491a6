import { availableParallelism, cpus, release, type } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Machine, StageTime } from '../../src/artifact/certificate.ts';
import type { LockEntry } from '../../src/artifact/dvc.ts';
import { readJson, writeJson } from '../../src/artifact/file.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import type { Outline } from '../../src/artifact/study.ts';
import type { PublishedNetwork } from '../store/published.ts';
import { timingSchema } from '../store/store.ts';
import { address, lockEntries } from './dvc.ts';
import { ROOT } from './paths.ts';

/** Outside git: it belongs to one machine. */
const TIMES = join(ROOT, '.cache', 'times.json');

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    system: `${type()} ${release().split('-')[0]}, ${process.arch}`,
    node: process.versions.node,
  };
}

const timesSchema = z.record(z.string(), z.object({ seconds: z.number(), ended: z.string() }));
type Times = z.infer<typeof timesSchema>;

/** Remembers how long a stage took and that it ended now, with the results that dvc.lock has of it. */
export function rememberTime(stage: string, profile: string, seconds: number, file: string = TIMES): void {
  const key = resultOf(stage, profile, lockEntries());
  if (key === null) return;
  const times = readTimes(file);
  if (seconds < (times[key]?.seconds ?? 0)) return;
  writeJson(file, { ...times, [key]: { seconds: Math.round(seconds), ended: new Date().toISOString() } });
}

/** The times of all stages of a profile, as far as they were recorded for the results that dvc.lock has now. */
export function stageTimes(
  study: Outline,
  profile: string,
  networks: readonly PublishedNetwork[],
  store: string,
): StageTime[] {
  const times = readTimes(TIMES);
  const entries = lockEntries();
  return study.stages.map(({ name: stage, trains }) => {
    const time = times[resultOf(stage, profile, entries) ?? ''];
    const ofStage = networks.filter((network) => network.stage === stage && network.reading === null);
    return {
      stage,
      wall: time?.seconds ?? null,
      training: trains ? trainingSeconds(ofStage, store) : null,
      ended: time?.ended ?? null,
    };
  });
}

function trainingSeconds(networks: readonly PublishedNetwork[], store: string): number | null {
  try {
    const timings = networks.map(({ key }) => readJson(join(store, key, 'timing.json'), timingSchema));
    const sum = timings.reduce((total, { seconds }) => total + seconds, 0);
    return networks.length > 0 && Number.isFinite(sum) ? Math.round(sum) : null;
  } catch {
    return null;
  }
}

function resultOf(stage: string, profile: string, entries: Record<string, LockEntry>): string | null {
  const outs = entries[address(stage, profile)]?.outs;
  if (!outs) return null;
  const hash = sha256(JSON.stringify(outs.map(({ path, md5 }) => [path, md5])));
  return `${address(stage, profile)} ${hash.slice(0, 16)}`;
}

function readTimes(file: string): Times {
  try {
    return readJson(file, timesSchema);
  } catch {
    return {};
  }
}
