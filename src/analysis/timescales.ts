import { mean } from '../artifact/moments.ts';
import { clampTau, type Simulate } from '../network/dynamics.ts';
import { moduleOfHead, type Network } from '../network/network.ts';
import { INITIAL_STATE_SCALE } from '../task/batch.ts';
import { stream } from '../task/stream.ts';
import { Autocovariance } from './autocorrelation.ts';
import { bestFit } from './exponential.ts';
import { median } from './statistics.ts';

export interface TimescaleProtocol {
  /** Steps a trial after burn-in. */
  steps: number;
  /** Steps left out at the start of a trial. */
  burnIn: number;
  /** Sequences, each with a probability of a one p ~ U[0,1]. */
  trials: number;
  /** The autocorrelation is fitted at lags 0..maxLag. */
  maxLag: number;
  /** Upper bound of a fitted timescale, in steps. */
  tauMax: number;
  /** Fitted timescales that means and medians are taken over: all (by default), or those above one step. */
  fits?: 'all' | 'above-one';
  seed: number;
}

export interface TimescaleOptions {
  /** The N of interest; by default all that the network has a head for. */
  tasks?: readonly number[];
  /** Told after every module of every group of trials. */
  onModule?: (done: number, of: number) => void;
  /** Largest activity of one module held at once; trials are taken in groups that fit. Never changes the numbers. */
  activityBytes?: number;
}

/** Timescales of the neurons that one head reads, in steps. */
export interface Timescales {
  N: number;
  /** Trained tau, clamped to >= 1 as the dynamics use it, one a neuron. */
  trained: number[];
  /** Effective timescale of every neuron; null where it could not be had (constant activity, no fit, a fit at its bound). */
  effective: (number | null)[];
  /** Neurons for which two exponentials were the better model. */
  doubleFits: number;
  /** Autocorrelation at lags 0..maxLag, averaged over the neurons whose activity varies; empty where none does. */
  correlation: number[];
}

/** The numbers of Fig. 4 for one network and N. */
export interface TimescaleSummary {
  N: number;
  trainedMean: number;
  trainedMedian: number;
  /** Over the neurons with an effective timescale; null where none has one. */
  effectiveMean: number | null;
  effectiveMedian: number | null;
  neurons: number;
  /** Neurons without a timescale that counts. */
  failedFits: number;
  doubleFits: number;
}

const ACTIVITY_BYTES = 400e6;
/** Trials side by side fill a SIMD register four by four. */
const LANES = 4;
/** A variance below this share of the squared mean is rounding, not activity. */
const CONSTANT = 1e-12;

/**
 * Trained and effective timescales of the neurons behind each head of interest: of a modular network those of
 * the module that solves N, of a non-modular one all neurons of the core.
 *
 * A neuron's autocovariance is averaged over trials and then divided by its value at lag 0, so that a trial with hardly any
 * activity (p near 0 or 1) hardly counts, as in the authors' code. One or two exponentials are fitted to it; AIC picks; of two the slower
 * counts. A neuron that is not, or negatively, correlated from one step to the next has SHORTEST_TAU, in effect 0. One without variance, or without a model that converged below `tauMax`, is null: a failed fit, never left out.
 */
export function timescales(
  network: Network,
  protocol: TimescaleProtocol,
  simulate: Simulate,
  options: TimescaleOptions = {},
): Timescales[] {
  const tasks = options.tasks ?? network.heads.map((head) => head.N);
  const wanted = network.heads.flatMap((head, k) =>
    tasks.includes(head.N) ? [{ N: head.N, module: moduleOfHead(network, k) }] : [],
  );
  const deepest = Math.max(-1, ...wanted.map(({ module }) => module));
  const part: Network = { ...network, modules: network.modules.slice(0, deepest + 1) };
  const modules = new Set(wanted.map(({ module }) => module));
  const covariances = autocovariances(part, protocol, simulate, modules, options);
  return wanted.map(({ N, module }) => ({
    N,
    trained: Array.from(network.modules[module].tau, clampTau),
    ...effectiveTimescales(covariances.get(module) ?? [], protocol.tauMax),
  }));
}

/** Mean, median and failures over the neurons. */
export function summarize(
  { N, trained, effective, doubleFits }: Timescales,
  fits: TimescaleProtocol['fits'] = 'all',
): TimescaleSummary {
  const fitted = effective.filter((tau) => tau !== null && (fits === 'all' || tau > 1)) as number[];
  return {
    N,
    trainedMean: mean(trained),
    trainedMedian: median(trained),
    effectiveMean: fitted.length > 0 ? mean(fitted) : null,
    effectiveMedian: fitted.length > 0 ? median(fitted) : null,
    neurons: effective.length,
    failedFits: effective.length - fitted.length,
    doubleFits,
  };
}

/** A neuron's autocovariance at lags 0..maxLag, averaged over trials, and the mean square of its activity. */
export interface NeuronCovariance {
  covariance: Float64Array;
  meanSquare: number;
}

/** Effective timescales from autocovariances, for how many neurons two exponentials were the better model, and the mean autocorrelation. */
export function effectiveTimescales(
  neurons: readonly NeuronCovariance[],
  tauMax: number,
): Pick<Timescales, 'effective' | 'doubleFits' | 'correlation'> {
  let doubleFits = 0;
  const correlations: Float64Array[] = [];
  const effective = neurons.map(({ covariance, meanSquare }) => {
    const variance = covariance[0];
    if (!Number.isFinite(meanSquare) || !(variance > CONSTANT * meanSquare)) return null;
    const correlation = covariance.map((value) => value / variance);
    correlations.push(correlation);
    const fit = bestFit(correlation, tauMax);
    if (fit?.exponentials === 2) doubleFits++;
    return fit?.taus.at(-1) ?? null;
  });
  const correlation = Array.from(correlations[0] ?? [], (_, lag) => mean(correlations.map((one) => one[lag])));
  return { effective, doubleFits, correlation };
}

function autocovariances(
  network: Network,
  protocol: TimescaleProtocol,
  simulate: Simulate,
  modules: ReadonlySet<number>,
  { activityBytes = ACTIVITY_BYTES, onModule }: TimescaleOptions,
): Map<number, NeuronCovariance[]> {
  const { steps, burnIn, trials, maxLag } = protocol;
  const M = network.size;
  const transform = new Autocovariance(steps, maxLag);
  const sums = new Map<number, NeuronCovariance[]>();
  const group = groupSize(4 * (burnIn + steps + 1) * M, trials, activityBytes);
  const units = Math.ceil(trials / group) * network.modules.length;
  let done = 0;
  for (let first = 0; first < trials; first += group) {
    const S = Math.min(group, trials - first);
    const { bits, initial } = drawTrials(network, protocol, first, S);
    simulate(network, bits, S, initial, (module, activity) => {
      if (modules.has(module)) {
        const found = moduleCovariances(transform, activity, M, S, protocol);
        sums.set(module, add(sums.get(module), found, S / trials));
      }
      onModule?.(++done, units);
    });
  }
  return sums;
}

/** Trials that are simulated side by side: as many as memory allows, a multiple of four where possible. */
function groupSize(bytesATrial: number, trials: number, bytes: number): number {
  const fit = Math.max(1, Math.floor(bytes / bytesATrial));
  if (fit >= trials) return trials;
  return fit >= LANES ? fit - (fit % LANES) : fit;
}

/** Bits [T, S] and initial states [modules, M, S] of trials first, ..., first + S - 1. */
function drawTrials(network: Network, protocol: TimescaleProtocol, first: number, S: number) {
  const length = protocol.burnIn + protocol.steps;
  const bits = new Uint8Array(length * S);
  const neurons = network.modules.length * network.size;
  const initial = new Float32Array(neurons * S);
  for (let s = 0; s < S; s++) {
    const words = stream(protocol.seed, 'trial', first + s);
    const threshold = words.word();
    for (let t = 0; t < length; t++) bits[t * S + s] = words.word() < threshold ? 1 : 0;
    const state = stream(protocol.seed, 'trial initial state', first + s);
    for (let n = 0; n < neurons; n++) initial[n * S + s] = (state.word() >>> 8) * INITIAL_STATE_SCALE;
  }
  return { bits, initial };
}

function moduleCovariances(
  transform: Autocovariance,
  activity: Float32Array,
  M: number,
  S: number,
  { steps, burnIn }: TimescaleProtocol,
): NeuronCovariance[] {
  const neurons: NeuronCovariance[] = [];
  for (let i = 0; i < M; i += 2) {
    const squares = [0, 0];
    const pair = transform.pair(S, i + 1 < M, (which, s, out) => {
      for (let t = 0; t < steps; t++) {
        const value = activity[((burnIn + 1 + t) * M + i + which) * S + s];
        out[2 * t] = value;
        squares[which] += value * value;
      }
    });
    for (let which = 0; which < 2 && i + which < M; which++) {
      neurons.push({ covariance: pair[which], meanSquare: squares[which] / (S * steps) });
    }
  }
  return neurons;
}

function add(sums: NeuronCovariance[] | undefined, found: NeuronCovariance[], weight: number): NeuronCovariance[] {
  return found.map(({ covariance, meanSquare }, i) => ({
    covariance: covariance.map((value, lag) => (sums?.[i].covariance[lag] ?? 0) + weight * value),
    meanSquare: (sums?.[i].meanSquare ?? 0) + weight * meanSquare,
  }));
}
