import { epsilonGrid, type PerturbationProtocol } from '../../src/analysis/perturbation.ts';
import {
  type Answerer,
  growTwins,
  redundancyAccuracy,
  type Twin,
  type TwinProtocol,
} from '../../src/analysis/redundancy.ts';
import type { Measurement } from '../../src/artifact/study.ts';
import { nodeSequence } from '../../src/engine/native/choice.ts';
import { simulateModuleOn } from '../../src/network/sequence.ts';
import type { Stage } from '../outline.ts';
import { expectedSeconds } from '../training/duration.ts';
import type { EngineName } from '../training/engines.ts';
import { loadEngine } from '../training/engines.ts';
import { mostSolved, nSolvedOf, type OpenNetwork, readSolved } from '../training/trained.ts';

/** How the tasks of a network are answered: see `VARIANTS`. */
export interface Variant {
  variant: 'plain' | 'copy' | 'relaxed' | 'twin';
  feeding: 'first' | 'mean';
  answerer: Answerer;
}

/**
 * One module a task; two exact copies; a module and its twin under relaxed selection; and that twin alone beside the first modules, which
 * tells what its training is worth without a second answer.
 */
export const VARIANTS: readonly Variant[] = [
  { variant: 'plain', feeding: 'first', answerer: 'first' },
  { variant: 'copy', feeding: 'first', answerer: 'both' },
  { variant: 'copy', feeding: 'mean', answerer: 'both' },
  { variant: 'twin', feeding: 'first', answerer: 'second' },
  { variant: 'relaxed', feeding: 'first', answerer: 'both' },
  { variant: 'relaxed', feeding: 'mean', answerer: 'both' },
];

export interface RedundancyPayload {
  network: OpenNetwork;
  /** The largest task of the part that is doubled. */
  untilN: number;
  twins: TwinProtocol;
  epsilons: number[];
  protocol: PerturbationProtocol;
  engine: EngineName;
}

export interface RedundancyResult {
  /** N of every task of the part. */
  tasks: number[];
  twins: Twin[];
  /** Accuracies by variant, in the order of `VARIANTS`: [variants][epsilons][draws][tasks]. */
  accuracies: number[][][][];
}

/** Share of a job that goes into training the twins, for the bar alone. */
const TRAINING = 0.5;

/** Doubles the solved part of one network in both ways, and perturbs it. */
export default async function work(
  { network, untilN, twins: protocolOfTwins, epsilons, protocol, engine }: RedundancyPayload,
  report: (fraction: number, label: string) => void,
): Promise<RedundancyResult> {
  const first = readSolved(network, Math.min(nSolvedOf(network), untilN));
  const tasks = first.heads.map(({ N }) => N);
  const { twins, outcomes } = growTwins(first, protocolOfTwins, await loadEngine(engine), (done) => {
    report((TRAINING * done) / tasks.length, `twin ${done} of ${tasks.length}`);
  });
  const simulate = simulateModuleOn(nodeSequence());
  let runs = 0;
  const run = (second: 'copy' | 'relaxed', feeding: Variant['feeding']) => {
    const pair = { first, second: second === 'copy' ? first : twins, feeding };
    const accuracies = redundancyAccuracy(pair, epsilons, protocol, simulate, (draws) => {
      report(TRAINING + ((1 - TRAINING) * (runs + draws / protocol.draws)) / 4, 'perturbation');
    });
    runs++;
    return accuracies;
  };
  const found = {
    copy: { first: run('copy', 'first'), mean: run('copy', 'mean') },
    relaxed: { first: run('relaxed', 'first'), mean: run('relaxed', 'mean') },
  };
  const accuracies = VARIANTS.map(({ variant, feeding, answerer }) => {
    const second = variant === 'plain' || variant === 'copy' ? 'copy' : 'relaxed';
    return found[second][feeding][answerer];
  });
  return { tasks, twins: outcomes, accuracies };
}

type Network = Pick<OpenNetwork, 'id' | 'key' | 'configuration' | 'nSolved'>;

/** One job a modular network of the profile's sizes and seeds. */
export function redundancyJobs<Doubled extends Network>(
  { params, settings, engine }: Pick<Stage, 'params' | 'settings' | 'engine'>,
  networks: readonly Doubled[],
): Measurement<Doubled, Omit<RedundancyPayload, 'network'>>[] {
  const { sizes, epochs } = params.redundancy;
  const { seeds, untilN } = settings.redundancy;
  const { warmUp, steps, p, diagonal } = params.perturb;
  const { draws } = settings.perturb;
  const epsilons = epsilonGrid(settings.perturb.epsilons);
  const doubled = networks.filter(
    ({ configuration: { architecture, size, seed } }) =>
      architecture === 'modular' && sizes.includes(size) && seed < seeds,
  );
  return doubled.map((network) => {
    const { seed, optimizer, bits, longest, batchSize, stepsPerEpoch, testBatches } = network.configuration;
    const twins = { seed, epochs, optimizer, bits, longest, batchSize, stepsPerEpoch, testBatches };
    const protocol = { warmUp, steps, p, draws, seed, diagonal };
    return {
      id: network.id,
      seconds: secondsOf(network, untilN, epochs, draws * epsilons.length),
      network,
      payload: { untilN, twins, epsilons, protocol, engine },
    };
  });
}

/** Of training a twin for each task, and of four perturbed runs of twice as many modules. */
function secondsOf(network: Network, untilN: number, epochs: number, runs: number): number {
  const { firstN, size } = network.configuration;
  const tasks = Math.max(1, Math.min(mostSolved(network), untilN) - firstN + 1);
  return expectedSeconds({ ...network.configuration, epochs: tasks }) * epochs + 2e-5 * size * size * tasks * runs;
}
