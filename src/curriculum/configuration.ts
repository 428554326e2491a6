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
  | 'recurrent-random-feedforward-random';

/** Everything that the bytes of a trained network follow from, beside the kernel's version. */
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
}

/**
 * How a modular network of a condition grows. Weight freezing (Fig. 6a): the N = 2 module's W^R is handed on and never trained
 * again, or W^FF is trained between N = 2 and 3 and then handed on; the rest is fresh and trains. Duplication (Fig. 6b): each of
 * W^R and W^FF copied or random, all of it trains.
 */
export function policyOf(configuration: Pick<Configuration, 'condition' | 'growth'>): GrowthPolicy {
  const plain: GrowthPolicy = { copied: [], frozen: [], frozenFrom: 0, sharedDraw: false };
  switch (configuration.condition) {
    case 'trained':
      return growthOf(configuration.growth);
    case 'frozen-recurrent':
      return { ...plain, copied: ['recurrent'], frozen: ['recurrent'], frozenFrom: 1 };
    case 'frozen-feedforward':
      return { ...plain, copied: ['feedforward'], frozen: ['feedforward'], frozenFrom: 2 };
    case 'recurrent-copied-feedforward-copied':
      return { ...plain, copied: ['recurrent', 'feedforward'] };
    case 'recurrent-copied-feedforward-random':
      return { ...plain, copied: ['recurrent'] };
    case 'recurrent-random-feedforward-copied':
      return { ...plain, copied: ['feedforward'] };
    case 'recurrent-random-feedforward-random':
      return plain;
  }
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
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalText(entry)}`).join(',')}}`;
}
