import { numbers } from '../analysis/rows.ts';
import { epsilonAt } from '../analysis/statistics.ts';
import { groups, type Row, rowsOf } from '../artifact/table.ts';
import { REDUNDANCY } from '../study/tables.ts';
import { ink, networkColour, neutral } from './colour.ts';
import type { Curve } from './curve.ts';
import { curves } from './curves.ts';
import { epsilonAxis, extent, significant } from './frame.ts';
import type { PanelOf } from './panel.ts';
import { curveKinds, ofKind, overSeeds, withMeans } from './series.ts';

/** The variants that are drawn; the table also holds the twin alone. */
const WAYS = [
  { variant: 'plain', feeding: 'first', label: 'one module', short: 'one module' },
  { variant: 'copy', feeding: 'first', label: 'two copies', short: 'copies' },
  { variant: 'relaxed', feeding: 'first', label: 'module and twin', short: 'twin' },
  { variant: 'copy', feeding: 'mean', label: 'two copies, mean feeds', short: 'copies, mean' },
  { variant: 'relaxed', feeding: 'mean', label: 'module and twin, mean feeds', short: 'twin, mean' },
] as const;

const columns = REDUNDANCY.columns;
const { variant, feeding, epsilon, solved, tasks, neurons, parameters } = columns;
const series = { size: columns.size, variant, feeding };
const form = { series, x: { epsilon }, value: { solved }, also: { tasks, neurons, parameters } };
const kinds = curveKinds(form);

/** Beyond the paper: two modules on every task, under perturbed connections. */
export const redundancyOfSmall = redundancy(5);
export const redundancyOfLarge = redundancy(15);

function redundancy(size: number): PanelOf<typeof kinds> {
  return {
    id: `redundancy-${size}`,
    figure: null,
    beyond: true,
    title: `Two modules for every task, ${size} neurons each`,
    caption:
      'Tasks still solved with accuracy above 0.9 after noise of relative size ε on the connections, with an independent perturbation of every module. The networks have one module for every task, two exact copies, or a module and its twin: a copy that trained on the same task after the first had solved it, whatever accuracy it reached. Two modules answer by the sum of their logits. Solid: the next module reads the first of the two, as in training; dashed: it reads the mean of both. Two modules cost twice the neurons and parameters of one. Means over draws and seeds, bands one standard error.',
    spread: 'error',
    inputs: [REDUNDANCY.path],
    kinds,
    derive(tables, context) {
      const drawn = rowsOf(tables, REDUNDANCY).filter(
        (row) => row.size === size && Number(row.epsilon) > 0 && row.variant !== 'twin',
      );
      return withMeans(drawn, form, context);
    },
    plot(rows, options) {
      return curves(
        {
          x: epsilonAxis('perturbation ε of the connections', numbers(rows, 'epsilon')),
          y: { label: 'tasks still solved', whole: true, domain: extent(numbers(rows, 'solved'), 0, 5) },
          columns: { x: 'epsilon', value: 'solved' },
          curves: wayCurves(rows, size),
          dashes: [{ words: 'first feeds the next' }, { words: 'mean of both', dash: '5 3' }],
          spread: 'error',
          naming: 'corner',
        },
        options,
      );
    },
    summarize(rows) {
      const drawn = wayCurves(rows, size).filter((curve) => curve.means.length > 0);
      if (drawn.length === 0) return 'Two modules for a task were not run in this profile.';
      const [first] = drawn[0].means;
      const half = drawn.map(({ label, means }) => `${label}: ${halfOf(means)}`).join('; ');
      const cost = ofKind(rows, 'mean').find((row) => row.variant === 'copy') ?? first;
      const stuck = new Set(ofKind(rows, 'seed').flatMap((row) => (row.tasks === 0 ? [row.seed] : []))).size;
      const words = [
        `Half of the tasks are lost at these ε (${first.seeds} networks with ${significant(Number(first.tasks))} tasks on average): ${half}.`,
        `Two modules cost ${whole(cost.neurons)} neurons and ${whole(cost.parameters)} parameters, one ${whole(first.neurons)} and ${whole(first.parameters)}.`,
      ];
      if (stuck > 0)
        words.push(`${stuck === 1 ? 'One network is' : `${stuck} networks are`} stuck and counted as 0 tasks.`);
      return words.join(' ');
    },
  };
}

function wayCurves(rows: readonly Row[], size: number): Curve[] {
  const colours: Record<string, string> = { plain: networkColour('modular', size), copy: neutral, relaxed: ink };
  return WAYS.map(({ variant, feeding, label, short }) => {
    const wayRows = rows.filter((row) => row.variant === variant && row.feeding === feeding);
    return {
      key: `${variant}-${feeding}`,
      label,
      short,
      colour: colours[variant],
      dash: feeding === 'mean' ? '5 3' : undefined,
      width: 1.8,
      ...overSeeds(wayRows),
    };
  });
}

/** The ε at which a mean curve falls to half of its tasks, interpolated in log eps. */
function halfOf(means: readonly Row[]): string {
  const points = [...groups(means, ['epsilon']).values()].map(([row]) => row);
  const level = Number(points[0].tasks) / 2;
  const { epsilon, inside } = epsilonAt(numbers(points, 'epsilon'), numbers(points, 'solved'), level);
  return inside ? significant(epsilon) : `${significant(epsilon)}, the end of the grid`;
}

function whole(value: Row[string]): string {
  return Math.round(Number(value)).toLocaleString('en');
}
