import { runEpoch } from '../curriculum/epoch.ts';
import type { Engine, Optimizer } from '../engine/engine.ts';
import type { Head, Network, ParameterGroup } from '../network/network.ts';
import { solvedPart } from '../network/prefix.ts';
import type { SimulateModule } from '../network/sequence.ts';
import type { BitsReading } from '../task/batch.ts';
import { answerOf, labelsOverTime } from '../task/label.ts';
import { type LongestReading, longestLength } from '../task/length.ts';
import { drawDirection, drawInitial, drawSequence, type PerturbationProtocol, perturb } from './perturbation.ts';

/** What feeds the next module: the first module of a pair alone, or the mean activity of both. */
export type Feeding = 'first' | 'mean';
/** Who answers a task: one module of the pair by its head, or both by the sum of their heads' logits. */
export type Answerer = 'first' | 'second' | 'both';

/** A modular network with two modules for every task; second.modules[k] and second.heads[k] stand beside those of first. */
export interface RedundantNetwork {
  first: Network;
  second: Network;
  feeding: Feeding;
}

export interface TwinProtocol {
  seed: number;
  epochs: number;
  optimizer: Optimizer;
  bits: BitsReading;
  /** Where it is not 4 N + 1. */
  longest?: LongestReading;
  batchSize: number;
  stepsPerEpoch: number;
  testBatches: number;
}

/** What became of a twin after its training. */
export interface Twin {
  N: number;
  /** Share of right answers on the test batches after its last epoch. */
  accuracy: number;
  /** ||W_twin - W|| / ||W|| over recurrent and feedforward weights. */
  distance: number;
}

const ALL: readonly ParameterGroup[] = ['recurrent', 'feedforward', 'input', 'tau', 'readout'];
/** Batches are numbered from this epoch on, so that no batch of the curriculum or of Fig. 2c is used again. */
const FIRST_EPOCH = 200_000;
/** Perturbations of second modules are numbered from this draw on: independent of those of the first. */
const SECOND_DRAW = 1_000_000;

/**
 * Twins under relaxed selection: for every task N a duplicate of the whole module that solved it, with its head and the same input from the
 * module of N - 1, is trained on N for some epochs more and kept whatever it reaches. Each twin stands beside the first modules, none
 * is fed by another. Returns the twins as a network of the same shape, and what became of each.
 */
export function growTwins(
  network: Network,
  protocol: TwinProtocol,
  engine: Engine,
  onTwin: (done: number) => void = () => {},
): { twins: Network; outcomes: Twin[] } {
  const { seed, bits, longest, batchSize, stepsPerEpoch, testBatches, epochs, optimizer } = protocol;
  const twins: Network = { ...network, modules: [], heads: [] };
  const outcomes: Twin[] = [];
  network.heads.forEach(({ N }, k) => {
    const options = { batchSize, maxLength: longestLength(N, longest), optimizer, trainable: ALL };
    const session = engine.open(solvedPart(network, N), options);
    try {
      let accuracy = Number.NaN;
      for (let epoch = 0; epoch < epochs; epoch++) {
        const plan = { seed, N, bits, longest, batchSize, stepsPerEpoch, testBatches, epoch: FIRST_EPOCH + epoch };
        accuracy = runEpoch(session, plan).accuracies[k];
      }
      const trained = session.read().network;
      twins.modules.push(trained.modules[k]);
      twins.heads.push(trained.heads[k]);
      outcomes.push({ N, accuracy, distance: distanceOf(network, trained, k) });
    } finally {
      session.close();
    }
    onTwin(k + 1);
  });
  return { twins, outcomes };
}

function distanceOf(from: Network, to: Network, k: number): number {
  const connections = ({ modules }: Network) => [
    ...modules[k].recurrentWeight,
    ...(modules[k].feedforwardWeight ?? []),
  ];
  const [before, after] = [connections(from), connections(to)];
  const norm = (values: readonly number[]) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return norm(after.map((value, i) => value - before[i])) / norm(before);
}

/**
 * Accuracy of every task after perturbations of the connections (equation 5), each module of a pair perturbed independently, by who answers:
 * [epsilons][draws][heads]. Draws are those of `perturbationAccuracy`, so that the first modules alone, fed by themselves, answer as there.
 * Both modules of a pair start from the same initial state.
 */
export function redundancyAccuracy(
  { first, second, feeding }: RedundantNetwork,
  epsilons: readonly number[],
  protocol: PerturbationProtocol,
  simulate: SimulateModule,
  onDraw: (done: number) => void = () => {},
): Record<Answerer, number[][][]> {
  const found: Record<Answerer, number[][][]> = { first: [], second: [], both: [] };
  const answerers = Object.keys(found) as Answerer[];
  for (const answerer of answerers) found[answerer] = epsilons.map(() => []);
  const warmUp = Math.max(protocol.warmUp, ...first.heads.map((head) => head.N));
  for (let draw = 0; draw < protocol.draws; draw++) {
    const bits = drawSequence(protocol, draw, warmUp + protocol.steps);
    const initial = drawInitial(first, protocol.seed, draw);
    const directions = [
      drawDirection(first, 'connections', protocol, draw),
      drawDirection(second, 'connections', protocol, SECOND_DRAW + draw),
    ];
    epsilons.forEach((epsilon, e) => {
      const [a, b] = [first, second].map((network, i) => perturb(network, directions[i], epsilon));
      const accuracies = pairAccuracy({ first: a, second: b, feeding }, bits, initial, warmUp, simulate);
      for (const answerer of answerers) found[answerer][e].push(accuracies[answerer]);
    });
    onDraw(draw + 1);
  }
  return found;
}

/** Share of right answers of every task, [heads], over all steps t >= warmUp of one sequence of bits, [T], by who answers. */
export function pairAccuracy(
  { first, second, feeding }: RedundantNetwork,
  bits: Uint8Array,
  initial: Float32Array,
  warmUp: number,
  simulate: SimulateModule,
): Record<Answerer, number[]> {
  const { size: M, leak } = first;
  const found: Record<Answerer, number[]> = { first: [], second: [], both: [] };
  let before: Float64Array | null = null;
  first.heads.forEach(({ N }, k) => {
    const start = initial.subarray(k * M, (k + 1) * M);
    const a: Float64Array = simulate(first.modules[k], leak, bits, start, before);
    const b: Float64Array = simulate(second.modules[k], leak, bits, start, before);
    const [logitOfFirst, logitOfSecond] = [evidence(first.heads[k], a, M), evidence(second.heads[k], b, M)];
    const labels = labelsOverTime(bits, N);
    const right = { first: 0, second: 0, both: 0 };
    for (let t = warmUp; t < bits.length; t++) {
      if (answerOf(logitOfFirst[t]) === labels[t]) right.first++;
      if (answerOf(logitOfSecond[t]) === labels[t]) right.second++;
      if (answerOf(logitOfFirst[t] + logitOfSecond[t]) === labels[t]) right.both++;
    }
    for (const answerer of Object.keys(right) as Answerer[])
      found[answerer].push(right[answerer] / (bits.length - warmUp));
    before = feeding === 'mean' ? a.map((value, i) => (value + b[i]) / 2) : a;
  });
  return found;
}

/** What a head has for 'odd' over 'even' after each bit, [T]; activities as float32, as every `Simulate` shows them. */
function evidence(head: Head, activity: Float64Array, M: number): Float64Array {
  const seen = new Float32Array(activity);
  const odd = Float64Array.from({ length: M }, (_, j) => head.weight[M + j] - head.weight[j]);
  return Float64Array.from({ length: seen.length / M - 1 }, (_, t) => {
    let sum = head.bias[1] - head.bias[0];
    for (let j = 0, at = (t + 1) * M; j < M; j++) sum += odd[j] * seen[at + j];
    return sum;
  });
}
