import { numbers } from '../analysis/rows.ts';
import { rowsOf, type Tables } from '../artifact/table.ts';
import { FREEZE, TRAIN } from '../study/tables.ts';
import { groupColour, networkColour } from './colour.ts';
import { type Conditions, describeConditions, drawConditions, FORM, KINDS, MAIN_LINE, SMALL } from './conditions.ts';
import type { PanelOf } from './panel.ts';
import { withMeans } from './series.ts';

/** M of the non-modular control, as in the paper. */
const CONTROL = 20;

const FROZEN: Conditions = {
  trained: {
    label: 'all trained',
    short: 'all',
    colour: networkColour('modular', 10),
    paper: 'orange',
    link: MAIN_LINE,
  },
  'frozen-recurrent': {
    label: 'recurrent frozen',
    short: 'recurrent',
    colour: groupColour('recurrent'),
    paper: 'orange',
  },
  'frozen-feedforward': {
    label: 'feedforward frozen',
    short: 'feedfwd',
    colour: groupColour('feedforward'),
    paper: 'teal',
  },
};

/** Fig. 6a: learning with frozen weights. */
export const freezing: PanelOf<typeof KINDS> = {
  id: '6a',
  figure: 6,
  title: 'Frozen weights',
  caption:
    'N solved after each epoch with all weights trained, with recurrent weights frozen after the first task, with feedforward weights frozen after the second, and for a non-modular network of 20 neurons. The other weights train in every new module; a reading of the text decides whether they start at random or as a copy. Solid: 5 neurons a module, dotted: 10. Means over seeds, bands one standard error, as in the paper, unless another spread is chosen; a network stuck at N = 2 stays in the mean with N solved = 1.',
  spread: 'error',
  paperColours:
    'In the paper frozen recurrent weights are orange, frozen feedforward weights teal, and fully trained networks orange too.',
  inputs: [TRAIN.path, FREEZE.path],
  kinds: KINDS,
  derive(tables: Tables, context) {
    const frozen = rowsOf(tables, FREEZE);
    const sizes = new Set([SMALL, ...numbers(frozen, 'size')]);
    const beside = rowsOf(tables, TRAIN).filter(
      (row) =>
        row.condition === 'trained' &&
        (row.architecture === 'modular' ? sizes.has(Number(row.size)) : row.size === CONTROL),
    );
    return withMeans([...beside, ...frozen.filter((row) => row.condition !== 'trained')], FORM, context);
  },
  plot: (rows, options) => drawConditions(rows, FROZEN, options),
  summarize: (rows) => describeConditions(rows, FROZEN, 'Freezing was not run in this profile.'),
};
