import { round } from '../artifact/table.ts';
import { clampTau, type Simulate } from '../network/dynamics.ts';
import { type Module, moduleOfHead, type Network } from '../network/network.ts';
import { INITIAL_STATE_SCALE } from '../task/batch.ts';
import { answerOf, labelsOverTime } from '../task/label.ts';
import { type Stream, stream } from '../task/stream.ts';

/** What is perturbed: W^R of every module, W^FF of every module, both, or the time constants. */
export type Target = 'recurrent' | 'feedforward' | 'connections' | 'tau';
export const TARGETS: readonly Target[] = ['recurrent', 'feedforward', 'connections', 'tau'];

export interface PerturbationProtocol {
  /** Steps before answers count; raised to the largest N where that is more, so that every label is defined. */
  warmUp: number;
  /** Steps that are answered, one after another in one continuous sequence. */
  steps: number;
  /** Probability that a bit is a one. */
  p: number;
  /** Perturbations, each with its xi, bits and initial state. */
  draws: number;
  seed: number;
  /** Noise on W^R has no diagonal (by default), or is drawn and scaled with it and only then loses it. */
  diagonal?: 'left-out' | 'in-norm';
}

/** The groups of tensors that equation 5 is applied to, each with its norm. */
type Part = 'recurrentWeight' | 'feedforwardWeight' | 'tau';
const PARTS: Record<Target, readonly Part[]> = {
  recurrent: ['recurrentWeight'],
  feedforward: ['feedforwardWeight'],
  connections: ['recurrentWeight', 'feedforwardWeight'],
  tau: ['tau'],
};
const SUBINDEX: Record<Part, number> = { recurrentWeight: 0, feedforwardWeight: 1, tau: 2 };

/** For each module, ||W|| xi / ||xi|| of each perturbed tensor: what equation 5 adds at eps = 1. */
export type Direction = Partial<Record<Part, Float64Array>>[];

/** Sizes of perturbation: 0, then `count` from `from` to `to` at equal ratios, at the 6 digits that tables show. */
export function epsilonGrid(grid: { from: number; to: number; count: number }): number[] {
  const ratio = Math.log(grid.to / grid.from) / (grid.count - 1);
  return [0, ...Array.from({ length: grid.count }, (_, i) => round(grid.from * Math.exp(ratio * i)))];
}

/**
 * Draws xi of equation 5. A neuron's connection to itself is no connection, there xi is zero, from the start or (`in-norm`) once it is scaled;
 * for tau xi is positive.
 * xi depends on (seed, draw, module, tensor) alone, so that a draw goes one way through all eps and all targets.
 * @throws RangeError for feedforward weights of a non-modular network, which has none.
 */
export function drawDirection(
  network: Network,
  target: Target,
  { seed, diagonal }: Pick<PerturbationProtocol, 'seed' | 'diagonal'>,
  draw: number,
): Direction {
  if (target === 'feedforward' && network.architecture === 'non-modular') {
    throw new RangeError('a non-modular network has no feedforward weights to perturb');
  }
  return network.modules.map((module, m) => {
    const entries = PARTS[target].flatMap((part) => {
      const values = perturbable(module, part);
      return values
        ? [
            [
              part,
              drawTensor(values, part, stream(seed, 'perturbation', draw, 4 * m + SUBINDEX[part]), diagonal),
            ] as const,
          ]
        : [];
    });
    return Object.fromEntries(entries);
  });
}

function perturbable(module: Module, part: Part): Float32Array | null {
  return part === 'tau' ? module.tau.map(clampTau) : module[part];
}

function drawTensor(
  values: Float32Array,
  part: Part,
  normals: Stream,
  diagonal: PerturbationProtocol['diagonal'],
): Float64Array {
  const xi = Float64Array.from(values, () => (part === 'tau' ? Math.abs(normals.normal()) : normals.normal()));
  const recurrent = part === 'recurrentWeight';
  if (recurrent && diagonal !== 'in-norm') clearDiagonal(xi);
  const length = norm(xi);
  const scale = length > 0 ? norm(values) / length : 0;
  if (recurrent) clearDiagonal(xi);
  return xi.map((value) => value * scale);
}

function clearDiagonal(matrix: Float64Array): void {
  const M = Math.sqrt(matrix.length);
  for (let i = 0; i < M; i++) matrix[i * M + i] = 0;
}

function norm(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

/** The network with W~ = W + eps ||W||_F xi / ||xi||_F in place of W (equation 5); tensors that are not perturbed are shared. */
export function perturb(network: Network, direction: Direction, epsilon: number): Network {
  const modules = network.modules.map((module, m) => {
    const perturbed: Module = { ...module };
    for (const [part, change] of Object.entries(direction[m]) as [Part, Float64Array][]) {
      const values = perturbable(module, part);
      if (values) perturbed[part] = values.map((value, i) => value + epsilon * change[i]);
    }
    return perturbed;
  });
  return { ...network, modules };
}

/**
 * Accuracy of every head after perturbations of `target`, [epsilons][draws][heads]. A draw is one continuous sequence, and
 * every step after the warm-up is answered. A network driven beyond all numbers answers 'even', which is right by chance.
 */
export function perturbationAccuracy(
  network: Network,
  target: Target,
  epsilons: readonly number[],
  protocol: PerturbationProtocol,
  simulate: Simulate,
  onDraw: (done: number) => void = () => {},
): number[][][] {
  const accuracies: number[][][] = epsilons.map(() => []);
  const largestN = Math.max(0, ...network.heads.map((head) => head.N));
  const warmUp = Math.max(protocol.warmUp, largestN);
  for (let draw = 0; draw < protocol.draws; draw++) {
    const direction = drawDirection(network, target, protocol, draw);
    const bits = drawSequence(protocol, draw, warmUp + protocol.steps);
    const initial = drawInitial(network, protocol.seed, draw);
    epsilons.forEach((epsilon, e) => {
      accuracies[e].push(continuousAccuracy(perturb(network, direction, epsilon), bits, initial, warmUp, simulate));
    });
    onDraw(draw + 1);
  }
  return accuracies;
}

/** Share of right answers of every head, [heads], over all steps t >= warmUp of one sequence of bits, [T]. */
export function continuousAccuracy(
  network: Network,
  bits: Uint8Array,
  initial: Float32Array,
  warmUp: number,
  simulate: Simulate,
): number[] {
  const right = network.heads.map(() => 0);
  if (right.length === 0) return right;
  simulate(network, bits, 1, initial, (module, activity) => {
    network.heads.forEach((head, k) => {
      if (moduleOfHead(network, k) !== module) return;
      const M = network.size;
      const odd = Float64Array.from({ length: M }, (_, j) => head.weight[M + j] - head.weight[j]);
      const labels = labelsOverTime(bits, head.N);
      for (let t = warmUp; t < bits.length; t++) {
        let evidence = head.bias[1] - head.bias[0];
        for (let j = 0, at = (t + 1) * M; j < M; j++) evidence += odd[j] * activity[at + j];
        if (answerOf(evidence) === labels[t]) right[k]++;
      }
    });
  });
  return right.map((count) => count / (bits.length - warmUp));
}

/** The bits of a draw, [length]. */
export function drawSequence(protocol: PerturbationProtocol, draw: number, length: number): Uint8Array {
  const words = stream(protocol.seed, 'perturbation bits', draw);
  const threshold = protocol.p * 2 ** 32;
  return Uint8Array.from({ length }, () => (words.word() < threshold ? 1 : 0));
}

/** The initial state of a draw, [modules, M]: that of a module does not depend on what comes after it. */
export function drawInitial(network: Network, seed: number, draw: number): Float32Array {
  const words = stream(seed, 'perturbation initial state', draw);
  const length = network.modules.length * network.size;
  return Float32Array.from({ length }, () => (words.word() >>> 8) * INITIAL_STATE_SCALE);
}
