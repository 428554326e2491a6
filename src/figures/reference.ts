import { numbers } from '../analysis/rows.ts';
import { epsilonAt } from '../analysis/statistics.ts';
import { groups, type Row } from '../artifact/table.ts';
import { groupColour, groupShade, muted } from './colour.ts';
import type { Curve } from './curve.ts';
import { curves } from './curves.ts';
import { ACCURACY, epsilonAxis, significant } from './frame.ts';
import type { Drawing } from './panel.ts';

type Target = 'recurrent' | 'tau';

const SYMBOLS: Record<Target, string> = { recurrent: 'W^R', tau: 'τ' };
/** A task counts as solved above this accuracy, as in Fig. 3. */
const SOLVED = 0.9;

/** Rows: `N`, `epsilon`, `accuracy` (mean over draws), `deviation`; one a head and size of the perturbation. */
export const referenceRecurrent = heads('reference-recurrent', 'recurrent', 'Perturbed recurrent weights');
/** Rows as those of `referenceRecurrent`. */
export const referenceTau = heads('reference-tau', 'tau', 'Perturbed time constants');

function heads(id: string, target: Target, title: string): Drawing {
  return {
    id,
    title,
    caption: `Accuracy of each head after noise of relative size ε on ${target === 'tau' ? 'the time constants τ, in the positive direction only' : 'the recurrent weights W^R'}. One line per head, its shade by N as in the key; leak outside the nonlinearity, as in training. Means over draws, bands one standard deviation. Chance is 0.5.`,
    plot(rows, options) {
      const tasks = [...groups(rows, ['N']).values()];
      const last = tasks.length - 1;
      const named = new Set([0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * last)));
      return curves(
        {
          x: epsilonAxis(`perturbation ε of ${SYMBOLS[target]}`, [], range(rows, 'epsilon', 0.01, 10)),
          y: { label: 'accuracy of the head', ...ACCURACY },
          columns: { x: 'epsilon', value: 'accuracy' },
          curves: tasks.map((means, i) => ({
            key: `module-${means[0].N}`,
            links: [`module-${means[0].N}`, target],
            group: named.has(i) ? undefined : { key: 'others', label: 'all other heads' },
            label: `N = ${means[0].N}`,
            unnamed: !named.has(i),
            colour: groupShade(target, last > 0 ? i / last : 1),
            width: 1.4,
            means,
          })),
          spread: 'deviation',
          naming: 'corner',
          level: { value: 0.5, label: 'chance' },
        },
        options,
      );
    },
    summarize(rows) {
      if (rows.length === 0) return 'The reference network was not measured.';
      const tasks = [...groups(rows, ['N']).values()];
      const crossing = (head: readonly Row[]) => {
        const { epsilon, inside } = epsilonAt(numbers(head, 'epsilon'), numbers(head, 'accuracy'), SOLVED);
        return `${inside ? `at ε = ${significant(epsilon)}` : 'at none of the ε tried'} for N = ${head[0].N}`;
      };
      return `With noise on ${SYMBOLS[target]}, accuracy falls to ${SOLVED} ${crossing(tasks[0])} and ${crossing(tasks[tasks.length - 1])}.`;
    },
  };
}

/** Rows: `target`, `leak`, `epsilon`, `solved` (mean over draws), `deviation`, `tasks`. */
export const referenceTasks: Drawing = {
  id: 'reference-tasks',
  title: 'Tasks still solved',
  caption: `Heads with accuracy above ${SOLVED} after noise of relative size ε on the recurrent weights W^R or on the time constants τ. Solid: leak outside the nonlinearity, as in training; dashed: inside, as in equation 1. Means over draws, bands one standard deviation.`,
  plot(rows, options) {
    return curves(
      {
        x: epsilonAxis('perturbation ε', [], range(rows, 'epsilon', 0.01, 10)),
        y: { label: 'tasks still solved', whole: true, domain: [0, Math.max(5, ...numbers(rows, 'tasks'))] },
        columns: { x: 'epsilon', value: 'solved' },
        curves: taskCurves(rows),
        dashes: [{ words: 'leak outside' }, { words: 'inside', dash: '5 3' }],
        spread: 'deviation',
        naming: 'corner',
      },
      options,
    );
  },
  summarize(rows) {
    if (rows.length === 0) return 'The reference network was not measured.';
    const halves = taskCurves(rows).map(({ means }) => {
      const half = epsilonAt(numbers(means, 'epsilon'), numbers(means, 'solved'), Number(means[0].tasks) / 2);
      const at = half.inside ? significant(half.epsilon) : 'none of those tried';
      return `${SYMBOLS[means[0].target as Target]}, leak ${means[0].leak}: ${at}`;
    });
    return `Half of the tasks are lost at these ε: ${halves.join('; ')}.`;
  },
};

function taskCurves(rows: readonly Row[]): Curve[] {
  return [...groups(rows, ['target', 'leak']).values()]
    .map((means) => {
      const [target, leak] = [means[0].target as Target, String(means[0].leak)];
      return {
        key: `${target}-${leak}`,
        links: [`${target}-${leak}`, target],
        label: `${SYMBOLS[target]}, leak ${leak}`,
        short: `${SYMBOLS[target]}, ${leak}`,
        colour: groupColour(target),
        dash: leak === 'inside' ? '5 3' : undefined,
        means,
      };
    })
    .sort((a, b) => (a.label < b.label ? 1 : -1));
}

/** Rows: `measure` (trained, effective), `leak` (null for trained), `steps`, `share` of all neurons with a timescale of at most so many steps. */
export const referenceTimescales: Drawing = {
  id: 'reference-timescales',
  title: 'Timescales of the neurons',
  caption:
    'Cumulative share of neurons by timescale: the trained time constant τ, and the effective timescale from exponential fits to the autocorrelation of activity, with the leak outside (solid) and inside (dashed). Neurons whose fit failed are not counted in any share.',
  plot(rows, options) {
    return curves(
      {
        x: {
          label: 'timescale, steps',
          type: 'log',
          domain: range(rows, 'steps', 0.05, 100),
          ticks: [0.1, 1, 10, 100],
          tickFormat: (value) => String(value),
        },
        y: { label: 'share of neurons', domain: [0, 1], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] },
        columns: { x: 'steps', value: 'share' },
        curves: shareCurves(rows),
        dashes: [{ words: 'leak outside' }, { words: 'inside', dash: '5 3' }],
        spread: null,
        naming: 'ends',
        level: { value: 0.5, label: 'median', side: 'left' },
        margin: { right: 152, rightNarrow: 112 },
      },
      options,
    );
  },
  summarize(rows) {
    if (rows.length === 0) return 'The reference network was not measured.';
    const percent = (share: number) => `${significant(100 * share)}%`;
    const sentences = shareCurves(rows).map(({ label, means }) => {
      const upTo = (steps: number) =>
        means.reduce((share, row) => (Number(row.steps) <= steps * 1.001 ? Number(row.share) : share), 0);
      const all = Number(means[means.length - 1].share);
      const failed = all < 1 ? `, ${percent(1 - all)} without a fit` : '';
      return `${label}: ${percent(upTo(1))} of the neurons at one step or below, ${percent(all - upTo(10))} above ten${failed}`;
    });
    return `${sentences.map((sentence) => sentence[0].toUpperCase() + sentence.slice(1)).join('. ')}.`;
  },
};

function shareCurves(rows: readonly Row[]): Curve[] {
  return [...groups(rows, ['measure', 'leak']).values()].map((means) => {
    const { measure, leak } = means[0];
    const trained = measure === 'trained';
    return {
      key: `${measure}-${leak ?? 'any'}`,
      label: trained ? 'trained τ' : `effective, leak ${leak}`,
      short: trained ? 'trained τ' : `effective, ${leak}`,
      colour: trained ? groupColour('tau') : muted,
      dash: leak === 'inside' ? '5 3' : undefined,
      means,
    };
  });
}

/** The range of a column; `low` to `high` without rows. */
function range(rows: readonly Row[], column: string, low: number, high: number): [number, number] {
  const values = numbers(rows, column);
  return values.length > 1 ? [Math.min(...values), Math.max(...values)] : [low, high];
}
