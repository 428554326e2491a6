import { groups, sizesOf, table } from '../analysis/rows.ts';
import { bootstrap, cliffsDelta, mean } from '../analysis/statistics.ts';
import type { Row } from '../artifact/table.ts';
import type { Claim } from './claim.ts';
import {
  absentNote,
  atTheEnd,
  type Bench,
  claim,
  ends,
  entries,
  fewest,
  history,
  judgement,
  LEAST_SEEDS,
  notRun,
  PAIRS,
  type Part,
  short,
  stuckNote,
  TRAIN,
} from './evidence.ts';

const RESULTS = 'Results, Performance and Generalization';
/** Tasks an epoch from which a size counts as solving one every epoch: all but three in the paper's 60 epochs. */
const EVERY_EPOCH = 0.95;
/** Epochs below which a plateau cannot be told from a slow rise. */
const PLATEAU_EPOCHS = 40;
/** A curve is flat where the last third of training solves less than this share of the tasks an epoch of the first: it has lost most of its slope. */
const FLAT = 0.5;
/** Tasks by which a front may lie behind and still count as solving as much: N solved comes in whole tasks. */
const ONE_TASK = 1;

function trained(size: number, { tables }: Bench, architecture = 'modular'): number[] {
  return ends(tables, TRAIN, { architecture, size });
}

/** Tasks solved an epoch: 1 when N = 2 is solved in the first epoch and one more in each. */
function rates(size: number, bench: Bench): number[] {
  return trained(size, bench).map((N) => (N - 1) / bench.context.epochs);
}

function rateClaim(bench: Bench, sizes: readonly number[], holds: (low: number, high: number) => boolean) {
  const run = sizes.map((size) => ({ size, own: rates(size, bench) })).filter(({ own }) => own.length >= LEAST_SEEDS);
  if (run.length === 0)
    return notRun(`modular networks of these sizes have fewer than ${LEAST_SEEDS} seeds at this profile.`);
  const found: Record<string, number> = {};
  const parts = run.map(({ size, own }): Part => {
    const interval = bench.mean(own);
    Object.assign(found, entries(`tasks an epoch, M_m = ${size}`, interval));
    return {
      name: `M_m = ${size}`,
      holds: holds(interval.low, interval.high),
      finding: `${bench.say(interval)} tasks an epoch over ${bench.context.epochs} epochs`,
    };
  });
  return judgement(
    parts,
    found,
    fewest(run.map(({ own }) => own)),
    stuckNote(...run.map(({ size }) => trained(size, bench))) +
      absentNote(sizes.filter((size) => !run.some((own) => own.size === size)).map((size) => `M_m = ${size}`)),
  );
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
    judge(bench) {
      const pairs = PAIRS.map(([small, large]) => ({
        small,
        large,
        a: trained(small, bench),
        b: trained(large, bench, 'non-modular'),
      })).filter(({ a, b }) => fewest([a, b]) >= LEAST_SEEDS);
      if (pairs.length === 0) return notRun('no pair of sizes has two seeds at this profile.');
      const found: Record<string, number> = {};
      const parts = pairs.map(({ small, large, a, b }): Part => {
        const interval = bench.difference(a, b);
        Object.assign(found, entries(`difference, ${small}-${large}`, interval));
        return { name: `${small} against ${large}`, holds: interval.low > 0, finding: `${bench.say(interval)} tasks` };
      });
      return judgement(
        parts,
        found,
        fewest(pairs.flatMap(({ a, b }) => [a, b])),
        stuckNote(...pairs.map(({ a }) => a)) + absentPairs(pairs),
      );
    },
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
    judge: (bench) => rateClaim(bench, [10, 15, 20], (low) => low >= EVERY_EPOCH),
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
    judge: (bench) => rateClaim(bench, [5], (_, high) => high < EVERY_EPOCH),
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
    judge: (bench) => fronts(bench, ({ parameters }) => Number(parameters), 'parameters'),
  }),
];

/** Pairs of sizes that have too few seeds to be judged. */
function absentPairs(run: readonly { small: number }[]): string {
  const absent = PAIRS.filter(([small]) => !run.some((own) => own.small === small));
  return absentNote(absent.map(([small, large]) => `${small} against ${large}`));
}

function flattening(bench: Bench) {
  const { epochs } = bench.context;
  const third = Math.floor(epochs / 3);
  const run = PAIRS.map(([, size]) => {
    const networks = [
      ...groups(history(bench.tables, TRAIN, { architecture: 'non-modular', size }), ['network']).values(),
    ];
    const at = (rows: readonly Row[], epoch: number) => Number(rows.find((row) => row.epoch === epoch)?.nSolved ?? 1);
    const early = networks.map((rows) => (at(rows, third) - 1) / third);
    const late = networks.map((rows) => (at(rows, epochs) - at(rows, epochs - third)) / third);
    return { size, early, late };
  }).filter(({ late }) => late.length >= LEAST_SEEDS);
  if (run.length === 0) return notRun('no non-modular size has two seeds at this profile.');
  const found: Record<string, number> = {};
  for (const { size, early, late } of run) {
    Object.assign(found, { [`first third, M = ${size}`]: mean(early), [`last third, M = ${size}`]: mean(late) });
  }
  const seeds = fewest(run.map(({ late }) => late));
  if (epochs < PLATEAU_EPOCHS) {
    const so = run
      .map(({ size, early, late }) => `M = ${size} from ${short(mean(early))} to ${short(mean(late))}`)
      .join(', ');
    return notRun(
      `${epochs} epochs are too few to show a plateau; tasks an epoch so far, first to last third: ${so}.`,
      found,
      seeds,
    );
  }
  const parts = run.map(({ size, early, late }): Part => {
    const interval = bench.paired(
      late,
      early.map((rate) => FLAT * rate),
    );
    Object.assign(found, entries(`last third less ${FLAT} of the first, M = ${size}`, interval));
    return {
      name: `M = ${size}`,
      holds: interval.high < 0,
      finding: `${short(mean(late))} tasks an epoch in the last third after ${short(mean(early))} in the first, less ${FLAT} of those ${bench.say(interval)}`,
    };
  });
  return judgement(parts, found, seeds);
}

/** The fronts of both architectures compared at the budgets of the non-modular sizes; `costOf` a row of a history, in units named `noun`. */
export function fronts(bench: Bench, costOf: (row: Row) => number, noun: string) {
  const lines = sizesOf(table(bench.tables, TRAIN))
    .map((line) => {
      const own = history(bench.tables, TRAIN, line);
      const cost = new Map<number, number>();
      for (const row of own) if (Number(row.nSolved) > 1) cost.set(Number(row.nSolved), costOf(row));
      return { ...line, finals: ends(bench.tables, TRAIN, line), cost };
    })
    .filter(({ cost }) => cost.size > 0)
    .filter(({ finals }) => finals.length >= LEAST_SEEDS);
  const core = lines.filter((line) => line.architecture === 'non-modular');
  if (core.length === 0 || core.length === lines.length)
    return notRun('one architecture has no size with two seeds at this profile.');
  // What a seed solves within a budget: its N at the end, or the largest N on its way that fits.
  const within = ({ cost }: (typeof lines)[number], N: number, budget: number) => {
    let most = 1;
    for (const [task, own] of cost) if (task <= N && own <= budget && task > most) most = task;
    return most;
  };
  // The seeds of the size of an architecture that solves most.
  const best = (architecture: string, drawn: readonly (readonly number[])[]) => {
    let [top, most]: [readonly number[], number] = [[1], 1];
    for (let i = 0; i < lines.length; i++) {
      if (lines[i].architecture !== architecture) continue;
      const own = mean(drawn[i]);
      if (own > most) [top, most] = [drawn[i], own];
    }
    return { top, most };
  };
  const found: Record<string, number> = {};
  const parts = core.map((line): Part => {
    const budget = Math.max(...line.finals.map((N) => line.cost.get(N) ?? 0));
    const reached = lines.map((own) => own.finals.map((N) => within(own, N, budget)));
    const gap = (drawn: readonly (readonly number[])[]) =>
      best('modular', drawn).most - best('non-modular', drawn).most;
    const delta = cliffsDelta(best('modular', reached).top, best('non-modular', reached).top);
    const interval = { ...bootstrap(reached, gap, bench.bootstrap), delta };
    Object.assign(found, entries(`difference at ${budget} ${noun}`, interval));
    return {
      name: `${budget.toLocaleString('en')} ${noun}`,
      holds: interval.value >= 0 && interval.low > -ONE_TASK,
      finding: `${bench.say(interval)} tasks more`,
    };
  });
  return judgement(parts, found, fewest(lines.map(({ finals }) => finals)));
}
