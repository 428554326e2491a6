import type { Both, CheckedNetwork, CrosscheckStep } from '../artifact/crosscheck.ts';
import { type Growth, grow, growthOf, trainableGroups } from '../network/growth.ts';
import { initialNetwork } from '../network/initial.ts';
import type { Architecture, Leak, Network } from '../network/network.ts';
import type { BatchOrigin, BitsReading } from '../task/batch.ts';
import { drawLength, type LongestReading, longestLength } from '../task/length.ts';
import type { Engine, Gradients, Optimizer, Session, StepResult } from './engine.ts';

/** The first curriculum steps of one network: `steps` training steps a task, whatever the accuracy. */
export interface CrosscheckPlan {
  architecture: Architecture;
  size: number;
  seed: number;
  leak: Leak;
  growth: Growth;
  bits: BitsReading;
  longest: LongestReading;
  batchSize: number;
  firstN: number;
  optimizer: Optimizer;
  steps: number;
  tasks: number;
}

type Name = Engine['name'];

/** One engine's way through the curriculum. */
interface Way {
  engine: Engine;
  network: Network;
  velocity: Map<string, Float32Array>;
  session: Session;
}

/**
 * Trains one network on both engines from the same start and the same batches, each independently, so that drift shows,
 * and compares at each step the gradients that both give at the same parameters.
 */
export function crosscheck(
  engines: Record<Name, Engine>,
  plan: CrosscheckPlan,
  onStep: (step: CrosscheckStep) => void = () => {},
): CheckedNetwork {
  const { architecture, size, seed, leak, firstN, batchSize } = plan;
  const start = initialNetwork(architecture, size, seed, leak, firstN);
  const begin = (engine: Engine): Way => {
    return { engine, network: start, velocity: new Map(), session: open(engine, start, plan) };
  };
  const ways = { simd: begin(engines.simd), tfjs: begin(engines.tfjs) };
  const steps: CrosscheckStep[] = [];
  for (let index = 0; index < plan.steps * plan.tasks; index++) {
    const N = firstN + Math.floor(index / plan.steps);
    if (index > 0 && index % plan.steps === 0) for (const way of Object.values(ways)) growWay(way, plan);
    const origin = (purpose: 'train' | 'test'): BatchOrigin => {
      return { seed, purpose, index, length: drawLength(seed, purpose, index, N, plan.longest), bits: plan.bits };
    };
    const train = origin('train');
    const worstGradient = compareAtSameParameters(ways.simd, engines.tfjs, plan, train);
    const results = both(ways, ({ session }) => session.trainStep(train));
    const accuracy = both(ways, ({ session }) => (session.evaluate(origin('test')).at(-1) ?? 0) / batchSize);
    const [loss, gradientNorm] = [each(results, 'loss'), each(results, 'gradientNorm')];
    const step = { step: index + 1, N, length: train.length, loss, gradientNorm, accuracy, worstGradient };
    steps.push(step);
    onStep(step);
  }
  for (const { session } of Object.values(ways)) session.close();
  return { architecture, size, seed, steps };
}

/**
 * The tensor whose gradient differs most, ||a - b|| / ||b||. A gradient that all but cancels keeps the rounding of what
 * cancelled, so the norm below the line is at least a thousandth of the whole gradient's.
 *
 * @throws Error where b has a tensor that a has not
 */
export function worstGradientOf(a: Gradients, b: Gradients): { tensor: string; relativeError: number } {
  const least = 1e-3 * Math.hypot(...[...b.values()].map(norm));
  let worst = { tensor: '', relativeError: -1 };
  for (const [tensor, expected] of b) {
    const given = a.get(tensor);
    if (!given) throw new Error(`only one of the engines has a gradient of ${tensor}`);
    const difference = norm(given.map((g, n) => g - expected[n]));
    const relativeError = difference === 0 ? 0 : difference / Math.max(norm(expected), least);
    if (relativeError > worst.relativeError) worst = { tensor, relativeError };
  }
  return worst;
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

function compareAtSameParameters({ session }: Way, other: Engine, plan: CrosscheckPlan, origin: BatchOrigin) {
  const beside = open(other, session.read().network, plan);
  const worst = worstGradientOf(session.gradients(origin).gradients, beside.gradients(origin).gradients);
  beside.close();
  return worst;
}

/** Begins the next task; a modular network's new module starts without velocity. */
function growWay(way: Way, plan: CrosscheckPlan): void {
  const { network, velocity } = way.session.read();
  way.session.close();
  way.network = grow(network, growthOf(plan.growth), plan.seed);
  way.velocity = plan.architecture === 'modular' ? new Map() : velocity;
  way.session = open(way.engine, way.network, plan, way.velocity);
}

function open(engine: Engine, network: Network, plan: CrosscheckPlan, velocity?: Map<string, Float32Array>): Session {
  const { batchSize, optimizer, firstN, tasks } = plan;
  const trainable = trainableGroups(growthOf(plan.growth), network.modules.length - 1);
  const maxLength = longestLength(firstN + tasks - 1, plan.longest);
  return engine.open(network, { batchSize, maxLength, optimizer, trainable }, velocity);
}

function both<T>(ways: Record<Name, Way>, of: (way: Way) => T): Record<Name, T> {
  return { simd: of(ways.simd), tfjs: of(ways.tfjs) };
}

function each(results: Record<Name, StepResult>, key: keyof StepResult): Both {
  return { simd: results.simd[key], tfjs: results.tfjs[key] };
}
