import type { Optimizer } from '../engine/engine.ts';
import type { GrowthPolicy, GrowthReading } from '../network/growth.ts';
import { growthOf } from '../network/growth.ts';
import type { Architecture, Leak } from '../network/network.ts';
import type { BitsReading } from '../task/batch.ts';

/** What a network is grown for: the main line, or an experiment of Fig. 6. */
export type Condition =
  | 'trained'
  | 'frozen-recurrent'
  | 'frozen-feedforward'
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
export interface Configuration {
  architecture: Architecture;
  size: number;
  seed: number;
  condition: Condition;
  growth: GrowthReading;
  leak: Leak;
  bits: BitsReading;
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
  /** Duplication of feedforward weights takes the input weights W^I along. */
  feedforward?: 'with-input';
  /** Batches of stored prefix activations, where not every batch is drawn afresh. */
  pool?: number;
  /** The curriculum ends when this task is solved. */
  untilN?: number;
}

/**
 * How a modular network of a condition grows. Weight freezing (Fig. 6a): the N = 2 module's W^R is handed on and never trained
 * again, or W^FF is trained between N = 2 and 3 and then handed on; the rest is fresh and trains, or is handed on too and trains.
 * Duplication (Fig. 6b): each of W^R and W^FF copied or random, all of it trains.
 */
export function policyOf(
  configuration: Pick<Configuration, 'condition' | 'growth' | 'rest' | 'feedforward'>,
): GrowthPolicy {
  const { condition, growth, rest, feedforward } = configuration;
  const plain: GrowthPolicy = { copied: [], frozen: [], frozenFrom: 0, sharedDraw: false, noise: 0 };
  const connections = ['recurrent', 'feedforward'] as const;
  const withInput = feedforward === 'with-input' ? (['feedforward', 'input'] as const) : (['feedforward'] as const);
  switch (condition) {
    case 'trained':
      return growthOf(growth);
    case 'frozen-recurrent':
      return { ...plain, copied: rest ? connections : ['recurrent'], frozen: ['recurrent'], frozenFrom: 1 };
    case 'frozen-feedforward':
      return { ...plain, copied: rest ? connections : ['feedforward'], frozen: ['feedforward'], frozenFrom: 2 };
    case 'recurrent-copied-feedforward-copied':
      return { ...plain, copied: ['recurrent', ...withInput] };
    case 'recurrent-copied-feedforward-random':
      return { ...plain, copied: ['recurrent'] };
    case 'recurrent-random-feedforward-copied':
      return { ...plain, copied: withInput };
    case 'recurrent-random-feedforward-random':
      return plain;
    default:
      return { ...plain, copied: ['recurrent', ...withInput], noise: noiseOf(condition) };
  }
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

/** One text for one configuration: JSON with sorted keys. Its hash, with the kernel's version, is a network's key in the store. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalText(entry)}`).join(',')}}`;
}
