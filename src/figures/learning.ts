import { finals, numbers, sizesOf } from '../analysis/rows.ts';
import { type Row, rowsOf, type Tables } from '../artifact/table.ts';
import { TRAIN } from '../study/tables.ts';
import { networkColour } from './colour.ts';
import type { Curve } from './curve.ts';
import { curves } from './curves.ts';
import { extent, significant } from './frame.ts';
import { sizeKey } from './layout.ts';
import type { PanelOf } from './panel.ts';
import { curveKinds, ofKind, overSeeds, withMeans } from './series.ts';

const { architecture, size, epoch, nSolved } = TRAIN.columns;
const form = { series: { architecture, size }, x: { epoch }, value: { nSolved }, also: {} };
const kinds = curveKinds(form);

/** Fig. 2a: N_solved against the epoch, every size of both architectures. */
export const learning: PanelOf<typeof kinds> = {
  id: '2a',
  figure: 2,
  title: 'Learning curves',
  caption:
    'The largest N solved after each epoch. Orange: modular networks, named by neurons a module; blue: non-modular networks, named by neurons in the core; sizes of equal lightness form a pair with about equal trainable parameters near N = 30. Strong lines are means over seeds, bands one standard deviation, as in the paper, unless another spread is chosen. A network that solves a task in each of 60 epochs ends at N = 61, since its first task is N = 2; the axis of the paper ends at 60. N = 1 means that no task is solved; a thin line that stays there is a network stuck at N = 2.',
  spread: 'deviation',
  inputs: [TRAIN.path],
  kinds,
  derive: (tables: Tables, context) =>
    withMeans(
      rowsOf(tables, TRAIN).filter((row) => row.condition === 'trained'),
      form,
      context,
    ),
  plot(rows, options) {
    return curves(
      {
        ...solvedByEpoch(rows),
        curves: networkCurves(rows),
        spread: 'deviation',
        naming: 'ends',
        margin: { right: 122, rightNarrow: 46 },
        height: options.width < 480 ? 300 : 380,
      },
      options,
    );
  },
  summarize(rows) {
    const ends = ofKind(lastOf(rows), 'mean');
    if (ends.length === 0) return 'No network was trained in this profile.';
    const epochs = Math.max(...numbers(ends, 'epoch'));
    const list = (architecture: string) =>
      ends
        .filter((row) => row.architecture === architecture)
        .map((row) => `${significant(Number(row.nSolved))} with ${row.size} neurons`)
        .join(', ');
    const stuck = lastOf(ofKind(rows, 'seed')).filter((row) => row.nSolved === 1).length;
    const all = lastOf(ofKind(rows, 'seed')).length;
    const stuckText =
      stuck > 0
        ? ` ${stuck} of ${all} networks did not solve N = 2 and ${stuck === 1 ? 'counts' : 'count'} as N solved = 1.`
        : ` All ${all} networks solved N = 2.`;
    return `After ${epochs} epochs modular networks solve N = ${list('modular')} a module; non-modular networks N = ${list('non-modular')} in the core (means over seeds).${stuckText}`;
  },
};

/** The axes of N solved by epoch, and their columns. */
export function solvedByEpoch(rows: readonly Row[]) {
  return {
    x: { label: 'epoch', whole: true, domain: [1, Math.max(2, ...numbers(rows, 'epoch'))] as const },
    y: { label: 'N solved', whole: true, domain: extent(numbers(rows, 'nSolved'), 0, 10) },
    columns: { x: 'epoch', value: 'nSolved' },
  };
}

/** One curve per network size, from rows that have architecture and size. */
export function networkCurves(rows: readonly Row[]): Curve[] {
  return sizesOf(rows).map(({ architecture, size }) => ({
    key: sizeKey(architecture, size),
    label: `${architecture} ${size}`,
    short: String(size),
    column: architecture,
    colour: networkColour(architecture, size),
    ...overSeeds(rows.filter((row) => row.architecture === architecture && row.size === size)),
  }));
}

/** The rows of the last epoch of every network and of every mean. */
function lastOf(rows: readonly Row[]): Row[] {
  return finals(
    rows.map((row) => ({ ...row, network: [row.kind, row.architecture, row.size, row.condition, row.seed].join(' ') })),
  );
}
