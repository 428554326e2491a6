import { groups, numbers, table } from '../analysis/rows.ts';
import { bootstrap, cliffsDelta, epsilonAt, type Interval, mean } from '../analysis/statistics.ts';
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
/** Sizes whose half perturbations stay within this factor count as alike. */
const ALIKE = 2;

interface Halves {
  /** log10 of the perturbation at which a network has lost half of its tasks, one a network that has any. */
  logs: number[];
  /** Networks that solve nothing and so have nothing to lose. */
  empty: number;
  /** Networks whose half lies outside the grid of perturbations; they count with its end. */
  outside: number;
}

/** Perturbation at half of the tasks, interpolated in log epsilon, of every network of a size. */
function halves({ tables }: Bench, architecture: string, size: number, target: string): Halves {
  const own = table(tables, ROBUSTNESS).filter(
    (row) => row.architecture === architecture && row.size === size && row.target === target && Number(row.epsilon) > 0,
  );
  const found: Halves = { logs: [], empty: 0, outside: 0 };
  for (const rows of groups(own, ['network']).values()) {
    const tasks = mean(numbers(rows, 'tasks'));
    if (!(tasks > 0)) {
      found.empty++;
      continue;
    }
    const points = [...groups(rows, ['epsilon']).values()]
      .map((draws) => ({ epsilon: Number(draws[0].epsilon), solved: mean(numbers(draws, 'solved')) }))
      .sort((a, b) => a.epsilon - b.epsilon);
    const half = epsilonAt(
      points.map(({ epsilon }) => epsilon),
      points.map(({ solved }) => solved),
      tasks / 2,
    );
    if (!half.inside) found.outside++;
    found.logs.push(Math.log10(half.epsilon));
  }
  return found;
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
function factor({ value, low, high }: Interval): Interval {
  return { value: 10 ** value, low: 10 ** low, high: 10 ** high };
}

function pairs(bench: Bench, target: string, robust: 'modular' | 'non-modular'): Judgement {
  const run = PAIRS.map(([small, large]) => {
    return { small, large, a: halves(bench, 'modular', small, target), b: halves(bench, 'non-modular', large, target) };
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
      [`Cliff's delta, ${small}-${large}`]: cliffsDelta(a.logs, b.logs),
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
        .map((size) => halves(bench, architecture, size, 'connections'))
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
    const interval = factor(
      bootstrap(
        all.map(({ logs }) => logs),
        range,
        bench.bootstrap,
      ),
    );
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
      smallest: halves(bench, 'modular', 5, target),
      larger: [10, 15, 20].map((size) => halves(bench, 'modular', size, target)).filter(({ logs }) => logs.length > 0),
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
    judge: fragile,
  }),
];
