import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { epsilonGrid, type Target } from '../../src/analysis/perturbation.ts';
import { readJson, renewFolder, writeAtomic } from '../../src/artifact/file.ts';
import type { IndexEntry } from '../../src/artifact/hashes.ts';
import { historySchema } from '../../src/artifact/history.ts';
import { ParamsError } from '../../src/artifact/profile.ts';
import { round, rowsOf, type Tables } from '../../src/artifact/table.ts';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import { rowOf } from '../../src/lab/archive.ts';
import { sha256, stepBytes } from '../../src/lab/digest.ts';
import type { LabEpoch, LabIndex, LabNetwork, LabRecord, LabStep } from '../../src/lab/format.ts';
import { RECORD_FILE } from '../../src/lab/library.ts';
import { PAIRS } from '../../src/study/pairs.ts';
import { PERTURBATION, ROBUSTNESS } from '../../src/study/tables.ts';
import { runStage, type Stage } from '../outline.ts';
import { readIndex } from '../store/networks.ts';
import { FINAL_FILE, HISTORY_FILE, solvedFile } from '../training/files.ts';
import { readSolved, type TrainedNetwork, trainedNetworks } from '../training/trained.ts';

// Stage `lab`: the few networks that the report's lab opens, small enough for git, with what the other stages found of them.
await runStage('lab', async (stage) => {
  const trained = trainedNetworks(stage);
  const pairs = pairsOf(stage, trained);
  const tables = stage.tables();
  const entries = new Map(readIndex(stage, 'train').map((entry) => [entry.id, entry]));
  const progress = stage.progress(2 * pairs.length);
  const removeOthers = renewFolder(folderOf(stage));
  const networks: LabNetwork[] = [];
  for (const network of pairs.flat()) {
    networks.push(await layOut(stage, network, entries.get(network.id) as IndexEntry, tables));
    progress.update(networks.length, network.id);
  }
  const index: LabIndex = {
    profile: stage.profile,
    kernelVersion: KERNEL_VERSION,
    perturbation: protocolOf(stage),
    pairs: pairs.map(([modular, nonModular]) => ({ modular: modular.id, nonModular: nonModular.id })),
    networks,
  };
  writeAtomic(join(folderOf(stage), 'index.json'), `${linesOf(index)}\n`);
  removeOthers();
  progress.done();
  if (pairs.length === 0) stage.log('The profile trained no pair of lab.pairs: the lab has nothing to open.');
});

/**
 * The pairs of params.yaml that the profile has, each on one seed: lab.seed where both networks have it, else the largest below it that
 * both have; a pair without such a seed is left out.
 */
function pairsOf({ params }: Stage, trained: TrainedNetwork[]): [TrainedNetwork, TrainedNetwork][] {
  const { pairs, seed } = params.lab;
  const foreign = pairs.find(([small, large]) => !PAIRS.some((pair) => pair[0] === small && pair[1] === large));
  if (foreign)
    throw new ParamsError(
      `lab.pairs in params.yaml has ${JSON.stringify(foreign)}, which is no pair of the paper. Choose some of ${JSON.stringify(PAIRS)}.`,
    );
  return pairs.flatMap(([modularSize, nonModularSize]) => {
    const of = (architecture: string, size: number) =>
      trained.filter(({ configuration: c }) => c.architecture === architecture && c.size === size && c.seed <= seed);
    const others = of('non-modular', nonModularSize);
    const both = of('modular', modularSize).flatMap((modular): [TrainedNetwork, TrainedNetwork][] => {
      const other = others.find(({ configuration }) => configuration.seed === modular.configuration.seed);
      return other ? [[modular, other]] : [];
    });
    return both.sort(([a], [b]) => b.configuration.seed - a.configuration.seed).slice(0, 1);
  });
}

function protocolOf({ params, settings }: Stage): LabIndex['perturbation'] {
  const { warmUp, steps, p, solvedAbove, diagonal } = params.perturb;
  return {
    warmUp,
    steps,
    p,
    solvedAbove,
    ...(diagonal === 'in-norm' ? { diagonal } : {}),
    draws: settings.perturb.draws,
    epsilons: epsilonGrid(settings.perturb.epsilons),
  };
}

/** artifacts/<profile>/lab */
function folderOf({ paths }: Stage): string {
  return join(paths.artifacts, 'lab');
}

/** Copies one network's checkpoints and writes its record. */
async function layOut(stage: Stage, network: TrainedNetwork, { key }: IndexEntry, tables: Tables): Promise<LabNetwork> {
  const { id, configuration, nSolved, folder } = network;
  const { architecture, size, seed, firstN } = configuration;
  const tasks = Array.from({ length: Math.max(0, nSolved - firstN + 1) }, (_, k) => firstN + k);
  const checkpoints = [FINAL_FILE, ...(architecture === 'non-modular' ? tasks.map(solvedFile) : [])];
  const to = join(folderOf(stage), id);
  for (const file of checkpoints) writeAtomic(join(to, file), readFileSync(join(folder, file)));
  const { epochs } = readJson(join(folder, HISTORY_FILE), historySchema);
  const history: LabEpoch[] = epochs.map(epochOf);
  const record: LabRecord = {
    history,
    steps: await stepsOf(network, history, tasks),
    ...foundOf(id, tables),
  };
  writeAtomic(join(to, RECORD_FILE), `${linesOf(record)}\n`);
  const files: LabNetwork['files'] = {};
  for (const file of [...checkpoints, RECORD_FILE]) {
    const bytes = readFileSync(join(to, file));
    files[file] = { sha256: (await sha256(bytes)) as string, bytes: bytes.length };
  }
  return { id, architecture, size, seed, nSolved, key, configuration, files };
}

function epochOf(entry: Parameters<typeof rowOf>[0]): LabEpoch {
  const { accuracies, ...row } = rowOf(entry);
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, round(value)])) as unknown as LabEpoch;
}

async function stepsOf(network: TrainedNetwork, history: LabEpoch[], tasks: number[]): Promise<LabStep[]> {
  const steps: LabStep[] = [];
  for (const N of tasks) {
    const epochs = history.filter((row) => row.N === N).map(({ epoch }) => epoch);
    const solvedEpoch = history.find((row) => row.N === N && row.nSolved === N)?.epoch as number;
    const digest = (await sha256(stepBytes(readSolved(network, N), N))) as string;
    steps.push({ N, firstEpoch: epochs[0], solvedEpoch, sha256: digest });
  }
  return steps;
}

/** The rows of stage `perturb` about one network, by target. */
function foundOf(id: string, tables: Tables): Pick<LabRecord, 'robustness' | 'perturbation'> {
  return {
    robustness: byTarget(rowsOf(tables, ROBUSTNESS), id).map(([target, byEpsilon]) => ({
      target,
      tasks: byEpsilon[0][0].tasks,
      solved: byEpsilon.map((rows) => rows.map(({ solved }) => solved)),
    })),
    perturbation: byTarget(rowsOf(tables, PERTURBATION), id).map(([target, byEpsilon]) => ({
      target,
      N: byEpsilon[0].map(({ N }) => N),
      accuracy: byEpsilon.map((rows) => rows.map(({ accuracy }) => accuracy)),
      deviation: byEpsilon.map((rows) => rows.map(({ deviation }) => deviation)),
    })),
  };
}

/** The rows about one network by target, and those of a target by epsilon. */
function byTarget<R extends { network: string; target: Target; epsilon: number }>(
  rows: readonly R[],
  id: string,
): [Target, R[][]][] {
  const found = Map.groupBy(
    rows.filter((row) => row.network === id),
    ({ target }) => target,
  );
  return [...found].map(([target, of]) => [target, [...Map.groupBy(of, ({ epsilon }) => epsilon).values()]]);
}

/** JSON with one line an entry of the lists at its top, so that a changed network or epoch is one changed line of a diff. */
function linesOf(value: object): string {
  const parts = Object.entries(value).map(([name, part]) => {
    const lines =
      Array.isArray(part) && part.length > 0
        ? `[\n${part.map((entry) => JSON.stringify(entry)).join(',\n')}\n]`
        : JSON.stringify(part);
    return `${JSON.stringify(name)}:${lines}`;
  });
  return `{${parts.join(',\n')}}`;
}
