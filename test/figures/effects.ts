import type { Architecture } from '../../src/network/network.ts';

/** What the made-up networks do; every field turned round gives the opposite of the paper's effect. */
export interface Effects {
  epochs: number;
  seeds: number;
  /** Tasks an epoch by modular size; non-modular plateaus by size. */
  rate: Record<number, number>;
  plateau: Record<number, number>;
  /** Epochs in which a non-modular network comes near its plateau, as a share of all. */
  rise: number;
  /** Perturbation of half, by target and architecture; that of M = 5 times `fragile`. */
  half: Record<'connections' | 'tau', Record<Architecture, number>>;
  fragile: number;
  /** Fall of half an accuracy's perturbation per task, in log epsilon. */
  downstream: Record<'recurrent' | 'feedforward', number>;
  /** Perturbation at which the first module falls to 0.75. */
  sensitivity: Record<'recurrent' | 'feedforward', number>;
  /** Accuracy lost per K. */
  decay: Record<Architecture, number>;
  /** Change of trained tau and of the effective timescale a task. */
  trained: Record<Architecture, number>;
  effective: Record<Architecture, number>;
  variance: Record<'recurrent' | 'feedforward', number>;
  /** Perturbation at half of two modules a task over that of one, by variant and feeding. */
  redundant: Record<'copy first' | 'copy mean' | 'relaxed first' | 'relaxed mean' | 'twin first', number>;
  /** N solved at the end, by condition ('frozen-recurrent 5'). */
  ends: Record<string, number>;
  /** The last seed of M = 5 solves nothing. */
  stuck: boolean;
  /** The network taken further: the task at which it is to end, the one that it reaches, mean accuracy of its heads at the end. */
  deep: { untilN: number; reaches: number; accuracy: number };
}

/** The effects as the paper states them. */
export const asInThePaper: Effects = {
  epochs: 60,
  seeds: 5,
  rate: { 5: 0.45, 10: 1, 15: 1, 20: 1 },
  plateau: { 20: 9, 54: 20, 91: 26, 128: 29 },
  rise: 0.12,
  half: { connections: { modular: 0.25, 'non-modular': 0.06 }, tau: { modular: 0.05, 'non-modular': 1.5 } },
  fragile: 0.4,
  downstream: { recurrent: 0.03, feedforward: 0.09 },
  sensitivity: { recurrent: 0.9, feedforward: 0.4 },
  decay: { modular: 0.02, 'non-modular': 0.045 },
  trained: { modular: 0, 'non-modular': -0.05 },
  effective: { modular: 0.09, 'non-modular': 0.05 },
  variance: { recurrent: 0.12, feedforward: 0.5 },
  redundant: { 'copy first': 1.3, 'copy mean': 1.6, 'relaxed first': 1.6, 'relaxed mean': 2.1, 'twin first': 1.1 },
  ends: {
    'frozen-recurrent 5': 15,
    'frozen-feedforward 5': 2,
    'frozen-recurrent 10': 60.9,
    'frozen-feedforward 10': 6,
    'recurrent-copied-feedforward-random 5': 29,
    'recurrent-random-feedforward-copied 5': 20,
    'recurrent-random-feedforward-random 5': 20,
    'recurrent-copied-feedforward-copied-noise-3 5': 28,
    'recurrent-copied-feedforward-copied-noise-10 5': 27,
    'recurrent-copied-feedforward-copied 10': 60.5,
    'recurrent-copied-feedforward-random 10': 60.5,
    'recurrent-random-feedforward-copied 10': 60.5,
    'recurrent-random-feedforward-random 10': 60.5,
  },
  stuck: true,
  deep: { untilN: 200, reaches: 200, accuracy: 0.99 },
};
