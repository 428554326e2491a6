import { groups, numbers, table } from '../analysis/rows.ts';
import { slope } from '../analysis/statistics.ts';
import type { Row } from '../artifact/table.ts';
import type { Claim } from './claim.ts';
import { type Bench, claim, entries, fewest, judgement, LEAST_SEEDS, notRun, type Part } from './evidence.ts';

const WHERE = 'Results, Performance and Generalization; Fig. 2c';

/** Rows of the table's first reading, the main line; networks that never solved the N to start from have no accuracy. */
function mainReading({ tables }: Bench): Row[] {
  const rows = table(tables, 'tables/generalize.csv');
  return rows.filter((row) => row.reading === rows[0].reading && row.accuracy !== null);
}

export const generalization: readonly Claim[] = [
  claim({
    id: '2c.1',
    panel: '2c',
    figure: 2,
    statement: 'At every K, modular networks reach a higher accuracy on N + K than non-modular networks.',
    where: WHERE,
    test: 'Difference of mean accuracy, modular less non-modular, at each K under the first reading of the table; a K holds if the bootstrap interval lies above 0. At least 2 seeds of each architecture.',
    inputs: ['tables/generalize.csv'],
    judge(bench) {
      const rows = mainReading(bench);
      const values = (K: number, architecture: string) =>
        numbers(
          rows.filter((row) => row.K === K && row.architecture === architecture),
          'accuracy',
        );
      const steps = [...new Set(numbers(rows, 'K'))]
        .sort((a, b) => a - b)
        .map((K) => ({ K, a: values(K, 'modular'), b: values(K, 'non-modular') }))
        .filter(({ a, b }) => fewest([a, b]) >= LEAST_SEEDS);
      if (steps.length === 0)
        return notRun('fewer than two networks of each architecture reached the N from which to generalise.');
      const found: Record<string, number> = {};
      const parts = steps.map(({ K, a, b }): Part => {
        const interval = bench.difference(a, b);
        Object.assign(found, entries(`difference, K = ${K}`, interval));
        return { name: `K = ${K}`, holds: interval.low > 0, finding: `${bench.say(interval)} in accuracy` };
      });
      return judgement(parts, found, fewest(steps.flatMap(({ a, b }) => [a, b])));
    },
  }),
  claim({
    id: '2c.2',
    panel: '2c',
    figure: 2,
    statement: 'In both architectures the accuracy on N + K decays with K.',
    where: WHERE,
    test: 'Slope of accuracy on K of each network, mean over seeds; an architecture holds if the bootstrap interval lies below 0. At least 2 seeds and 2 values of K.',
    inputs: ['tables/generalize.csv'],
    judge(bench) {
      const rows = mainReading(bench);
      const run = ['modular', 'non-modular']
        .map((architecture) => {
          const own = rows.filter((row) => row.architecture === architecture);
          const slopes = [...groups(own, ['network']).values()].map((network) =>
            slope(numbers(network, 'K'), numbers(network, 'accuracy')),
          );
          return { architecture, slopes: slopes.filter((value) => !Number.isNaN(value)) };
        })
        .filter(({ slopes }) => slopes.length >= LEAST_SEEDS);
      if (run.length === 0) return notRun('fewer than two networks were trained on two values of K.');
      const found: Record<string, number> = {};
      const parts = run.map(({ architecture, slopes }): Part => {
        const interval = bench.mean(slopes);
        Object.assign(found, entries(`slope, ${architecture}`, interval));
        return {
          name: `${architecture} networks`,
          holds: interval.high < 0,
          finding: `accuracy changes by ${bench.say(interval)} for each K`,
        };
      });
      return judgement(parts, found, fewest(run.map(({ slopes }) => slopes)));
    },
  }),
];
