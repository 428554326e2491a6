import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../../src/artifact/file.ts';
import { STAGES, type StageName, TRAINING_STAGES } from '../../src/study/stages.ts';
import { scriptOf } from '../driver/stages.ts';
import type { PublishedNetwork } from '../store/published.ts';
import { resultDifference } from './result.ts';
import { openScratch, type Scratch, type ScratchOptions } from './scratch.ts';

/** The tables of the stages that measure networks, whose measuring takes long: done again where everything is. */
const MEASURED: Partial<Record<StageName, readonly string[]>> = {
  generalize: ['tables/generalize.csv'],
  perturb: ['tables/robustness.csv', 'tables/perturbation.csv'],
  timescales: ['tables/timescales.csv'],
  redundancy: ['tables/redundancy.csv', 'tables/twins.csv'],
};
/** The tables of those that measure in no time. */
const QUICK: Partial<Record<StageName, readonly string[]>> = {
  conserve: ['tables/conserve.csv'],
  deep: ['tables/deep.csv'],
};

export interface Derivation extends Omit<ScratchOptions, 'given'> {
  networks: readonly PublishedNetwork[];
  /** Whether the tables of every analysis are measured again on the networks; else figures and verdicts start from them. */
  measure: boolean;
  workers: number;
  tell(what: string): void;
}

/** What the stages of this checkout make of a bundle's parameters, networks and tables that is not what the bundle has. */
export async function derivationFaults(options: Derivation): Promise<string[]> {
  const { bundle, profile, networks, measure, workers, tell } = options;
  const has = (path: string) => existsSync(join(bundle, 'artifacts', profile, path));
  const laidOut = TRAINING_STAGES.filter((stage) =>
    networks.some((network) => network.stage === stage && network.reading === null),
  );
  const measuring = Object.entries(measure ? { ...MEASURED, ...QUICK } : QUICK).filter(([, tables]) =>
    tables.every(has),
  );
  const shown = listFiles(join(bundle, 'artifacts', profile)).some((path) => path.startsWith('lab/')) ? ['lab'] : [];
  const running: string[] = [...laidOut, ...measuring.map(([name]) => name), ...shown];
  const stages = STAGES.filter((stage) => running.includes(stage));
  const judged = readingsIn(networks).filter((reading) => has(`readings/${reading}/claims.json`));
  const made = (path: string) =>
    stages.some((stage) => path === `histories/${stage}.csv` || path === `hashes/${stage}.json`) ||
    measuring.some(([, tables]) => tables.includes(path)) ||
    path.startsWith('figures/') ||
    (shown.length > 0 && path.startsWith('lab/')) ||
    [
      'claims.json',
      'metrics.json',
      'readings.json',
      ...judged.map((reading) => `readings/${reading}/claims.json`),
    ].includes(path);

  const scratch = openScratch({ ...options, given: (path) => !made(path) });
  const flags = ['--workers', String(workers)];
  const faults: string[] = [];
  const run = async (name: StageName | 'matrix', ...more: string[]) => {
    tell([name, ...more].join(' '));
    const script = name === 'matrix' ? 'pipeline/verify/matrix.ts' : scriptOf(name);
    const failure = await scratch.run(script, ...flags, ...more);
    if (failure !== null) faults.push(`stage ${[name, ...more].join(' ')} fails on what the bundle has: ${failure}`);
  };
  for (const stage of stages) await run(stage);
  await inLanes(workers, [
    () => run('claims'),
    () => run('figures'),
    ...judged.map((reading) => () => run('claims', '--reading', reading)),
  ]);
  if (has('readings.json') && faults.length === 0) await run('matrix');
  return faults.length > 0 ? faults : differing(scratch, join(bundle, 'artifacts', profile), made);
}

/** Compares what was made with what the bundle has under the same names, in both directions. */
function differing(scratch: Scratch, published: string, made: (path: string) => boolean): string[] {
  const results = (folder: string) => listFiles(folder).filter((path) => made(path) && !path.startsWith('networks/'));
  const paths = [...new Set([...results(published), ...results(scratch.artifacts)])].sort();
  const read = (folder: string, path: string) =>
    existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : null;
  return paths.flatMap((path) => resultDifference(path, read(published, path), read(scratch.artifacts, path)));
}

function readingsIn(networks: readonly PublishedNetwork[]): string[] {
  return [...new Set(networks.flatMap(({ reading }) => reading ?? []))];
}

async function inLanes(lanes: number, tasks: (() => Promise<void>)[]): Promise<void> {
  const queue = [...tasks];
  const lane = async () => {
    for (let task = queue.shift(); task; task = queue.shift()) await task();
  };
  await Promise.all(Array.from({ length: Math.min(lanes, tasks.length) }, lane));
}
