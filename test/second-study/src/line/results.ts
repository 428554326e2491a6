import * as Plot from '@observablehq/plot';
import { tableOf } from '../artifact/columns.ts';
import { deviation, mean } from '../artifact/moments.ts';
import type { StudyClaim, StudyPanel } from '../artifact/study.ts';
import { rowsOf } from '../artifact/table.ts';

const seed = { type: 'number', role: 'key', part: 'axis' } as const;
const slope = { type: 'number', role: 'value' } as const;

/** The table: a row a fit. */
export const LINES = tableOf('tables/lines.csv', {
  network: { type: 'text', role: 'key' },
  seed,
  slope,
  intercept: { type: 'number', role: 'value' },
});

/** The panel: the slope of every fit. */
export const slopes: StudyPanel = {
  id: 'slopes',
  figure: 1,
  title: 'Slopes of the fitted lines',
  caption: 'One point a seed.',
  inputs: [LINES.path],
  kinds: { fit: { seed, slope } },
  derive: (tables) => rowsOf(tables, LINES).map((row) => ({ kind: 'fit', seed: row.seed, slope: row.slope })),
  plot: (rows, { width, document }) =>
    Plot.plot({ width, document, marks: [Plot.dot(rows, { x: 'seed', y: 'slope' })] }),
};

/** The claim: the slope is positive on average, by three standard errors. */
export const positive: StudyClaim = {
  id: 'L.1',
  panel: 'slopes',
  statement: 'The lines rise.',
  where: 'Abstract',
  test: 'The mean slope is above 0 by three standard errors.',
  inputs: [LINES.path],
  judge(tables) {
    const found = rowsOf(tables, LINES).map((row) => row.slope);
    if (found.length < 2) return { verdict: 'not run', finding: 'Not run: too few fits.', numbers: {}, seeds: 0 };
    const [centre, error] = [mean(found), deviation(found) / Math.sqrt(found.length)];
    const verdict = centre > 3 * error ? 'reproduced' : 'not reproduced';
    const numbers = { mean: Number(centre.toPrecision(6)), error: Number(error.toPrecision(6)) };
    return { verdict, finding: `The mean slope is ${numbers.mean}.`, numbers, seeds: found.length };
  },
};
