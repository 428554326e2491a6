import { numbers } from '../analysis/rows.ts';
import type { Row } from '../artifact/table.ts';
import { significant } from './frame.ts';
import { type Cost, drawFront, frontRows, HISTORY, NEURONS, PARAMETERS } from './front.ts';
import type { Panel } from './panel.ts';
import { ofKind } from './series.ts';

const NONE = 'No network has been trained at this profile.';
const DOTS =
  'Large dots are means over seeds, small dots single seeds, thin lines the way a network took there as it grew; strong steps are the front: the best N that an architecture reaches within a budget.';

/** Fig. 2b: N solved against trainable parameters. */
export const pareto: Panel = {
  id: '2b',
  figure: 2,
  title: 'Tasks for a budget of parameters',
  caption: `The largest N solved at the end of training against the number of trainable parameters. ${DOTS}`,
  inputs: [HISTORY],
  derive: (tables) => frontRows(tables, PARAMETERS),
  plot: (rows, options) => drawFront(rows, PARAMETERS, options),
  summarize(rows) {
    const means = ofKind(rows, 'mean');
    if (means.length === 0) return NONE;
    const best = (architecture: string) => {
      const own = means.filter((row) => row.architecture === architecture);
      return own.reduce((top, row) => (Number(row.nSolved) > Number(top.nSolved) ? row : top), own[0]);
    };
    const said = ['modular', 'non-modular']
      .map((name) => ({ name, row: best(name) }))
      .filter(({ row }) => row)
      .map(
        ({ name, row }) =>
          `The best ${name} size (${row.size}) reaches N = ${significant(Number(row.nSolved))} with ${Math.round(Number(row.parameters)).toLocaleString('en')} trainable parameters (means over seeds).`,
      );
    return [...said, ...stuckWords(rows)].join(' ');
  },
};

/** The same networks with their cost counted in neurons, which the paper leaves for future work (Limitations & Future Work). */
export const paretoOfNeurons: Panel = {
  id: '2b-neurons',
  figure: 2,
  beyond: true,
  title: 'Tasks for a budget of neurons',
  caption: `The same networks with their cost counted in neurons: those of all modules that solve a task, or of the core; readout units are left out. ${DOTS} A non-modular network pays for its neurons once, whatever it solves; a modular one pays for every task.`,
  inputs: [HISTORY],
  derive: (tables) => frontRows(tables, NEURONS),
  plot: (rows, options) => drawFront(rows, NEURONS, options),
  summarize(rows) {
    const cores = ofKind(rows, 'mean').filter((row) => row.architecture === 'non-modular');
    if (cores.length === 0) return NONE;
    const [byNeurons, byParameters] = [NEURONS, PARAMETERS].map((cost) => budgets(rows, cores, cost));
    const led = (compared: readonly Budget[]) => compared.filter((own) => own.core > own.modular).length;
    const told = byNeurons
      .map(({ budget, modular, core }) => `${budget} neurons: ${significant(modular)} against ${significant(core)}`)
      .join('; ');
    const said = `N solved within the neurons of each core, the best modular against the best non-modular size (means over seeds), ${told}. The non-modular networks solve more at ${led(byNeurons)} of these ${cores.length} budgets, and at ${led(byParameters)} of ${cores.length} where the same cores are paid for in trainable parameters.`;
    return [said, ...stuckWords(rows)].join(' ');
  },
};

/** A stuck network has no solved part, hence no cost and no place on a logarithmic axis. */
function stuckWords(rows: readonly Row[]): string[] {
  const stuck = ofKind(rows, 'seed').filter((row) => Number(row.nSolved) <= 1).length;
  if (stuck === 0) return [];
  const networks = stuck === 1 ? 'One network that solved nothing is' : `${stuck} networks that solved nothing are`;
  return [`${networks} in the means and the data; without a cost, such a network has no place on the axis.`];
}

interface Budget {
  budget: number;
  /** Best N within it; 1 where nothing is solved. */
  modular: number;
  core: number;
}

/** The best N of both architectures within what each core costs at the end. */
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
