import { type RowIn, tableOf } from '../artifact/columns.ts';
import { mean } from '../artifact/moments.ts';
import { groups } from '../artifact/table.ts';
import { numbers } from './rows.ts';
import { epsilonAt } from './statistics.ts';

/** What is read of a perturbed network: tasks that it solves, by size of the perturbation and draw. */
export interface Perturbed {
  [column: string]: string | number | null;
  network: string;
  architecture: string;
  size: number;
  seed: number;
  target: string;
  epsilon: number;
  tasks: number;
  solved: number;
}

/** How far each network is perturbed until it fails: one row a network and target. */
export const HALVES = tableOf('halves', {
  network: { type: 'text', role: 'key' },
  architecture: { type: 'text', role: 'key' },
  size: { type: 'number', role: 'key' },
  seed: { type: 'number', role: 'key' },
  target: { type: 'text', role: 'key' },
  /** Solved without perturbation. */
  tasks: { type: 'number', role: 'value' },
  /** The epsilon at which half of the tasks are lost, interpolated in log epsilon between means over draws. None without tasks. */
  half: { type: 'number', role: 'value', empty: true },
  /** 1 where half is not passed within the grid, whose end then stands for it; else 0. */
  outside: { type: 'number', role: 'value' },
  /** The epsilon of the inflection, where tasks are lost fastest over log epsilon. None without tasks. */
  inflection: { type: 'number', role: 'value', empty: true },
  /** Tasks left, mean over the grid of epsilon. */
  left: { type: 'number', role: 'value' },
});
export type HalfRow = RowIn<typeof HALVES>;

const known = new WeakMap<readonly Perturbed[], HalfRow[]>();

/** The perturbations at which each network fails, from rows of tables/robustness.csv. */
export function halves(robustness: readonly Perturbed[]): HalfRow[] {
  const found = known.get(robustness) ?? compute(robustness);
  known.set(robustness, found);
  return found;
}

function compute(robustness: readonly Perturbed[]): HalfRow[] {
  const perturbed = robustness.filter((row) => row.epsilon > 0);
  return [...groups(perturbed, ['network', 'target']).values()].map((rows): HalfRow => {
    const { network, architecture, size, seed, target } = rows[0];
    const tasks = mean(numbers(rows, 'tasks'));
    const points = [...groups(rows, ['epsilon']).values()]
      .map((draws) => ({ epsilon: draws[0].epsilon, solved: mean(numbers(draws, 'solved')) }))
      .sort((a, b) => a.epsilon - b.epsilon);
    const [epsilons, solved] = [points.map((point) => point.epsilon), points.map((point) => point.solved)];
    const line = { network, architecture, size, seed, target, tasks, left: mean(solved) };
    if (!(tasks > 0)) return { ...line, half: null, outside: 0, inflection: null };
    const { epsilon, inside } = epsilonAt(epsilons, solved, tasks / 2);
    return { ...line, half: epsilon, outside: inside ? 0 : 1, inflection: inflectionOf(epsilons, solved) };
  });
}

/**
 * Where a falling curve falls fastest over log epsilon: the largest fall from one grid point to the next but one, of equal ones in a row their
 * middle; between grid points by a parabola through it and its neighbours. A curve that does not fall in the grid has it at the end that is left.
 */
function inflectionOf(epsilons: readonly number[], solved: readonly number[]): number | null {
  const falls = epsilons.slice(1, -1).map((_, i) => solved[i] - solved[i + 2]);
  if (falls.length === 0) return null;
  const largest = Math.max(...falls);
  if (!(largest > 0)) return solved[0] > 0 ? epsilons[epsilons.length - 1] : epsilons[0];
  const places = falls.flatMap((fall, i) => (fall === largest ? [i] : []));
  const [at] = places;
  const [before, after] = [falls[at - 1], falls[at + 1]];
  const isPeak = places.length === 1 && before !== undefined && after !== undefined;
  const shift = isPeak ? (before - after) / (2 * (before - 2 * largest + after)) : 0;
  const logs = epsilons.map(Math.log);
  return Math.exp(mean(places.map((place) => logs[place + 1])) + shift * (logs[at + 2] - logs[at + 1]));
}
