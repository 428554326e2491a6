import { finals, sizesOf } from '../analysis/rows.ts';
import type { Row } from '../artifact/table.ts';
import { TRAIN } from '../study/tables.ts';
import { networkColour, type PaperColour, paperColour } from './colour.ts';
import type { Curve, DashName } from './curve.ts';
import { curves } from './curves.ts';
import { significant } from './frame.ts';
import { sizeKey } from './layout.ts';
import { solvedByEpoch } from './learning.ts';
import type { Panel, PanelOptions } from './panel.ts';
import { curveKinds, ofKind, overSeeds } from './series.ts';

const { architecture, size, condition, epoch, nSolved } = TRAIN.columns;
/** The form of the rows of all panels of Fig. 6: N solved by epoch, one series a condition and size. */
export const FORM = { series: { architecture, size, condition }, x: { epoch }, value: { nSolved }, also: {} };
export const KINDS = curveKinds(FORM);
/** M_m of the solid lines of Fig. 6; other modular sizes are dotted. */
export const SMALL = 5;

/** Link of networks grown as in the main line: all weights trained, both kinds of connections copied. */
export const MAIN_LINE = 'main-line';

/** How networks of one condition are named and drawn. */
export interface ConditionStyle {
  label: string;
  short: string;
  colour: string;
  /** Its colour in the paper, by the paper's own words or as printed there. */
  paper?: PaperColour;
  /** SVG dash pattern; by default the one of the size. */
  dash?: string;
  /** Key that highlights it in all panels; by default its name. */
  link?: string;
}

/** The conditions of a panel by their name in the tables, in the order in which they are drawn. */
export type Conditions = Record<string, ConditionStyle>;

/** The curves of a panel of Fig. 6: every condition at every modular size, then the non-modular control. */
function conditionCurves(
  rows: readonly Row[],
  conditions: Conditions,
  colours: PanelOptions['colours'] = 'ours',
): Curve[] {
  const sizes = sizesOf(ofKind(rows, 'mean').filter((row) => row.architecture === 'modular')).map(({ size }) => size);
  const modular = sizes.flatMap((size) =>
    Object.entries(conditions).map(([condition, { label, short, colour, paper, dash, link }]) => {
      const conditionRows = rows.filter(
        (row) => row.architecture === 'modular' && row.size === size && row.condition === condition,
      );
      const suffix = sizes.length > 1 ? `, ${size}` : '';
      return {
        key: `${condition}-${size}`,
        links: [`${link ?? condition}-${size}`],
        label: `${label}${suffix}`,
        short: `${short}${suffix}`,
        colour: colours === 'paper' && paper ? paperColour(paper) : colour,
        dash: dash ?? (size === SMALL ? undefined : '2 3'),
        ...overSeeds(conditionRows),
      };
    }),
  );
  const control = rows.filter((row) => row.architecture === 'non-modular');
  if (control.length === 0) return modular;
  const size = Number(control[0].size);
  return [
    ...modular,
    {
      key: sizeKey('non-modular', size),
      label: `non-modular, ${size}`,
      short: `core ${size}`,
      colour: networkColour('non-modular', 54),
      ...overSeeds(control),
    },
  ];
}

/** Draws a panel of Fig. 6. */
export function drawConditions(
  rows: readonly Row[],
  conditions: Conditions,
  options: Parameters<Panel['plot']>[1],
): Element {
  return curves(
    {
      ...solvedByEpoch(rows),
      curves: conditionCurves(rows, conditions, options.colours),
      dashes: dashesOf(rows),
      spread: 'error',
      naming: 'ends',
      margin: { right: 150, rightNarrow: 92 },
      height: options.width < 480 ? 300 : 380,
    },
    options,
  );
}

/** What solid and dotted lines are, where a panel has both. */
function dashesOf(rows: readonly Row[]): DashName[] {
  const sizes = sizesOf(ofKind(rows, 'mean').filter((row) => row.architecture === 'modular')).map(({ size }) => size);
  if (!sizes.some((size) => size !== SMALL)) return [];
  return sizes.map((size) => ({ words: `${size} neurons`, dash: size === SMALL ? undefined : '2 3' }));
}

/** Describes where the curves of a panel end and how many networks are stuck; returns `none` if there are no curves. */
export function describeConditions(rows: readonly Row[], conditions: Conditions, none: string): string {
  const drawn = conditionCurves(rows, conditions).filter((curve) => curve.means.length > 0);
  if (drawn.length === 0) return none;
  const ends = drawn.map((curve) => ({ label: curve.label, last: curve.means[curve.means.length - 1] }));
  const epochs = Math.max(...ends.map(({ last }) => Number(last.epoch)));
  const reached = ends.map(({ label, last }) => `${label}: ${significant(Number(last.nSolved))}`).join('; ');
  return `Mean N solved over seeds after ${epochs} epochs: ${reached}. ${describeStuck(drawn)}`;
}

/** Networks that never solved N = 2 have N solved = 1 and are part of the means. */
function describeStuck(drawn: readonly Curve[]): string {
  const counts = drawn.map(({ label, seeds = [] }) => {
    const last = finals(seeds.map((row): Row => ({ ...row, network: row.seed })));
    return { label, all: last.length, stuck: last.filter((row) => Number(row.nSolved) <= 1).length };
  });
  const [all, stuck] = [
    counts.reduce((sum, group) => sum + group.all, 0),
    counts.reduce((sum, group) => sum + group.stuck, 0),
  ];
  if (stuck === 0) return `All ${all} networks solved N = 2.`;
  const where = counts
    .filter((group) => group.stuck > 0)
    .map((group) => `${group.label}: ${group.stuck} of ${group.all}`);
  return `${stuck} of ${all} networks did not solve N = 2 and ${stuck === 1 ? 'counts' : 'count'} as N solved = 1 (${where.join('; ')}).`;
}
