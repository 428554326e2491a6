import { halves } from '../analysis/halves.ts';
import { numbers, table } from '../analysis/rows.ts';
import { bootstrap, cliffsDelta, type Interval, mean } from '../analysis/statistics.ts';
import type { Tables } from '../artifact/table.ts';
import type { Claim, Judgement } from './claim.ts';
import {
  absentNote,
  type Bench,
  claim,
  entries,
  fewest,
  judgement,
  LEAST_SEEDS,
  notRun,
  PAIRS,
  type Part,
  short,
} from './evidence.ts';

const ROBUSTNESS = 'tables/robustness.csv';
const WHERE = 'Results, Robustness to Perturbations';
/** What the judges read of tables/robustness.csv: a row a network and target. */
const HALVES = 'halves';
/** Sizes whose half perturbations stay within this factor count as alike; the paper says 'not significantly' without a number. A factor of 2 is a tenth of the axis of Fig. 3. */
const ALIKE = 2;

function prepare(tables: Tables): Tables {
  return tables[HALVES] ? tables : { [HALVES]: halves(table(tables, ROBUSTNESS)) };
}

interface Halves {
  /** log10 of the perturbation at which a network has lost half of its tasks, one a network that has any. */
  logs: number[];
  /** Networks that solve nothing and so have nothing to lose. */
  empty: number;
  /** Networks whose half lies outside the grid of perturbations; they count with its end. */
  outside: number;
}

/** log10 of the perturbation at half of the tasks of every network of a size. */
function logsAt({ tables }: Bench, architecture: string, size: number, target: string): Halves {
  const own = table(tables, HALVES).filter(
    (row) => row.architecture === architecture && row.size === size && row.target === target,
  );
  const halfs = numbers(own, 'half');
  const outside = numbers(own, 'outside').reduce((sum, one) => sum + one, 0);
  return { logs: halfs.map(Math.log10), empty: own.length - halfs.length, outside };
}

function note(all: readonly Halves[]): string {
  const [empty, outside] = [
    all.reduce((sum, own) => sum + own.empty, 0),
    all.reduce((sum, own) => sum + own.outside, 0),
  ];
  const words: string[] = [];
  if (empty > 0)
    words.push(
      ` ${empty} stuck ${empty === 1 ? 'network has' : 'networks have'} no task to lose and cannot be counted here.`,
    );
  if (outside > 0)
    words.push(
      ` In ${outside} ${outside === 1 ? 'network' : 'networks'} half of the tasks are lost outside the grid of ε; its end counts.`,
    );
  return words.join('');
}

/** A factor of perturbations from an interval of log10. */
function factor<Own extends Interval>(interval: Own): Own {
  return { ...interval, value: 10 ** interval.value, low: 10 ** interval.low, high: 10 ** interval.high };
}

function pairs(bench: Bench, target: string, robust: 'modular' | 'non-modular'): Judgement {
  const run = PAIRS.map(([small, large]) => {
    return { small, large, a: logsAt(bench, 'modular', small, target), b: logsAt(bench, 'non-modular', large, target) };
  }).filter(({ a, b }) => fewest([a.logs, b.logs]) >= LEAST_SEEDS);
  if (run.length === 0) return notRun('no pair of sizes has two perturbed networks with tasks at this profile.');
  const absent = absentNote(
    PAIRS.filter(([small]) => !run.some((own) => own.small === small)).map(
      ([small, large]) => `${small} against ${large}`,
    ),
  );
  const found: Record<string, number> = {};
  const parts = run.map(({ small, large, a, b }): Part => {
    const interval = bench.difference(a.logs, b.logs);
    Object.assign(found, entries(`factor, ${small}-${large}`, factor(interval)), {
      [`half, M_m = ${small}`]: 10 ** mean(a.logs),
      [`half, M = ${large}`]: 10 ** mean(b.logs),
    });
    const holds = robust === 'modular' ? interval.low > 0 : interval.high < 0;
    return {
      name: `${small} against ${large}`,
      holds,
      finding: `the modular network bears ${bench.say(factor(interval))} times the ε of the non-modular one`,
    };
  });
  return judgement(
    parts,
    found,
    fewest(run.flatMap(({ a, b }) => [a.logs, b.logs])),
    note(run.flatMap(({ a, b }) => [a, b])) + absent,
  );
}

function alike(bench: Bench): Judgement {
  const lines = [
    { architecture: 'modular', sizes: [10, 15, 20] },
    { architecture: 'non-modular', sizes: [20, 54, 91, 128] },
  ];
  const run = lines
    .map(({ architecture, sizes }) => {
      const all = sizes
        .map((size) => logsAt(bench, architecture, size, 'connections'))
        .filter(({ logs }) => logs.length >= LEAST_SEEDS);
      return { architecture, all };
    })
    .filter(({ all }) => all.length > 1);
  if (run.length === 0)
    return notRun('fewer than two sizes of an architecture have two perturbed networks with tasks at this profile.');
  const found: Record<string, number> = {};
  const parts = run.map(({ architecture, all }): Part => {
    const range = (drawn: readonly (readonly number[])[]) =>
      Math.max(...drawn.map(mean)) - Math.min(...drawn.map(mean));
    const groups = all.map(({ logs }) => logs);
    const byMean = [...groups].sort((a, b) => mean(a) - mean(b));
    const delta = cliffsDelta(byMean[byMean.length - 1], byMean[0]);
    const interval = factor({ ...bootstrap(groups, range, bench.bootstrap), delta });
    Object.assign(found, entries(`largest factor, ${architecture}`, interval));
    return {
      name: `${architecture} networks`,
      holds: interval.high < ALIKE,
      finding: `sizes differ by a factor of ${bench.say(interval)} at most`,
    };
  });
  const everything = run.flatMap(({ all }) => all);
  return judgement(parts, found, fewest(everything.map(({ logs }) => logs)), note(everything));
}

function fragile(bench: Bench): Judgement {
  const run = ['connections', 'tau']
    .map((target) => ({
      target,
      smallest: logsAt(bench, 'modular', 5, target),
      larger: [10, 15, 20].map((size) => logsAt(bench, 'modular', size, target)).filter(({ logs }) => logs.length > 0),
    }))
    .map((own) => ({ ...own, rest: own.larger.flatMap(({ logs }) => logs) }))
    .filter(({ smallest, rest }) => fewest([smallest.logs, rest]) >= LEAST_SEEDS);
  if (run.length === 0)
    return notRun(
      'fewer than two networks of M_m = 5, or of larger modules, have tasks and were perturbed at this profile.',
    );
  const found: Record<string, number> = {};
  const parts = run.map(({ target, smallest, rest }): Part => {
    const interval = bench.difference(smallest.logs, rest);
    Object.assign(found, entries(`factor, ${target}`, factor(interval)));
    return {
      name: target,
      holds: interval.high < 0,
      finding: `M_m = 5 bears ${bench.say(factor(interval))} times the ε of larger modules`,
    };
  });
  const seeds = fewest(run.flatMap(({ smallest, rest }) => [smallest.logs, rest]));
  const outside = run.reduce((sum, { smallest }) => sum + smallest.outside, 0);
  return judgement(parts, found, seeds, note([{ ...run[0].smallest, outside }]));
}

const HALF = 'The ε at which a network has lost half of its tasks, interpolated in log ε';

export const robustness: readonly Claim[] = [
  claim({
    id: '3a.1',
    panel: '3a',
    figure: 3,
    statement:
      'It takes larger perturbations of the connections to cost a modular network half of its tasks than a non-modular one.',
    where: `${WHERE}; Fig. 3a`,
    test: `${HALF}: ratio of geometric means in each of the four pairs; a pair holds if the bootstrap interval of the ratio lies above 1. At least 2 seeds a size.`,
    inputs: [ROBUSTNESS],
    prepare,
    judge: (bench) => pairs(bench, 'connections', 'modular'),
  }),
  claim({
    id: '3a.2',
    panel: '3a',
    figure: 3,
    statement: 'Apart from modules of 5 neurons, size hardly changes the robustness of either architecture.',
    where: `${WHERE}; Fig. 3a`,
    test: `${HALF} of the connections: ratio of the largest to the smallest geometric mean over sizes (M_m = 5 left out); an architecture holds if the upper end of the bootstrap interval is below ${short(ALIKE)}. At least 2 sizes with 2 seeds.`,
    inputs: [ROBUSTNESS],
    prepare,
    judge: alike,
  }),
  claim({
    id: '3b.1',
    panel: '3b',
    figure: 3,
    statement: 'Non-modular networks are the more robust to perturbed time constants.',
    where: `${WHERE}; Fig. 3b`,
    test: `${HALF} of τ: ratio of geometric means in each of the four pairs; a pair holds if the bootstrap interval of modular over non-modular lies below 1. At least 2 seeds a size.`,
    inputs: [ROBUSTNESS],
    prepare,
    judge: (bench) => pairs(bench, 'tau', 'non-modular'),
  }),
  claim({
    id: '3.1',
    panel: '3a',
    figure: 3,
    statement:
      'Modular networks with 5 neurons a module are more fragile than larger ones, to both kinds of perturbation.',
    where: WHERE,
    test: `${HALF}: ratio of geometric means of M_m = 5 over all larger modules; a kind of perturbation holds if the bootstrap interval lies below 1. At least 2 seeds.`,
    inputs: [ROBUSTNESS],
    prepare,
    judge: fragile,
  }),
];
