import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../../src/artifact/file.ts';
import type { Outline } from '../../src/artifact/study.ts';
import { scriptOf } from '../driver/stages.ts';
import type { PublishedNetwork } from '../store/published.ts';
import { resultDifference } from './result.ts';
import { openScratch, type Scratch, type ScratchOptions } from './scratch.ts';

export interface Derivation extends Omit<ScratchOptions, 'given'> {
  study: Outline;
  networks: readonly PublishedNetwork[];
  /** Whether the tables of every analysis are measured again on the networks; else figures and verdicts start from them. */
  measure: boolean;
  workers: number;
  tell(what: string): void;
}

/** What the stages of this checkout make of a bundle's parameters, networks and tables that is not what the bundle has. */
export async function derivationFaults(options: Derivation): Promise<string[]> {
  const { study, bundle, profile, networks, measure, workers, tell } = options;
  const has = (path: string) => existsSync(join(bundle, 'artifacts', profile, path));
  const files = listFiles(join(bundle, 'artifacts', profile));
  const trained = (stage: string) => networks.some((one) => one.stage === stage && one.reading === null);
  const running = study.stages.filter(({ name, trains, networks: measured, slow, tables, files: folders = [] }) =>
    trains
      ? trained(name)
      : measured !== undefined &&
        (measure || !slow) &&
        tables.every(({ path }) => has(path)) &&
        folders.every((folder) => files.some((path) => path.startsWith(`${folder}/`))),
  );
  const judged = readingsIn(networks).filter((reading) => has(`readings/${reading}/claims.json`));
  const judgedAgain = study.stages.flatMap(({ name, again }) => (again?.makes.every(has) ? { name, ...again } : []));
  const made = (path: string) =>
    running.some(
      ({ name, trains, tables, files: folders = [] }) =>
        (trains && [`histories/${name}.csv`, `hashes/${name}.json`].includes(path)) ||
        (has(path) && tables.some((table) => table.path === path)) ||
        folders.some((folder) => path.startsWith(`${folder}/`)),
    ) ||
    path.startsWith('figures/') ||
    [
      'claims.json',
      'metrics.json',
      ...judged.map((reading) => `readings/${reading}/claims.json`),
      ...judgedAgain.flatMap(({ makes }) => makes),
    ].includes(path);

  const scratch = openScratch({ ...options, given: (path) => !made(path) });
  const flags = ['--workers', String(workers)];
  const faults: string[] = [];
  const runScript = async (script: string, name: string, ...more: string[]) => {
    tell([name, ...more].join(' '));
    const failure = await scratch.run(script, ...flags, ...more);
    if (failure !== null) faults.push(`stage ${[name, ...more].join(' ')} fails on what the bundle has: ${failure}`);
  };
  const run = (name: string, ...more: string[]) => runScript(scriptOf(name), name, ...more);
  for (const { name } of running) await run(name);
  await inLanes(workers, [
    () => run('claims'),
    () => run('figures'),
    ...judged.map((reading) => () => run('claims', '--reading', reading)),
  ]);
  if (faults.length === 0) for (const { name, script } of judgedAgain) await runScript(script, name);
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
