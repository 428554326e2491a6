import { numbers } from '../analysis/rows.ts';
import { mean } from '../artifact/moments.ts';
import { rowsOf, type Tables } from '../artifact/table.ts';
import { CONSERVE } from '../study/tables.ts';
import { groupColour } from './colour.ts';
import { curves } from './curves.ts';
import { extent, significant } from './frame.ts';
import type { PanelOf } from './panel.ts';
import { curveKinds, ofKind, overSeeds, withMeans } from './series.ts';

const TARGETS = [
  { target: 'feedforward', label: 'feedforward', short: 'feedfwd' },
  { target: 'recurrent', label: 'recurrent', short: 'recurrent' },
] as const;

const { size, target, N, variance } = CONSERVE.columns;
const form = { series: { size, target }, x: { N }, value: { variance }, also: {} };
const kinds = curveKinds(form);

/** Fig. 5c: how much weights change from one module to the next. */
export const conservation: PanelOf<typeof kinds> = {
  id: '5c',
  figure: 5,
  title: 'Change of weights between modules',
  caption:
    'The variance of the difference between the weights of consecutive modules, each normalised by the mean and standard deviation within its module: 0 for an exact copy, 2 for unrelated weights. Strong lines are means over seeds, bands one standard error, as in the paper, unless another spread is chosen.',
  spread: 'error',
  inputs: [CONSERVE.path],
  kinds,
  derive: (tables: Tables, context) => withMeans(rowsOf(tables, CONSERVE), form, context),
  plot(rows, options) {
    return curves(
      {
        x: { label: 'task N of the later module', whole: true, domain: [3, Math.max(4, ...numbers(rows, 'N'))] },
        y: { label: 'variance of the change', domain: extent(numbers(rows, 'variance'), 0, 0.5) },
        columns: { x: 'N', value: 'variance' },
        curves: TARGETS.map(({ target, label, short }) => ({
          key: target,
          label,
          short,
          colour: groupColour(target),
          ...overSeeds(rows.filter((row) => row.target === target)),
        })),
        spread: 'error',
        naming: 'ends',
        margin: { right: 122, rightNarrow: 80 },
      },
      options,
    );
  },
  summarize(rows) {
    const means = ofKind(rows, 'mean');
    if (means.length === 0) return 'Conservation of weights was not measured in this profile.';
    const average = (target: string) => {
      const values = numbers(
        means.filter((row) => row.target === target),
        'variance',
      );
      return values.length > 0 ? significant(mean(values)) : 'not measured';
    };
    return `The mean variance of the change between consecutive modules is ${average('recurrent')} for recurrent and ${average('feedforward')} for feedforward weights.`;
  },
};
