import { type Row, rowsOf, type Tables } from '../artifact/table.ts';
import { DUPLICATE, type HistoryRow, TRAIN } from '../study/tables.ts';
import { groupColour, networkColour, neutral, noiseColour } from './colour.ts';
import { type Conditions, describeConditions, drawConditions, FORM, KINDS, MAIN_LINE, SMALL } from './conditions.ts';
import type { PanelOf } from './panel.ts';
import { withMeans } from './series.ts';

const BOTH = 'recurrent-copied-feedforward-copied';
const NOISY = `${BOTH}-noise-`;
const DASHES = ['7 3', '4 4'];
const NOT_RUN = 'was not run in this profile.';

const COPIED: Conditions = {
  [BOTH]: {
    label: 'both copied',
    short: 'both',
    colour: networkColour('modular', 10),
    paper: 'dark green',
    link: MAIN_LINE,
  },
  'recurrent-copied-feedforward-random': {
    label: 'recurrent copied',
    short: 'recurrent',
    colour: groupColour('recurrent'),
    paper: 'green',
  },
  'recurrent-random-feedforward-copied': {
    label: 'feedforward copied',
    short: 'feedfwd',
    colour: groupColour('feedforward'),
    paper: 'brown',
  },
  'recurrent-random-feedforward-random': { label: 'both random', short: 'none', colour: neutral, paper: 'dark brown' },
};

/** Fig. 6b: new modules that start from copies or at random, with 5 neurons a module. */
export const duplication: PanelOf<typeof KINDS> = {
  id: '6b',
  figure: 6,
  title: 'Copied or random weights',
  paperColours: 'In the paper green is for copied recurrent weights and brown for random ones.',
  caption:
    'N solved after each epoch when a new module starts with the recurrent and feedforward weights of the previous module, with one of the two, or with random weights. All weights of a new module then train. 5 neurons a module. Means over seeds, bands one standard error, as in the paper, unless another spread is chosen; a network stuck at N = 2 stays in the mean with N solved = 1.',
  spread: 'error',
  inputs: [TRAIN.path, DUPLICATE.path],
  kinds: KINDS,
  derive: (tables: Tables, context) =>
    withMeans(
      exactRows(tables, (size) => size === SMALL),
      FORM,
      context,
    ),
  plot: (rows, options) => drawConditions(rows, COPIED, options),
  summarize: (rows) => describeConditions(rows, COPIED, `Duplication ${NOT_RUN}`),
};

/** The same with larger modules, which the paper mentions but does not show. */
export const largerDuplication: PanelOf<typeof KINDS> = {
  id: '6b-larger',
  figure: 6,
  title: 'Copied or random weights in larger modules',
  paperColours: 'In panel b of the paper green is for copied recurrent weights and brown for random ones.',
  caption:
    'The four ways to start a new module as in panel b, with 10 neurons a module (dotted, as in panel a). The paper states that they matter less there but shows no figure. Means over seeds, bands one standard error, as in panel b, unless another spread is chosen.',
  spread: 'error',
  inputs: [TRAIN.path, DUPLICATE.path],
  kinds: KINDS,
  derive: (tables: Tables, context) =>
    withMeans(
      exactRows(tables, (size) => size > SMALL),
      FORM,
      context,
    ),
  plot: (rows, options) => drawConditions(rows, COPIED, options),
  summarize: (rows) => describeConditions(rows, COPIED, `Duplication in larger modules ${NOT_RUN}`),
};

/** Copies with noise, which the paper mentions but does not show. */
export const noisyDuplication: PanelOf<typeof KINDS> = {
  id: '6b-noise',
  figure: 6,
  title: 'Copies with noise',
  caption:
    'N solved after each epoch when noise is added to the copied recurrent and feedforward weights of a new module, compared with exact copies. A level is the norm of the noise relative to the norm of the copied weights. 5 neurons a module. The paper mentions noisy copies but gives no level and no figure. Means over seeds, bands one standard error, as in panel b, unless another spread is chosen; a network stuck at N = 2 stays in the mean with N solved = 1.',
  spread: 'error',
  inputs: [TRAIN.path, DUPLICATE.path],
  kinds: KINDS,
  derive(tables: Tables, context) {
    const noisy = rowsOf(tables, DUPLICATE).filter((row) => row.size === SMALL && isNoisy(row));
    if (noisy.length === 0) return [];
    const exact = exactRows(tables, (size) => size === SMALL).filter((row) => row.condition === BOTH);
    return withMeans([...exact, ...noisy], FORM, context);
  },
  plot: (rows, options) => drawConditions(rows, noiseConditions(rows), options),
  summarize: (rows) => describeConditions(rows, noiseConditions(rows), `Duplication with noise ${NOT_RUN}`),
};

/** The four conditions without noise; exact copies of both come from the main line if the stage did not run them. */
function exactRows(tables: Tables, isShown: (size: number) => boolean): HistoryRow[] {
  const run = rowsOf(tables, DUPLICATE).filter(
    (row) => isShown(Number(row.size)) && Object.hasOwn(COPIED, String(row.condition)),
  );
  const sizes = new Set(run.filter((row) => row.condition === BOTH).map((row) => row.size));
  const needed = new Set(run.map((row) => row.size).filter((size) => !sizes.has(size)));
  if (run.length === 0 && isShown(SMALL)) needed.add(SMALL);
  const main = rowsOf(tables, TRAIN).filter(
    (row) => row.condition === 'trained' && row.architecture === 'modular' && needed.has(row.size),
  );
  return [...main.map((row) => ({ ...row, condition: BOTH })), ...run];
}

function isNoisy({ condition }: Row): boolean {
  return String(condition).startsWith(NOISY);
}

/** Exact copies, and every level of noise in the rows, least first. */
function noiseConditions(rows: readonly Row[]): Conditions {
  const levels = [...new Set(rows.filter(isNoisy).map((row) => Number(String(row.condition).slice(NOISY.length))))];
  const noisy = levels
    .sort((a, b) => a - b)
    .map((level, rank) => {
      const words = { label: `${level}% noise`, short: `${level}%` };
      const dash = DASHES[Math.min(rank, DASHES.length - 1)];
      return [`${NOISY}${level}`, { ...words, colour: noiseColour(rank), dash }] as const;
    });
  return {
    [BOTH]: { label: 'exact copies', short: 'exact', colour: networkColour('modular', 10), link: MAIN_LINE },
    ...Object.fromEntries(noisy),
  };
}
