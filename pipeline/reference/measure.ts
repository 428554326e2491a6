import { headAccuracy } from '../../src/analysis/accuracy.ts';
import { goldenErrors, readGolden } from '../../src/analysis/golden.ts';
import { type PerturbationProtocol, perturbationAccuracy, type Target } from '../../src/analysis/perturbation.ts';
import { summarize, type TimescaleProtocol, timescales } from '../../src/analysis/timescales.ts';
import { deviation, mean } from '../../src/artifact/moments.ts';
import type { Row } from '../../src/artifact/table.ts';
import { nodeSequence } from '../../src/engine/native/choice.ts';
import type { Simulate } from '../../src/network/dynamics.ts';
import type { Leak, Network } from '../../src/network/network.ts';
import { simulateSequenceOn } from '../../src/network/sequence.ts';

/** Where the leak may stand: as in equation 1, and as in the code that trained the network. */
export const LEAKS: readonly Leak[] = ['inside', 'outside'];
/** What a network without modules has to be perturbed. */
export const PERTURBED: readonly Target[] = ['recurrent', 'tau'];
/** As the accuracies that came with the network were measured, on PyTorch. */
export const ACCURACY = { sequences: 2000, length: 30, p: 'uniform', seed: 0 } as const;
/** Four trials of 1e5 steps of 500 neurons side by side. */
const ACTIVITY_BYTES = 900e6;
/** Steps at which the share of neurons is told: sixteen to a factor of ten, up to 100, 1 among them. */
const SHARES_AT = Array.from({ length: 54 }, (_, i) => 10 ** ((i - 21) / 16));

/** Accuracy of every head, with each leak: columns leak, N, accuracy. */
export function accuracyRows(network: Network, simulate: Simulate): Row[] {
  return LEAKS.flatMap((leak) =>
    headAccuracy({ ...network, leak }, ACCURACY, simulate).map(({ N, accuracy }) => ({ leak, N, accuracy })),
  );
}

/** Largest absolute errors against states and logits that PyTorch gave: columns leak, simulation, state, logits. */
export function goldenRows(network: Network, golden: Uint8Array, kernel: Simulate, plain: Simulate): Row[] {
  const expected = readGolden(golden, network);
  return Object.entries({ kernel, 'float64 reference': plain }).flatMap(([simulation, simulate]) =>
    goldenErrors(network, expected, simulate).map(({ leak, state, logits }) => ({ leak, simulation, state, logits })),
  );
}

export interface Perturbed {
  /** leak, target, epsilon, N, accuracy (mean over draws), deviation (sd over draws). */
  perturbation: Row[];
  /** leak, target, epsilon, draw, tasks, solved. */
  robustness: Row[];
}

/** Accuracy of every head, and heads above `solvedAbove`, against eps, of one target with one leak. */
export function perturbedRows(
  network: Network,
  target: Target,
  epsilons: readonly number[],
  protocol: PerturbationProtocol,
  solvedAbove: number,
  onDraw?: (done: number) => void,
): Perturbed {
  const found = perturbationAccuracy(network, target, epsilons, protocol, simulateSequenceOn(nodeSequence()), onDraw);
  const { leak, heads } = network;
  const perturbation = epsilons.flatMap((epsilon, e) =>
    heads.map(({ N }, k): Row => {
      const draws = found[e].map((accuracies) => accuracies[k]);
      const spread = draws.length > 1 ? deviation(draws) : null;
      return { leak, target, epsilon, N, accuracy: mean(draws), deviation: spread };
    }),
  );
  const robustness = epsilons.flatMap((epsilon, e) =>
    found[e].map((accuracies, draw): Row => {
      const solved = accuracies.filter((accuracy) => accuracy > solvedAbove).length;
      return { leak, target, epsilon, draw, tasks: heads.length, solved };
    }),
  );
  return { perturbation, robustness };
}

export interface Timed {
  /** One row: leak, trainedMean, trainedMedian, effectiveMean, effectiveMedian, neurons, failedFits, singleFits, doubleFits. */
  timescales: Row[];
  /** measure (trained, effective), leak, steps, share: of all neurons, those with a timescale of at most so many steps; one whose fit failed has none. */
  distribution: Row[];
}

/** Trained and effective timescales of the core, with the leak that the network has. */
export function timescaleRows(network: Network, protocol: TimescaleProtocol, simulate: Simulate): Timed {
  const last = network.heads[network.heads.length - 1].N;
  // All heads read the same neurons.
  const [found] = timescales(network, protocol, simulate, { tasks: [last], activityBytes: ACTIVITY_BYTES });
  const { N: _, ...summary } = summarize(found);
  const { leak } = network;
  const { neurons, failedFits, doubleFits } = summary;
  const share = (measure: string, values: readonly (number | null)[]) =>
    SHARES_AT.map((steps): Row => {
      const below = values.filter((value) => value !== null && value <= steps).length;
      return { measure, leak, steps, share: below / values.length };
    });
  return {
    timescales: [{ leak, ...summary, singleFits: neurons - failedFits - doubleFits }],
    distribution: [...share('trained', found.trained), ...share('effective', found.effective)],
  };
}
