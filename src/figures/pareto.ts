import { numbers } from '../analysis/rows.ts';
import type { Row } from '../artifact/table.ts';
import { TRAIN } from '../study/tables.ts';
import { significant } from './frame.ts';
import { type Cost, drawFront, frontRows, NEURONS, PARAMETERS } from './front.ts';
import type { PanelOf } from './panel.ts';
import { ofKind } from './series.ts';

const NONE = 'No network was trained in this profile.';
const DOTS =
  'Large dots are means over seeds, small dots single seeds, thin lines the path of a growing network; thick steps are the front: the best N that an architecture solves within a budget.';
const SIXTY =
  'A network that solves a task in each of 60 epochs ends at N = 61, since its first task is N = 2; the paper writes 60.';

/** Fig. 2b: N solved against trainable parameters. */
export const pareto: PanelOf<typeof PARAMETERS.kinds> = {
  id: '2b',
  figure: 2,
  title: 'Tasks for a budget of parameters',
  caption: `The largest N solved at the end of training against the number of trainable parameters. ${DOTS} ${SIXTY}`,
  inputs: [TRAIN.path],
  kinds: PARAMETERS.kinds,
  derive: (tables) => frontRows(tables, PARAMETERS),
  plot: (rows, options) => drawFront(rows, PARAMETERS, options),
  summarize(rows) {
    const means = ofKind(rows, 'mean');
    if (means.length === 0) return NONE;
    const best = (architecture: string) => {
      const sizes = means.filter((row) => row.architecture === architecture);
      return sizes.reduce((top, row) => (Number(row.nSolved) > Number(top.nSolved) ? row : top), sizes[0]);
    };
    const sentences = ['modular', 'non-modular']
      .map((name) => ({ name, row: best(name) }))
      .filter(({ row }) => row)
      .map(
        ({ name, row }) =>
          `The best ${name} size (${row.size}) reaches N = ${significant(Number(row.nSolved))} with ${Math.round(Number(row.parameters)).toLocaleString('en')} trainable parameters (means over seeds).`,
      );
    return [...sentences, ...describeStuck(rows)].join(' ');
  },
};

/** The same networks with their cost counted in neurons, which the paper leaves for future work (Limitations & Future Work). */
export const paretoOfNeurons: PanelOf<typeof NEURONS.kinds> = {
  id: '2b-neurons',
  figure: 2,
  beyond: true,
  title: 'Tasks for a budget of neurons',
  caption: `The same networks with their cost in neurons: those of all modules that solve a task, or of the core, without readout units. ${DOTS} The cost of a non-modular network is constant; that of a modular one grows with every task.`,
  inputs: [TRAIN.path],
  kinds: NEURONS.kinds,
  derive: (tables) => frontRows(tables, NEURONS),
  plot: (rows, options) => drawFront(rows, NEURONS, options),
  summarize(rows) {
    const cores = ofKind(rows, 'mean').filter((row) => row.architecture === 'non-modular');
    if (cores.length === 0) return NONE;
    const [byNeurons, byParameters] = [NEURONS, PARAMETERS].map((cost) => budgets(rows, cores, cost));
    const led = (compared: readonly Budget[]) => compared.filter(({ core, modular }) => core > modular).length;
    const pairs = byNeurons
      .map(({ budget, modular, core }) => `${budget} neurons: ${significant(modular)} against ${significant(core)}`)
      .join('; ');
    const comparison = `N solved within the number of neurons of each core by the best modular and the best non-modular size (means over seeds): ${pairs}. Non-modular networks solve more at ${led(byNeurons)} of these ${cores.length} budgets; with cost counted in trainable parameters, at ${led(byParameters)} of ${cores.length}.`;
    return [comparison, ...describeStuck(rows)].join(' ');
  },
};

/** A stuck network has no cost and is not on a logarithmic axis. */
function describeStuck(rows: readonly Row[]): string[] {
  const stuck = ofKind(rows, 'seed').filter((row) => Number(row.nSolved) <= 1).length;
  if (stuck === 0) return [];
  return stuck === 1
    ? ['One network solved no task: it counts in the means and the data, but has no cost to be drawn at.']
    : [`${stuck} networks solved no task: they count in the means and the data, but have no cost to be drawn at.`];
}

interface Budget {
  budget: number;
  /** Best N within it; 1 if no task is solved. */
  modular: number;
  core: number;
}

/** The best N of both architectures within the final cost of each core. */
function budgets(rows: readonly Row[], cores: readonly Row[], { column }: Cost): Budget[] {
  const points = [...ofKind(rows, 'path'), ...ofKind(rows, 'mean')];
  return cores.map((core) => {
    const budget = Number(core[column]);
    const best = (architecture: string) => {
      const within = points.filter((row) => row.architecture === architecture && Number(row[column]) <= budget);
      return Math.max(1, ...numbers(within, 'nSolved'));
    };
    return { budget, modular: best('modular'), core: best('non-modular') };
  });
}
