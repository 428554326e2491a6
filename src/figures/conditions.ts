import { numbers, table } from '../analysis/rows.ts';
import type { Row, Tables } from '../artifact/table.ts';
import { groupColour, networkColour, neutral } from './colour.ts';
import { type Curve, curves, significant } from './curves.ts';
import { extent } from './frame.ts';
import type { Panel } from './panel.ts';
import { ofKind, withMeans } from './series.ts';

const [TRAIN, FREEZE, DUPLICATE] = ['histories/train.csv', 'histories/freeze.csv', 'histories/duplicate.csv'];
const FORM = { series: ['architecture', 'size', 'condition'], x: 'epoch', value: 'nSolved' } as const;
/** M_m of the solid lines of Fig. 6; other modular sizes are dotted. */
const SMALL = 5;

interface Condition {
  label: string;
  short: string;
  colour: string;
}

/** Fig. 6a: learning with frozen weights. */
export const freezing: Panel = {
  id: '6a',
  figure: 6,
  title: 'Frozen weights',
  caption:
    'N solved after each epoch with all weights trained, with recurrent weights frozen after the first task, with feedforward weights frozen after the second, and for a non-modular network of 20 neurons. Solid: 5 neurons a module, dotted: 10. Means over seeds, bands one standard error, thin lines single seeds.',
  inputs: [TRAIN, FREEZE],
  derive(tables: Tables) {
    const frozen = table(tables, FREEZE);
    const sizes = new Set([SMALL, ...numbers(frozen, 'size')]);
    const beside = table(tables, TRAIN).filter(
      (row) =>
        row.condition === 'trained' && (row.architecture === 'modular' ? sizes.has(Number(row.size)) : row.size === 20),
    );
    return withMeans([...beside, ...frozen.filter((row) => row.condition !== 'trained')], FORM);
  },
  plot: (rows, options) => draw(rows, FROZEN, options, 'N solved'),
  summarize: (rows) => tell(rows, FROZEN, 'Freezing has not been run at this profile.'),
};

/** Fig. 6b: new modules that start from copies or at random. */
export const duplication: Panel = {
  id: '6b',
  figure: 6,
  title: 'Copied or random weights',
  caption:
    'N solved after each epoch when a new module starts with the recurrent and feedforward weights of the module before, with one of the two, or at random. All weights of a new module train afterwards. Means over seeds, bands one standard error, thin lines single seeds.',
  inputs: [TRAIN, DUPLICATE],
  derive(tables: Tables) {
    const run = table(tables, DUPLICATE).filter((row) => row.size === SMALL);
    const both = 'recurrent-copied-feedforward-copied';
    const main = run.some((row) => row.condition === both)
      ? []
      : table(tables, TRAIN).filter(
          (row) => row.condition === 'trained' && row.architecture === 'modular' && row.size === SMALL,
        );
    const copied = main.map((row) => ({ ...row, condition: both }));
    return withMeans([...copied, ...run.filter((row) => Object.hasOwn(COPIED, String(row.condition)))], FORM);
  },
  plot: (rows, options) => draw(rows, COPIED, options, 'N solved'),
  summarize: (rows) => tell(rows, COPIED, 'Duplication has not been run at this profile.'),
};

const FROZEN: Record<string, Condition> = {
  trained: { label: 'all trained', short: 'all', colour: networkColour('modular', 10) },
  'frozen-recurrent': { label: 'Wᴿ frozen', short: 'Wᴿ', colour: groupColour('recurrent') },
  'frozen-feedforward': { label: 'Wᶠᶠ frozen', short: 'Wᶠᶠ', colour: groupColour('feedforward') },
};

const COPIED: Record<string, Condition> = {
  'recurrent-copied-feedforward-copied': { label: 'both copied', short: 'both', colour: networkColour('modular', 10) },
  'recurrent-copied-feedforward-random': { label: 'Wᴿ copied', short: 'Wᴿ', colour: groupColour('recurrent') },
  'recurrent-random-feedforward-copied': { label: 'Wᶠᶠ copied', short: 'Wᶠᶠ', colour: groupColour('feedforward') },
  'recurrent-random-feedforward-random': { label: 'both random', short: 'none', colour: neutral },
};

function conditionCurves(rows: readonly Row[], conditions: Record<string, Condition>): Curve[] {
  const means = ofKind(rows, 'mean');
  const sizes = [
    ...new Set(
      numbers(
        means.filter((row) => row.architecture === 'modular'),
        'size',
      ),
    ),
  ];
  const modular = sizes.flatMap((size) =>
    Object.entries(conditions).map(([condition, { label, short, colour }]) => {
      const own = rows.filter(
        (row) => row.architecture === 'modular' && row.size === size && row.condition === condition,
      );
      const suffix = sizes.length > 1 ? `, ${size}` : '';
      const dash = size === SMALL ? undefined : '2 3';
      return {
        label: `${label}${suffix}`,
        short: `${short}${suffix}`,
        colour,
        dash,
        means: ofKind(own, 'mean'),
        seeds: ofKind(own, 'seed'),
      };
    }),
  );
  const control = rows.filter((row) => row.architecture === 'non-modular');
  if (control.length === 0) return modular;
  const size = Number(control[0].size);
  return [
    ...modular,
    {
      label: `non-modular, ${size}`,
      short: `core ${size}`,
      colour: networkColour('non-modular', 54),
      means: ofKind(control, 'mean'),
      seeds: ofKind(control, 'seed'),
    },
  ];
}

function draw(
  rows: readonly Row[],
  conditions: Record<string, Condition>,
  options: Parameters<Panel['plot']>[1],
  label: string,
): Element {
  return curves(
    {
      x: { label: 'epoch', whole: true, domain: [1, Math.max(2, ...numbers(rows, 'epoch'))] },
      y: { label, whole: true, domain: extent(numbers(rows, 'nSolved'), 0, 10) },
      columns: { x: 'epoch', value: 'nSolved' },
      curves: conditionCurves(rows, conditions),
      spread: 'error',
      naming: 'ends',
      margin: { right: 122, rightNarrow: 62 },
      height: options.width < 480 ? 300 : 380,
    },
    options,
  );
}

function tell(rows: readonly Row[], conditions: Record<string, Condition>, none: string): string {
  const ends = conditionCurves(rows, conditions)
    .filter((curve) => curve.means.length > 0)
    .map((curve) => ({ label: curve.label, last: curve.means[curve.means.length - 1] }));
  if (ends.length === 0) return none;
  const epochs = Math.max(...ends.map(({ last }) => Number(last.epoch)));
  return `After ${epochs} epochs N solved is, mean over seeds: ${ends.map(({ label, last }) => `${label}: ${significant(Number(last.nSolved))}`).join('; ')}.`;
}
