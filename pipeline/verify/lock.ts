import { join, relative } from 'node:path';
import { type Outline, stageNames } from '../../src/artifact/study.ts';
import type { Paths } from '../driver/paths.ts';
import { agreementWithLock } from '../store/published.ts';

/** A result of a run that is not the one that dvc.lock records. */
export interface LockFault {
  /** 'artifacts/quick/tables/robustness.csv' */
  path: string;
  state: 'differs' | 'missing';
  /** 'artifacts/quick/tables/robustness.csv is not the file that dvc.lock records' */
  text: string;
}

/** The hashes, tables and readings of a run that dvc.lock records otherwise: what verdicts and figures are made from, and nothing derives again at once. */
export function lockFaults(study: Outline, paths: Paths): LockFault[] {
  const agreement = agreementWithLock(paths);
  const hashes = stageNames(study, ({ trains }) => trains).map((stage) => `hashes/${stage}.json`);
  const tables = study.stages.flatMap((stage) => stage.tables.map(({ path }) => path));
  const names = [...hashes, ...tables, 'readings', 'multiverse.json', 'hashes/multiverse.json'];
  return names.flatMap((name): LockFault[] => {
    const state = agreement(name);
    if (state !== 'differs' && state !== 'missing') return [];
    const path = relative(paths.root, join(paths.artifacts, name));
    const kind = name === 'readings' ? 'folder' : 'file';
    const text =
      state === 'missing'
        ? `${path} is missing, dvc.lock records it`
        : `${path} is not the ${kind} that dvc.lock records`;
    return [{ path, state, text }];
  });
}
