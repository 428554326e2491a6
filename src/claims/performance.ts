import { groups, sizesOf, table } from '../analysis/rows.ts';
import { cliffsDelta, mean } from '../analysis/statistics.ts';
import type { Row } from '../artifact/table.ts';
import type { Claim } from './claim.ts';
import { claim, type Evidence, fewest } from './evidence.ts';
import { type Judgement, judgement, LEAST_SEEDS, notRun, part, tooFew } from './judgement.ts';
import { type Criterion, highBelow, lowAbove, lowAtLeast, measurement, valueAtLeast } from './measurement.ts';
import { absentPairs, atTheEnd, finalN, history, networksOf, PAIRS, pairName, stuckNote, TRAIN } from './networks.ts';

const RESULTS = 'Results, Performance and Generalization';
/** Tasks an epoch from which a size counts as solving one every epoch: all but three in the paper's 60 epochs. */
const EVERY_EPOCH = 0.95;
/** Epochs below which a plateau cannot be told from a slow rise. */
const PLATEAU_EPOCHS = 40;
/** A curve is flat where the last third of training solves less than this share of the tasks an epoch of the first: it has lost most of its slope. */
const FLAT = 0.5;
/** Tasks by which a front may lie behind and still count as solving as much: N solved comes in whole tasks. */
const ONE_TASK = 1;

function trained(size: number, { tables }: Evidence, architecture = 'modular'): number[] {
  return finalN(tables, TRAIN, { architecture, size });
}

/** Tasks solved an epoch: 1 when N = 2 is solved in the first epoch and one more in each. */
function rates(size: number, evidence: Evidence): number[] {
  return trained(size, evidence).map((N) => (N - 1) / evidence.context.epochs);
}

function judgeRates(evidence: Evidence, sizes: readonly number[], criterion: Criterion): Judgement {
  const judged = sizes
    .map((size) => ({ size, values: rates(size, evidence) }))
    .filter(({ values }) => values.length >= LEAST_SEEDS);
  if (judged.length === 0)
    return tooFew(`modular networks of these sizes have fewer than ${LEAST_SEEDS} seeds at this profile.`);
  const sizeName = (size: number) => `M_m = ${size}`;
  const parts = judged.map(({ size, values }) => {
    const name = sizeName(size);
    const description = { name: `tasks an epoch, ${name}`, item: name, of: networksOf('modular', size) };
    const rate = measurement({ ...description, quantity: 'tasks solved an epoch' }, evidence.mean(values));
    return part(name, rate, [criterion]);
  });
  return judgement(parts, {
    seeds: fewest(judged.map(({ values }) => values)),
    notes: [stuckNote(...judged.map(({ size }) => trained(size, evidence)))],
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
  if (pairs.length === 0) return tooFew('no pair of sizes has two seeds at this profile.');
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
    return part(pairName([small, large]), difference, [lowAbove(0)]);
  });
  return judgement(parts, {
    seeds: fewest(pairs.flatMap(({ a, b }) => [a, b])),
    notes: [stuckNote(...pairs.map(({ a }) => a))],
    omitted: absentPairs(pairs),
  });
}

export const performance: readonly Claim[] = [
  claim({
    id: '2a.1',
    panel: '2a',
    figure: 2,
    statement: 'Each modular network ends at a higher N solved than the non-modular network it is paired with.',
    where: `${RESULTS}; Fig. 2a`,
    test: 'Difference of mean N solved at the last epoch in each of the four pairs; a pair holds if the bootstrap interval of the difference lies above 0. At least 2 seeds a size.',
    inputs: [TRAIN],
    prepare: atTheEnd,
    judge: judgePairs,
  }),
  claim({
    id: '2a.2',
    panel: '2a',
    figure: 2,
    statement: 'Modular networks with more than 5 neurons a module solve one new task in every epoch.',
    where: `${RESULTS}; Fig. 2a`,
    test: `Tasks solved an epoch, mean over seeds, for M_m = 10, 15 and 20; a size holds if the lower end of the bootstrap interval is at least ${EVERY_EPOCH}. At least 2 seeds a size.`,
    inputs: [TRAIN],
    prepare: atTheEnd,
    judge: (evidence) => judgeRates(evidence, [10, 15, 20], lowAtLeast(EVERY_EPOCH)),
  }),
  claim({
    id: '2a.3',
    panel: '2a',
    figure: 2,
    statement: 'Modular networks with 5 neurons a module do not solve a task in every epoch.',
    where: `${RESULTS}; Fig. 2a`,
    test: `Tasks solved an epoch, mean over seeds, for M_m = 5; holds if the upper end of the bootstrap interval is below ${EVERY_EPOCH}. At least 2 seeds.`,
    inputs: [TRAIN],
    prepare: atTheEnd,
    judge: (evidence) => judgeRates(evidence, [5], highBelow(EVERY_EPOCH)),
  }),
  claim({
    id: '2a.4',
    panel: '2a',
    figure: 2,
    statement: 'The learning curves of non-modular networks flatten long before the end of training.',
    where: `${RESULTS}; Fig. 2a`,
    test: `Tasks solved an epoch in the last third of training less ${FLAT} times those in the first third, network by network; a size holds if the bootstrap interval lies below 0. Needs at least ${PLATEAU_EPOCHS} epochs and 2 seeds a size.`,
    inputs: [TRAIN],
    judge: flattening,
  }),
  claim({
    id: '2b.1',
    panel: '2b',
    figure: 2,
    statement:
      'For the same number of trainable parameters a modular architecture solves at least as much, along the whole front.',
    where: `${RESULTS}; Fig. 2b`,
    test: 'Best mean N solved over sizes within a budget of trainable parameters, modular less non-modular, at the budgets where the non-modular front steps up at the end of training of a size; a budget holds if the bootstrap interval over seeds lies above -1 task and its centre is at least 0. At least 2 seeds a size.',
    inputs: [TRAIN],
    judge: (evidence) => judgeFronts(evidence, ({ parameters }) => Number(parameters), 'parameters'),
  }),
];

function flattening(evidence: Evidence): Judgement {
  const { epochs } = evidence.context;
  const third = Math.floor(epochs / 3);
  const judged = PAIRS.map(([, size]) => {
    const line = { architecture: 'non-modular', size };
    const networks = [...groups(history(evidence.tables, TRAIN, line), ['network']).values()];
    const at = (rows: readonly Row[], epoch: number) => Number(rows.find((row) => row.epoch === epoch)?.nSolved ?? 1);
    const early = networks.map((rows) => (at(rows, third) - 1) / third);
    const late = networks.map((rows) => (at(rows, epochs) - at(rows, epochs - third)) / third);
    return { size, early, late };
  }).filter(({ late }) => late.length >= LEAST_SEEDS);
  if (judged.length === 0) return tooFew('no non-modular size has two seeds at this profile.');
  const context = judged.flatMap(({ size, early, late }) =>
    [['first', early] as const, ['last', late] as const].map(([which, values]) =>
      measurement(
        {
          name: `${which} third, M = ${size}`,
          quantity: 'tasks solved an epoch',
          of: `${networksOf('non-modular', size)} in the ${which} third of training`,
        },
        mean(values),
      ),
    ),
  );
  const seeds = fewest(judged.map(({ late }) => late));
  if (epochs < PLATEAU_EPOCHS) {
    const detail = `${epochs} epochs are too few to show a plateau.`;
    return notRun({ kind: 'too few epochs', detail, actual: epochs, needed: PLATEAU_EPOCHS }, { seeds, context });
  }
  const parts = judged.map(({ size, early, late }) => {
    const scaled = early.map((rate) => FLAT * rate);
    const difference = measurement(
      {
        name: `last third less ${FLAT} of the first, M = ${size}`,
        item: `M = ${size}`,
        quantity: 'tasks solved an epoch',
        of: `${networksOf('non-modular', size)} in the last third of training`,
        than: `${FLAT} times their rate in the first third`,
      },
      evidence.paired(late, scaled),
    );
    return part(`M = ${size}`, difference, [highBelow(0)]);
  });
  return judgement(parts, { seeds, context });
}

/** One size of an architecture: N solved at the end by seed, and what every N cost. */
interface FrontLine {
  architecture: string;
  size: number;
  finals: number[];
  /** Cost by N solved. */
  cost: Map<number, number>;
}

type Groups = readonly (readonly number[])[];

/** What a network solves within a budget: its N at the end, or the largest N on its way that fits. */
function withinBudget({ cost }: FrontLine, N: number, budget: number): number {
  let most = 1;
  for (const [task, price] of cost) if (task <= N && price <= budget && task > most) most = task;
  return most;
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

/** The fronts of both architectures compared at the budgets of the non-modular sizes; `costOf` a row of a history, in units named `noun`. */
export function judgeFronts(evidence: Evidence, costOf: (row: Row) => number, noun: string): Judgement {
  const lines = sizesOf(table(evidence.tables, TRAIN))
    .map((line): FrontLine => {
      const cost = new Map<number, number>();
      for (const row of history(evidence.tables, TRAIN, line))
        if (Number(row.nSolved) > 1) cost.set(Number(row.nSolved), costOf(row));
      return { ...line, finals: finalN(evidence.tables, TRAIN, line), cost };
    })
    .filter(({ cost, finals }) => cost.size > 0 && finals.length >= LEAST_SEEDS);
  const nonModular = lines.filter((line) => line.architecture === 'non-modular');
  if (nonModular.length === 0 || nonModular.length === lines.length)
    return tooFew('one architecture has no size with two seeds at this profile.');
  const parts = nonModular.map((line) => {
    const budget = Math.max(...line.finals.map((N) => line.cost.get(N) ?? 0));
    const reached = lines.map((one) => one.finals.map((N) => withinBudget(one, N, budget)));
    const gap = (drawn: Groups) => bestOf(lines, 'modular', drawn).most - bestOf(lines, 'non-modular', drawn).most;
    const delta = cliffsDelta(bestOf(lines, 'modular', reached).seeds, bestOf(lines, 'non-modular', reached).seeds);
    const budgetName = `${budget.toLocaleString('en')} ${noun}`;
    const difference = measurement(
      {
        name: `difference at ${budget} ${noun}`,
        item: `${budget} ${noun}`,
        quantity: 'N solved',
        of: `modular networks of at most ${budgetName}`,
        than: 'non-modular ones',
      },
      { ...evidence.statistic(reached, gap), delta },
    );
    return part(budgetName, difference, [valueAtLeast(0), lowAbove(-ONE_TASK)]);
  });
  return judgement(parts, { seeds: fewest(lines.map(({ finals }) => finals)) });
}
