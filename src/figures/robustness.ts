import { groups, numbers, table } from '../analysis/rows.ts';
import { mean } from '../analysis/statistics.ts';
import type { Row, Tables } from '../artifact/table.ts';
import { curves, significant } from './curves.ts';
import { extent } from './frame.ts';
import { networkCurves } from './learning.ts';
import type { Panel } from './panel.ts';
import { ofKind, withMeans } from './series.ts';

const ROBUSTNESS = 'tables/robustness.csv';

/** Fig. 3a: perturbed connections, W^R and (modular) W^FF. */
export const connections = robustness('3a', 'connections', {
  title: 'Perturbed connections',
  caption:
    'Tasks still solved with accuracy above 0.9 after noise of relative size ε on the connections: recurrent weights, and in modular networks feedforward weights too. Means over draws and seeds, bands one standard deviation over seeds, thin lines single seeds.',
});

/** Fig. 3b: perturbed time constants. */
export const timeConstants = robustness('3b', 'tau', {
  title: 'Perturbed time constants',
  caption:
    'Tasks still solved with accuracy above 0.9 after noise of relative size ε on the trained time constants τ, in the positive direction only. Means over draws and seeds, bands one standard deviation over seeds, thin lines single seeds.',
});

function robustness(id: string, target: string, { title, caption }: { title: string; caption: string }): Panel {
  return {
    id,
    figure: 3,
    title,
    caption,
    spread: 'deviation',
    inputs: [ROBUSTNESS],
    derive(tables: Tables, context) {
      // The table's ε = 0, the unperturbed network, has no place on a logarithmic axis.
      const draws = table(tables, ROBUSTNESS).filter((row) => row.target === target && Number(row.epsilon) > 0);
      const seeds = [...groups(draws, ['network', 'epsilon']).values()].map((rows): Row => {
        const { architecture, size, seed, epsilon } = rows[0];
        const solved = mean(numbers(rows, 'solved'));
        const tasks = mean(numbers(rows, 'tasks'));
        return {
          architecture,
          size,
          target,
          seed,
          epsilon,
          solved,
          tasks,
          fraction: tasks > 0 ? solved / tasks : null,
        };
      });
      return withMeans(
        seeds,
        {
          series: ['architecture', 'size', 'target'],
          x: 'epsilon',
          value: 'solved',
          also: ['tasks', 'fraction'],
        },
        context,
      );
    },
    plot(rows, options) {
      const epsilons = numbers(rows, 'epsilon');
      return curves(
        {
          x: {
            label: id === '3a' ? 'perturbation ε of the connections' : 'perturbation ε of τ',
            type: 'log',
            domain: [Math.min(1, ...epsilons), Math.max(1.01, ...epsilons)],
            ticks: [0.01, 0.1, 1, 10],
            tickFormat: (value) => String(value),
          },
          y: { label: 'tasks still solved', whole: true, domain: extent(numbers(rows, 'solved'), 0, 5) },
          columns: { x: 'epsilon', value: 'solved' },
          curves: networkCurves(rows),
          spread: 'deviation',
          naming: 'corner',
        },
        options,
      );
    },
    summarize(rows) {
      const means = ofKind(rows, 'mean');
      if (means.length === 0) return 'No network has been perturbed at this profile.';
      const half = (architecture: string) => {
        const own = means.filter((row) => row.architecture === architecture);
        const lost = [...groups(own, ['size']).values()].map((curve) => {
          const start = Number(curve[0].solved);
          const below = curve.find((row) => Number(row.solved) <= start / 2);
          return { size: curve[0].size, epsilon: below?.epsilon };
        });
        return lost
          .map(
            ({ size, epsilon }) => `${size}: ${typeof epsilon === 'number' ? `ε = ${significant(epsilon)}` : 'never'}`,
          )
          .join(', ');
      };
      return `Half of the tasks are lost, by size: modular ${half('modular') || 'not run'}; non-modular ${half('non-modular') || 'not run'} (first ε on the grid, mean over seeds).`;
    },
  };
}
