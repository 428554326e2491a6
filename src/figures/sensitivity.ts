import { numbers } from '../analysis/rows.ts';
import { mean } from '../artifact/moments.ts';
import { groups, type Row, rowsOf, type Tables } from '../artifact/table.ts';
import { PERTURBATION } from '../study/tables.ts';
import { groupShade } from './colour.ts';
import type { Curve } from './curve.ts';
import { curves } from './curves.ts';
import { ACCURACY, epsilonAxis, significant } from './frame.ts';
import type { PanelOf } from './panel.ts';
import { curveKinds, ofKind, withMeans } from './series.ts';

const columns = PERTURBATION.columns;
const series = { size: columns.size, target: columns.target, N: columns.N };
const form = { series, x: { epsilon: columns.epsilon }, value: { accuracy: columns.accuracy }, also: {} };
const kinds = curveKinds(form);

/** Fig. 5a: perturbed feedforward weights. */
export const feedforwardSensitivity = sensitivity('5a', 'feedforward', 'W^FF', {
  title: 'Perturbed feedforward weights',
  caption:
    'Accuracy of each module on its task after noise of relative size ε on all feedforward weights. One line per module, its shade by N as in the key; the first module has no feedforward weights. Means over draws and seeds; bands one standard error, as in the paper, unless another spread is chosen; single seeds are drawn for the modules in the key. Chance is 0.5.',
});

/** Fig. 5b: perturbed recurrent weights. */
export const recurrentSensitivity = sensitivity('5b', 'recurrent', 'W^R', {
  title: 'Perturbed recurrent weights',
  caption:
    'Accuracy of each module on its task after noise of relative size ε on all recurrent weights. One line per module, its shade by N as in the key. Means over draws and seeds; bands one standard error, as in the paper, unless another spread is chosen; single seeds are drawn for the modules in the key. Chance is 0.5.',
});

function sensitivity(
  id: string,
  target: 'feedforward' | 'recurrent',
  symbol: string,
  words: { title: string; caption: string },
): PanelOf<typeof kinds> {
  return {
    id,
    figure: 5,
    ...words,
    spread: 'error',
    inputs: [PERTURBATION.path],
    kinds,
    derive(tables: Tables, context) {
      const rows = rowsOf(tables, PERTURBATION).filter(
        (row) => row.target === target && row.architecture === 'modular',
      );
      const size = moduleSize(rows);
      return withMeans(
        rows.filter((row) => row.size === size && Number(row.epsilon) > 0),
        form,
        context,
      );
    },
    plot(rows, options) {
      return curves(
        {
          x: epsilonAxis(`perturbation ε of ${symbol}`, numbers(rows, 'epsilon')),
          y: { label: 'accuracy of the module', ...ACCURACY },
          columns: { x: 'epsilon', value: 'accuracy' },
          curves: moduleCurves(rows, target),
          spread: 'error',
          naming: 'corner',
          level: { value: 0.5, label: 'chance' },
        },
        options,
      );
    },
    summarize(rows) {
      const means = ofKind(rows, 'mean');
      if (means.length === 0) return 'No module was perturbed in this profile.';
      const modules = [...groups(means, ['N']).values()];
      const average = (module: readonly Row[]) => significant(mean(numbers(module, 'accuracy')));
      const first = modules.find(([row]) => target === 'recurrent' || Number(row.N) > 2) ?? modules[0];
      const last = modules[modules.length - 1];
      return `Mean accuracy over all ε with perturbed ${target} weights: ${average(first)} for the module of N = ${first[0].N}, ${average(last)} for that of N = ${last[0].N}.`;
    },
  };
}

/** The module size of the paper if the table has it, else the largest. */
function moduleSize(rows: readonly Row[]): number {
  const sizes = new Set(numbers(rows, 'size'));
  return sizes.has(15) ? 15 : Math.max(...sizes);
}

/** One curve per module, darker for larger N. The key names the first, the last and some between; only these show single seeds. */
function moduleCurves(rows: readonly Row[], target: 'feedforward' | 'recurrent'): Curve[] {
  const tasks = [...new Set(numbers(rows, 'N'))].sort((a, b) => a - b);
  const last = tasks.length - 1;
  const named = new Set([0, 0.25, 0.5, 0.75, 1].map((share) => tasks[Math.round(share * last)]));
  return tasks.map((N, i) => ({
    key: `module-${N}`,
    links: [`module-${N}`, target],
    group: named.has(N) ? undefined : { key: 'others', label: 'all other modules' },
    label: `N = ${N}`,
    unnamed: !named.has(N),
    colour: groupShade(target, last > 0 ? i / last : 1),
    width: 1.4,
    means: ofKind(rows, 'mean').filter((row) => row.N === N),
    seeds: named.has(N) ? ofKind(rows, 'seed').filter((row) => row.N === N) : [],
  }));
}
