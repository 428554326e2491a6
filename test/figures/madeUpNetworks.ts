import type { Architecture } from '../../src/network/network.ts';
import { stream } from '../../src/task/stream.ts';
import type { Effects } from './effects.ts';

export const MODULAR = [5, 10, 15, 20];
export const NON_MODULAR = [20, 54, 91, 128];
/** Deviates that were drawn before, by their names. */
const noises = new Map<string, number>();

/** The name of a network. */
export function id(architecture: Architecture, size: number, seed: number, condition = 'trained'): string {
  const padded = architecture === 'modular' ? String(size).padStart(2, '0') : String(size).padStart(3, '0');
  return `${architecture}-${padded}${condition === 'trained' ? '' : `-${condition}`}-seed-${seed}`;
}

/** The seeds of a size; M = 5 has twice as many. */
export function seedsOf(effects: Effects, size: number): number[] {
  return Array.from({ length: size === 5 ? 2 * effects.seeds : effects.seeds }, (_, seed) => seed);
}

/** A normal deviate that its names decide. */
export function noise(...names: (string | number)[]): number {
  const name = names.join(' ');
  const known = noises.get(name) ?? stream(0, name).normal();
  noises.set(name, known);
  return known;
}

/** Parameters by the count of the paper: modules and heads up to N. */
export function parameters(architecture: Architecture, size: number, N: number): number {
  const core = size + 2 * size + size * size;
  const head = 2 * size + 2;
  const tasks = Math.max(0, N - 1);
  if (architecture === 'non-modular') return core + tasks * head;
  return tasks === 0 ? 0 : tasks * (core + head) + (tasks - 1) * (size * size + size);
}
