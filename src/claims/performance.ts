import { sizesOf } from '../analysis/rows.ts';
import { type BySeed, cliffsDelta } from '../analysis/statistics.ts';
import { mean } from '../artifact/moments.ts';
import { rowsOf } from '../artifact/table.ts';
import { PAIRS } from '../study/pairs.ts';
import { type HistoryRow, TRAIN } from '../study/tables.ts';
import type { Claim } from './claim.ts';
import { claim, type Evidence, fewest, type Groups } from './evidence.ts';
import { type Judgement, judgement, LEAST_SEEDS, notRun, part, tooFew } from './judgement.ts';
import { above, atLeast, below, measurement, type Region } from './measurement.ts';
import {
  absentPairs,
  atTheEnd,
  FLAT,
  finalN,
  history,
  lateRates,
  networksOf,
  PLATEAU_EPOCHS,
  pairName,
  stuckNote,
} from './networks.ts';

const RESULTS = 'Results, Performance and Generalization';
/** A size solves a task in every epoch where it misses at most one epoch of so many: three of the paper's 60. */
const MISSES_ONE_IN = 20;

function trained(size: number, { tables }: Evidence, architecture = 'modular'): BySeed {
  return finalN(tables, TRAIN, { architecture, size });
}

/** The tasks that a network solves in so many epochs if it solves one in every epoch. */
function everyEpoch({ context: { epochs } }: Evidence): number {
  return epochs - Math.floor(epochs / MISSES_ONE_IN);
}

/** Judges the tasks solved in all epochs, N = 2 being the first; they are counted, so that no rate is rounded. */
function judgePace(evidence: Evidence, sizes: readonly number[], region: (tasks: number) => Region): Judgement {
  const judged = sizes
    .map((size) => ({ size, solved: trained(size, evidence) }))
    .filter(({ solved }) => solved.size >= LEAST_SEEDS);
  if (judged.length === 0)
    return tooFew(`modular networks of these sizes have fewer than ${LEAST_SEEDS} seeds in this profile.`);
  const sizeName = (size: number) => `M_m = ${size}`;
  const parts = judged.map(({ size, solved }) => {
    const name = sizeName(size);
    const description = { name: `tasks, ${name}`, item: name, of: networksOf('modular', size) };
    const tasks = new Map([...solved].map(([seed, N]) => [seed, N - 1]));
    const counted = measurement({ ...description, quantity: 'tasks solved in all epochs' }, evidence.mean(tasks));
    return part(name, counted, region(everyEpoch(evidence)));
  });
  return judgement(parts, {
    seeds: fewest(judged.map(({ solved }) => solved)),
    notes: [stuckNote(...judged.map(({ solved }) => solved))],
    omitted: sizes.filter((size) => !judged.some((one) => one.size === size)).map(sizeName),
  });
}

function judgePairs(evidence: Evidence): Judgement {
  const pairs = PAIRS.map(([small, large]) => ({
    small,
    large,
    a: trained(small, evidence),
    b: trained(large, evidence, 'non-modular'),
  })).filter(({ a, b }) => fewest([a, b]) >= LEAST_SEEDS);
  if (pairs.length === 0) return tooFew('no pair of sizes has two seeds in this profile.');
  const parts = pairs.map(({ small, large, a, b }) => {
    const difference = measurement(
      {
        name: `difference, ${small}-${large}`,
        item: `${small}-${large}`,
        quantity: 'N solved',
        of: networksOf('modular', small),
        than: networksOf('non-modular', large),
      },
      evidence.difference(a, b),
    );
    return part(pairName([small, large]), difference, above(0));
  });
  return judgement(parts, {
    seeds: fewest(pairs.flatMap(({ a, b }) => [a, b])),
    notes: [stuckNote(...pairs.flatMap(({ a, b }) => [a, b]))],
    omitted: absentPairs(pairs),
  });
}

export const performance: readonly Claim[] = [
  claim({
    id: '2a.1',
    panel: '2a',
    statement: 'Each modular network ends at a higher N solved than the non-modular network it is paired with.',
    where: `${RESULTS}; Fig. 2a`,
    test: 'Difference of mean N solved at the last epoch in each of the four pairs, seed by seed; above 0. At least 2 seeds a size.',
    inputs: [TRAIN],
    prepare: atTheEnd(TRAIN),
    judge: judgePairs,
  }),
  claim({
    id: '2a.2',
    panel: '2a',
    statement: 'Modular networks with more than 5 neurons a module solve one new task in every epoch.',
    where: `${RESULTS}; Fig. 2a`,
    test: `Tasks solved in all epochs, mean over seeds, for M_m = 10, 15 and 20; a size holds if it misses at most one epoch in ${MISSES_ONE_IN}. At least 2 seeds a size.`,
    inputs: [TRAIN],
    prepare: atTheEnd(TRAIN),
    judge: (evidence) => judgePace(evidence, [10, 15, 20], atLeast),
  }),
  claim({
    id: '2a.3',
    panel: '2a',
    statement: 'Modular networks with 5 neurons a module do not solve a task in every epoch.',
    where: `${RESULTS}; Fig. 2a`,
    test: `Tasks solved in all epochs, mean over seeds, for M_m = 5; holds if it misses more than one epoch in ${MISSES_ONE_IN}. At least 2 seeds.`,
    inputs: [TRAIN],
    prepare: atTheEnd(TRAIN),
    judge: (evidence) => judgePace(evidence, [5], below),
  }),
  claim({
    id: '2a.4',
    panel: '2a',
    statement: 'The learning curves of non-modular networks flatten before the end of training.',
    where: `${RESULTS}; Fig. 2a`,
    test: `Tasks solved an epoch in the last third of training; a size is flat below ${FLAT}, a tenth of the pace of one task in every epoch. Needs at least ${PLATEAU_EPOCHS} epochs and 2 seeds a size.`,
    inputs: [TRAIN],
    judge: flattening,
  }),
  claim({
    id: '2b.1',
    panel: '2b',
    statement: 'For the same number of trainable parameters a modular architecture always solves more.',
    where: `${RESULTS}; Fig. 2b`,
    test: "Best mean N solved over sizes within a budget of trainable parameters, modular less non-modular; above 0. 'Always': for each non-modular size at that budget, of all at which its networks solve one task more, where the lead is smallest. A neuron has one bias, as in equations 3 and 4. At least 2 seeds a size.",
    inputs: [TRAIN],
    judge: (evidence) => judgeFronts(evidence, ({ parameters }) => parameters, 'parameters'),
  }),
];

function flattening(evidence: Evidence): Judgement {
  const { epochs } = evidence.context;
  const judged = PAIRS.map(([, size]) => {
    const rows = history(evidence.tables, TRAIN, { architecture: 'non-modular', size });
    return {
      size,
      late: lateRates(rows, epochs),
      ends: finalN(evidence.tables, TRAIN, { architecture: 'non-modular', size }),
    };
  }).filter(({ late }) => late.size >= LEAST_SEEDS);
  if (judged.length === 0) return tooFew('no non-modular size has two seeds in this profile.');
  const parts = judged.map(({ size, late }) => {
    const rate = measurement(
      {
        name: `last third, M = ${size}`,
        item: `M = ${size}`,
        quantity: 'tasks solved an epoch',
        of: `${networksOf('non-modular', size)} in the last third of training`,
      },
      evidence.mean(late),
    );
    return part(`M = ${size}`, rate, below(FLAT));
  });
  const seeds = fewest(judged.map(({ late }) => late));
  if (epochs < PLATEAU_EPOCHS) {
    const detail = `${epochs} epochs are too few to show a plateau.`;
    return notRun(
      { kind: 'too few epochs', detail, actual: epochs, needed: PLATEAU_EPOCHS },
      { seeds, context: parts.map((one) => one.measurement) },
    );
  }
  return judgement(parts, {
    seeds,
    notes: [stuckNote(...judged.map(({ ends }) => ends))],
    omitted: PAIRS.filter(([, size]) => !judged.some((one) => one.size === size)).map(([, size]) => `M = ${size}`),
  });
}

/** One size of an architecture: N solved at the end by seed, and what every N cost. */
interface FrontLine {
  architecture: string;
  size: number;
  ends: BySeed;
  /** Cost by N solved. */
  cost: Map<number, number>;
}

/** What the networks of a size solve within a budget: their N at the end, or the largest N on the way that fits. */
function withinBudget({ cost, ends }: FrontLine, budget: number): BySeed {
  const fitting = [...cost].filter(([, price]) => price <= budget).map(([N]) => N);
  const most = Math.max(1, ...fitting);
  return new Map([...ends].map(([seed, N]) => [seed, Math.min(N, most)]));
}

/** The seeds of the size of an architecture that solves most, and their mean. */
function bestOf(lines: readonly FrontLine[], architecture: string, reached: Groups) {
  let [seeds, most]: [readonly number[], number] = [[1], 1];
  for (let i = 0; i < lines.length; i++) {
    if (lines[i].architecture !== architecture) continue;
    const average = mean(reached[i]);
    if (average > most) [seeds, most] = [reached[i], average];
  }
  return { seeds, most };
}

/**
 * The fronts of both architectures compared at the budgets at which a non-modular size solves one task more, for each size where the modular lead
 * is smallest: between these budgets it only grows. `costOf` a row of a history, in units named `noun`.
 */
export function judgeFronts(evidence: Evidence, costOf: (row: HistoryRow) => number, noun: string): Judgement {
  const lines = sizesOf(rowsOf(evidence.tables, TRAIN))
    .map((line): FrontLine => {
      const cost = new Map<number, number>();
      for (const row of history(evidence.tables, TRAIN, line)) {
        const price = costOf(row);
        if (row.nSolved > 1 && Number.isFinite(price)) cost.set(row.nSolved, price);
      }
      return { ...line, ends: finalN(evidence.tables, TRAIN, line), cost };
    })
    .filter(({ cost, ends }) => cost.size > 0 && ends.size >= LEAST_SEEDS);
  const nonModular = lines.filter((line) => line.architecture === 'non-modular');
  if (nonModular.length === 0 || nonModular.length === lines.length)
    return tooFew('one architecture has no size with two seeds in this profile.');
  const gap = (drawn: Groups) => bestOf(lines, 'modular', drawn).most - bestOf(lines, 'non-modular', drawn).most;
  const parts = nonModular.flatMap((line) => {
    const furthest = Math.max(...line.ends.values());
    const steps = [...line.cost].filter(([N]) => N <= furthest).map(([, cost]) => cost);
    if (steps.length === 0) return [];
    const { budget, reached, values } = [...new Set(steps)]
      .sort((a, b) => a - b)
      .map((budget) => {
        const reached = lines.map((one) => withinBudget(one, budget));
        const values = reached.map((group) => [...group.values()]);
        return { budget, reached, values, lead: gap(values) };
      })
      .reduce((smallest, one) => (one.lead < smallest.lead ? one : smallest));
    const delta = cliffsDelta(bestOf(lines, 'modular', values).seeds, bestOf(lines, 'non-modular', values).seeds);
    const budgetName = `${budget.toLocaleString('en')} ${noun}`;
    const item = `M = ${line.size}`;
    const difference = measurement(
      {
        name: `difference, ${item}`,
        item,
        quantity: 'N solved',
        of: `modular networks of at most ${budgetName}`,
        than: 'non-modular ones',
      },
      { ...evidence.statistic(reached, gap), delta },
    );
    return part(`${item}, ${budgetName}`, difference, above(0));
  });
  return judgement(parts, {
    seeds: fewest(lines.map(({ ends }) => ends)),
    notes: [stuckNote(...lines.map(({ ends }) => ends))],
  });
}
