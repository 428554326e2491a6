import { summarize, type TimescaleProtocol, type TimescaleSummary, timescales } from '../../src/analysis/timescales.ts';
import type { Measurement } from '../../src/artifact/study.ts';
import { loadSimulate } from '../../src/engine/simd/simulate.ts';
import { simulate } from '../../src/network/dynamics.ts';
import type { Stage } from '../outline.ts';
import type { EngineName } from '../training/engines.ts';
import { mostSolved, nSolvedOf, type OpenNetwork, readSolved } from '../training/trained.ts';

export interface TimescalesPayload {
  network: OpenNetwork;
  /** Ascending; of a non-modular network one alone. Those that it did not solve are left out. */
  tasks: number[];
  protocol: TimescaleProtocol;
  engine: EngineName;
}

/** Timescales of one network: behind every head of interest (modular), or of the core as it had solved one N. */
export default async function work(
  { network, tasks: wanted, protocol, engine }: TimescalesPayload,
  report: (fraction: number, label: string) => void,
): Promise<TimescaleSummary[]> {
  const nSolved = nSolvedOf(network);
  const tasks = wanted.filter((N) => N <= nSolved);
  if (tasks.length === 0) return [];
  const solved = readSolved(network, Math.max(...tasks));
  // TensorFlow.js has no way to keep every state of a long run; beside it stands the plain float64 forward pass.
  const run = engine === 'simd' ? await loadSimulate() : simulate;
  const onModule = (done: number, of: number) => report(done / of, `module ${done} of ${of}`);
  return timescales(solved, protocol, run, { tasks, onModule }).map((one) => summarize(one, protocol.fits));
}

type Network = Pick<OpenNetwork, 'id' | 'key' | 'configuration' | 'nSolved'>;

/** One job a modular network, which holds all its steps; of a non-modular one each solved N is a checkpoint, and a job. */
export function timescalesJobs<Measured extends Network>(
  { params, settings, engine }: Pick<Stage, 'params' | 'settings' | 'engine'>,
  networks: readonly Measured[],
): Measurement<Measured, Omit<TimescalesPayload, 'network'>>[] {
  const { modularSize, nonModularSize, burnIn, maxLag, tauMax, fits } = params.timescales;
  const { steps, trials, seeds, everyN } = settings.timescales;
  const subjects = networks.filter(
    ({ configuration: { architecture, size, seed } }) =>
      size === (architecture === 'modular' ? modularSize : nonModularSize) && seed < seeds,
  );
  return subjects.flatMap((network) => {
    const { seed, size, architecture, firstN, epochs } = network.configuration;
    const all: number[] = [];
    for (let N = firstN; N < firstN + epochs; N += everyN) all.push(N);
    const solved = all.filter((N) => N <= mostSolved(network));
    const portions = architecture === 'non-modular' ? solved.map((N) => [N]) : solved.length > 0 ? [solved] : [];
    return portions.map((tasks) => ({
      id: `${network.id}, N = ${tasks.join(' ')}`,
      // Transforms of the neurons of interest outweigh the simulation; fitted to runs of the quick profile on one core.
      seconds: 1.2e-7 * size * tasks.length * steps * trials,
      network,
      // A modular network's job is the same before it is trained, when nobody knows yet which tasks it solves.
      payload: {
        tasks: architecture === 'modular' ? all : tasks,
        protocol: { steps, burnIn, trials, maxLag, tauMax, fits, seed },
        engine,
      },
    }));
  });
}
