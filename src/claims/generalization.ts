import { numbers } from '../analysis/rows.ts';
import { slope } from '../analysis/statistics.ts';
import { rowsOf } from '../artifact/table.ts';
import { GENERALIZE } from '../study/tables.ts';
import type { Claim } from './claim.ts';
import { claim, type Evidence, fewest } from './evidence.ts';
import { judgement, LEAST_SEEDS, part, tooFew } from './judgement.ts';
import { above, below, measurement } from './measurement.ts';
import { bySeed } from './networks.ts';

const WHERE = 'Results, Performance and Generalization; Fig. 2c';

/** Rows of the table's first reading, the main line; networks that never solved the N to start from have no accuracy. */
function mainReading({ tables }: Evidence) {
  const rows = rowsOf(tables, GENERALIZE);
  return rows.filter((row) => row.reading === rows[0].reading && row.accuracy !== null);
}

export const generalization: readonly Claim[] = [
  claim({
    id: '2c.1',
    panel: '2c',
    statement: 'At every K, modular networks reach a higher accuracy on N + K than non-modular networks.',
    where: WHERE,
    test: 'Difference of mean accuracy, modular less non-modular, seed by seed at each K under the first reading of the table; above 0. At least 2 seeds of each architecture.',
    inputs: [GENERALIZE],
    judge(evidence) {
      const rows = mainReading(evidence);
      const values = (K: number, architecture: string) =>
        bySeed(
          rows.filter((row) => row.K === K && row.architecture === architecture),
          ([row]) => row.accuracy ?? Number.NaN,
        );
      const all = [...new Set(numbers(rows, 'K'))]
        .sort((a, b) => a - b)
        .map((K) => ({ K, a: values(K, 'modular'), b: values(K, 'non-modular') }));
      const steps = all.filter(({ a, b }) => fewest([a, b]) >= LEAST_SEEDS);
      if (steps.length === 0)
        return tooFew('fewer than two networks of each architecture reached the N from which to generalise.');
      const parts = steps.map(({ K, a, b }) => {
        const difference = measurement(
          {
            name: `difference, K = ${K}`,
            item: `K = ${K}`,
            quantity: 'accuracy',
            of: `modular networks at K = ${K}`,
            than: 'non-modular ones',
          },
          evidence.difference(a, b),
        );
        return part(`K = ${K}`, difference, above(0));
      });
      return judgement(parts, {
        seeds: fewest(steps.flatMap(({ a, b }) => [a, b])),
        omitted: all.filter((one) => !steps.includes(one)).map(({ K }) => `K = ${K}`),
      });
    },
  }),
  claim({
    id: '2c.2',
    panel: '2c',
    statement: 'In both architectures the accuracy on N + K decays with K.',
    where: WHERE,
    test: 'Slope of accuracy on K of each network, mean over seeds; below 0 in each architecture. At least 2 seeds and 2 values of K.',
    inputs: [GENERALIZE],
    judge(evidence) {
      const rows = mainReading(evidence);
      const all = ['modular', 'non-modular'].map((architecture) => {
        const of = rows.filter((row) => row.architecture === architecture);
        const slopes = bySeed(of, (one) => slope(numbers(one, 'K'), numbers(one, 'accuracy')));
        return { architecture, slopes };
      });
      const judged = all.filter(({ slopes }) => slopes.size >= LEAST_SEEDS);
      if (judged.length === 0) return tooFew('fewer than two networks were trained on two values of K.');
      const parts = judged.map(({ architecture, slopes }) => {
        const of = `${architecture} networks`;
        const description = { name: `slope, ${architecture}`, item: architecture, of };
        const fall = measurement({ ...description, quantity: 'slope of accuracy on K' }, evidence.mean(slopes));
        return part(of, fall, below(0));
      });
      return judgement(parts, {
        seeds: fewest(judged.map(({ slopes }) => slopes)),
        omitted: all.filter((one) => !judged.includes(one)).map(({ architecture }) => `${architecture} networks`),
      });
    },
  }),
];
