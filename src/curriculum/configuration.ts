import type { Optimizer } from '../engine/engine.ts';
import { FRESH, type Growth, type GrowthPolicy, growthOf } from '../network/growth.ts';
import type { Architecture, Leak, ParameterGroup } from '../network/network.ts';
import type { BitsReading } from '../task/batch.ts';
import type { LongestReading } from '../task/length.ts';

/** What a network is grown for: the main line, or an experiment of Fig. 6. */
export type Condition = 'trained' | 'frozen-recurrent' | 'frozen-feedforward' | DuplicateCondition;

/** How W^R and W^FF of a new module start (Fig. 6b). */
export type DuplicateCondition =
  | 'recurrent-copied-feedforward-copied'
  | 'recurrent-copied-feedforward-random'
  | 'recurrent-random-feedforward-copied'
  | 'recurrent-random-feedforward-random'
  | NoisyCondition;

/** Both copied, with noise of so many hundredths of the copied weights' norm. */
export type NoisyCondition = `recurrent-copied-feedforward-copied-noise-${number}`;

/**
 * Everything that the bytes of a trained network follow from, beside the kernel's version. What is absent is as in the protocol's
 * main line, and adds nothing to the network's key.
 */
export interface Configuration extends Growth {
  architecture: Architecture;
  size: number;
  seed: number;
  condition: Condition;
  leak: Leak;
  bits: BitsReading;
  /** The longest sequence, where it is not 4 N + 1. */
  longest?: LongestReading;
  batchSize: number;
  firstN: number;
  optimizer: Optimizer;
  stepsPerEpoch: number;
  testBatches: number;
  solvedAbove: number;
  epochs: number;
  engine: 'simd' | 'tfjs';
  /** Weight freezing: what stands beside the frozen weights is handed on as well, where it is not fresh. */
  rest?: 'copied';
  /** Weight freezing: the other connections and the readout train, W^I and tau are frozen too. */
  trains?: 'feedforward';
  /** Duplication of feedforward weights takes the input weights W^I along. */
  feedforward?: 'with-input';
  /** Batches of stored prefix activations, where not every batch is drawn afresh. */
  pool?: number;
  /** The curriculum ends when this task is solved. */
  untilN?: number;
}

/** What of a configuration decides how its network grows. */
export type Growing = Growth & Pick<Configuration, 'condition' | 'rest' | 'trains' | 'feedforward'>;

/**
 * How a modular network of a condition grows. Weight freezing (Fig. 6a): the N = 2 module's W^R is handed on and never trained
 * again, or W^FF is trained between N = 2 and 3 and then handed on; the rest is fresh and trains, or is handed on as in the main line and
 * trains, or is frozen but for the other connections. Duplication (Fig. 6b): each of W^R and W^FF copied or random, all of it trains.
 * What is copied there comes from where the main line takes it: the trained module, or the draw that all later modules share.
 */
export function policyOf(configuration: Growing): GrowthPolicy {
  const { condition, feedforward } = configuration;
  const main = growthOf(configuration);
  switch (condition) {
    case 'trained':
      return main;
    case 'frozen-recurrent':
      return freezing(configuration, main, 'recurrent', 1);
    case 'frozen-feedforward':
      return freezing(configuration, main, 'feedforward', 2);
    default:
      return duplicating(condition, main, feedforward === 'with-input');
  }
}

function freezing(
  { rest, trains }: Growing,
  main: GrowthPolicy,
  group: 'recurrent' | 'feedforward',
  frozenFrom: number,
): GrowthPolicy {
  // What is frozen is the trained module's, as the text says, also where the main line starts from a shared draw.
  const frozen: ParameterGroup[] = trains === 'feedforward' ? [group, 'input', 'tau'] : [group];
  if (rest === undefined) return { ...FRESH, copied: frozen, frozen, frozenFrom };
  const kept = (groups: readonly ParameterGroup[]) => groups.filter((one) => !frozen.includes(one));
  return { ...main, copied: inOrder([...frozen, ...kept(main.copied)]), shared: kept(main.shared), frozen, frozenFrom };
}

function duplicating(condition: DuplicateCondition, main: GrowthPolicy, withInput: boolean): GrowthPolicy {
  const noise = condition.includes('-noise-') ? noiseOf(condition as NoisyCondition) : 0;
  const recurrent = condition.startsWith('recurrent-copied');
  const feedforward = condition.includes('feedforward-copied');
  const varied: ParameterGroup[] = ['recurrent', 'feedforward'];
  const handedOn = (groups: readonly ParameterGroup[]): ParameterGroup[] => [
    ...(recurrent ? (['recurrent'] as const) : []),
    ...(feedforward ? (['feedforward'] as const) : []),
    ...(feedforward && withInput && !groups.includes('input') ? (['input'] as const) : []),
    ...groups.filter((group) => !varied.includes(group)),
  ];
  const fromDraw = main.shared.length > 0;
  return {
    ...main,
    copied: fromDraw ? main.copied : handedOn(main.copied),
    shared: fromDraw ? handedOn(main.shared) : main.shared,
    noise,
  };
}

const ORDER: readonly ParameterGroup[] = ['recurrent', 'feedforward', 'input', 'tau', 'readout'];

function inOrder(groups: readonly ParameterGroup[]): ParameterGroup[] {
  return ORDER.filter((group) => groups.includes(group));
}

function noiseOf(condition: NoisyCondition): number {
  return Number(condition.slice(condition.lastIndexOf('-') + 1)) / 100;
}

/** A network's id: architecture, size, condition where it is not the main line, seed. */
export function networkId(configuration: Pick<Configuration, 'architecture' | 'size' | 'condition' | 'seed'>): string {
  const { architecture, size, condition, seed } = configuration;
  const digits = String(size).padStart(architecture === 'modular' ? 2 : 3, '0');
  return [architecture, digits, ...(condition === 'trained' ? [] : [condition]), 'seed', seed].join('-');
}
