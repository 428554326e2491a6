import type { Row } from '../artifact/table.ts';
import { groups, numbers } from './rows.ts';
import { epsilonAt, mean } from './statistics.ts';

const known = new WeakMap<readonly Row[], Row[]>();

/**
 * The perturbation at which each network has lost half of its tasks, from rows of tables/robustness.csv: one row a network and target
 * with `tasks` (solved without perturbation), `half` (that epsilon, interpolated in log epsilon between means over draws; null for a
 * network without tasks) and `outside` (1 where half is not passed within the grid, whose end then stands for it; else 0).
 */
export function halves(robustness: readonly Row[]): Row[] {
  const found = known.get(robustness) ?? compute(robustness);
  known.set(robustness, found);
  return found;
}

function compute(robustness: readonly Row[]): Row[] {
  const perturbed = robustness.filter((row) => Number(row.epsilon) > 0);
  return [...groups(perturbed, ['network', 'target']).values()].map((rows): Row => {
    const { network, architecture, size, seed, target } = rows[0];
    const tasks = mean(numbers(rows, 'tasks'));
    const line = { network, architecture, size, seed, target, tasks };
    if (!(tasks > 0)) return { ...line, half: null, outside: 0 };
    const points = [...groups(rows, ['epsilon']).values()]
      .map((draws) => ({ epsilon: Number(draws[0].epsilon), solved: mean(numbers(draws, 'solved')) }))
      .sort((a, b) => a.epsilon - b.epsilon);
    const { epsilon, inside } = epsilonAt(
      points.map((point) => point.epsilon),
      points.map((point) => point.solved),
      tasks / 2,
    );
    return { ...line, half: epsilon, outside: inside ? 0 : 1 };
  });
}
