import { atEqualN } from '../analysis/equalN.ts';
import { type HalfRow, halves, type Perturbed } from '../analysis/halves.ts';
import { numbers, sizesOf } from '../analysis/rows.ts';
import { meanInterval } from '../analysis/statistics.ts';
import type { RowOfKinds } from '../artifact/columns.ts';
import { mean } from '../artifact/moments.ts';
import { groups, rowsOf, type Tables } from '../artifact/table.ts';
import type { Architecture } from '../network/network.ts';
import { HEADS, ROBUSTNESS } from '../study/tables.ts';
import { curves } from './curves.ts';
import { epsilonAxis, extent, isNarrow, wholeTicks } from './frame.ts';
import { describeHalves, HALF, halfMarks, halfStrip, tabulateHalves } from './half.ts';
import { networkCurves } from './learning.ts';
import type { Panel, PanelContext, PanelOf } from './panel.ts';
import { curveKinds, ofKind, PANEL_STREAM, withMeans } from './series.ts';

const BANDS =
  'Strong lines are means over draws and seeds. The paper does not specify the spread; bands are one standard deviation over seeds, as in its Fig. 2, unless another spread is chosen. Below: for each size, the ε at which half of the tasks are lost, as geometric mean over the networks with tasks, with its bootstrap interval.';

const { architecture, size, target, seed, epsilon, tasks, solved } = ROBUSTNESS.columns;
const series = { architecture, size, target };
const value = { type: 'number', role: 'value' } as const;
const share = { ...value, empty: true } as const;
const edge = { type: 'number', role: 'spread', empty: true } as const;
const form = { series, x: { epsilon }, value: { solved }, also: { tasks, fraction: share } };
/** The ε at which half of the tasks are lost: of one network, null without tasks, and of one size with its interval. */
const halfKinds = {
  [`${HALF} seed` as const]: { ...series, seed, epsilon: share, tasks, outside: value },
  [HALF]: {
    ...series,
    epsilon: share,
    epsilonLow: edge,
    epsilonHigh: edge,
    tasks,
    outside: value,
    stuck: value,
    seeds: { ...edge, empty: undefined },
  },
};
const kinds = { ...curveKinds(form), ...halfKinds };

/** Fig. 3a: perturbed connections, W^R and (modular) W^FF. */
export const connections = robustness('3a', 'connections', {
  title: 'Perturbed connections',
  caption: `Tasks still solved with accuracy above 0.9 after noise of relative size ε on the connections: recurrent weights, and feedforward weights in modular networks. ${BANDS}`,
});

/** Fig. 3b: perturbed time constants. */
export const timeConstants = robustness('3b', 'tau', {
  title: 'Perturbed time constants',
  caption: `Tasks still solved with accuracy above 0.9 after noise of relative size ε on the trained time constants τ, in the positive direction only. ${BANDS}`,
});

const AT_EQUAL_N =
  'Modular networks solve more tasks, and later ones may be the first to be lost. So in each pair of sizes that the paper compares, both networks of a seed count the first tasks alone, as many as the one that solves fewer solves without perturbation.';

/** Fig. 3a for the tasks that both networks of a pair solve. */
export const connectionsAtEqualN = equalN('3a-equal-n', 'connections', {
  title: 'Perturbed connections, at equal N',
  caption: `Fig. 3a at equal N. ${AT_EQUAL_N}`,
});

/** Fig. 3b for the tasks that both networks of a pair solve. */
export const timeConstantsAtEqualN = equalN('3b-equal-n', 'tau', {
  title: 'Perturbed time constants, at equal N',
  caption: `Fig. 3b at equal N. ${AT_EQUAL_N}`,
});

type Words = Pick<Panel, 'title' | 'caption'>;

function equalN(id: string, target: 'connections' | 'tau', words: Words): PanelOf<typeof kinds> {
  const read = (tables: Tables) => atEqualN(rowsOf(tables, HEADS));
  return { ...robustness(id, target, words, read), beyond: true, inputs: [HEADS.path] };
}

function robustness(
  id: string,
  target: 'connections' | 'tau',
  { title, caption }: Words,
  read: (tables: Tables) => readonly Perturbed[] = (tables) => rowsOf(tables, ROBUSTNESS),
): PanelOf<typeof kinds> {
  return {
    id,
    figure: 3,
    title,
    caption,
    spread: 'deviation',
    inputs: [ROBUSTNESS.path],
    kinds,
    derive(tables: Tables, context) {
      const perturbed = read(tables).filter((row) => row.target === target);
      // The unperturbed network, ε = 0, is not on a logarithmic axis.
      const draws = perturbed.filter((row) => row.epsilon > 0);
      const seeds = [...groups(draws, ['network', 'epsilon']).values()].map((rows) => {
        const { architecture, size, seed, epsilon } = rows[0];
        const solved = mean(numbers(rows, 'solved'));
        const tasks = mean(numbers(rows, 'tasks'));
        const fraction = tasks > 0 ? solved / tasks : null;
        return { architecture: architecture as Architecture, size, target, seed, epsilon, solved, tasks, fraction };
      });
      const lost = halves(perturbed);
      return [...withMeans(seeds, form, context), ...halfRows(lost, target, context)];
    },
    plot(rows, options) {
      const height = isNarrow(options) ? 260 : 340;
      const strip = halfStrip(rows);
      const [low, high] = extent(numbers(rows, 'solved'), 0, 5);
      // Room for the strip under 0, in the units of the axis: 30 and 40 pixels are the margins of a panel.
      const under = (strip * (high - low)) / (height - 70);
      const axes = {
        x: epsilonAxis(
          `perturbation ε of ${target === 'connections' ? 'the connections' : 'τ'}`,
          numbers(rows, 'epsilon'),
        ),
        y: {
          label: 'tasks still solved',
          domain: [low - under, high] as [number, number],
          ticks: wholeTicks([low, high], 5),
          tickFormat: 'd',
        },
        height: height + strip,
      };
      return curves(
        {
          ...axes,
          columns: { x: 'epsilon', value: 'solved' },
          curves: networkCurves(rows.filter((row) => row.kind === 'mean' || row.kind === 'seed')),
          spread: 'deviation',
          stuck: (seedRows) => Math.max(...numbers(seedRows, 'tasks')) <= 0,
          over: halfMarks(rows, axes, options, strip),
          naming: 'corner',
        },
        options,
      );
    },
    summarize(rows) {
      if (ofKind(rows, 'mean').length === 0) return 'No network was perturbed in this profile.';
      return describeHalves(rows);
    },
    tabulate: tabulateHalves,
  };
}

function halfRows(
  lost: readonly HalfRow[],
  target: 'connections' | 'tau',
  context: PanelContext,
): RowOfKinds<typeof halfKinds>[] {
  const single = lost.map(({ architecture, size, seed, tasks, half, outside }) => {
    return {
      kind: `${HALF} seed` as const,
      architecture: architecture as Architecture,
      size,
      target,
      seed,
      epsilon: half,
      tasks,
      outside,
    };
  });
  const sizes = sizesOf(lost).map((line) => {
    const networks = lost.filter((row) => row.architecture === line.architecture && row.size === line.size);
    const logs = numbers(networks, 'half').map(Math.log10);
    const interval = meanInterval(logs, { ...context, index: PANEL_STREAM });
    const [epsilon, epsilonLow, epsilonHigh] = [interval.value, interval.low, interval.high].map((log) =>
      Number.isNaN(log) ? null : 10 ** log,
    );
    return {
      kind: HALF,
      ...line,
      target,
      epsilon,
      epsilonLow,
      epsilonHigh,
      tasks: mean(numbers(networks, 'tasks')),
      outside: numbers(networks, 'outside').reduce((sum, one) => sum + one, 0),
      stuck: networks.length - logs.length,
      seeds: logs.length,
    };
  });
  return [...single, ...sizes];
}
