import { blankNetwork, stepParameters } from '../analysis/cost.ts';
import { groups, numbers, table } from '../analysis/rows.ts';
import { bootstrap, type Interval, mean } from '../analysis/statistics.ts';
import type { Claim, Judgement } from './claim.ts';
import {
  type Bench,
  claim,
  DUPLICATE,
  ends,
  entries,
  FREEZE,
  fewest,
  history,
  judgement,
  LEAST_SEEDS,
  notRun,
  type Part,
  short,
  stuckNote,
  TRAIN,
} from './evidence.ts';

const FROZEN = 'Results, Weight Freezing; Fig. 6a';
const COPIED = 'Results, Weight Duplication; Fig. 6b';
const BOTH = 'recurrent-copied-feedforward-copied';
const PLATEAU_EPOCHS = 40;
/** Two values of N solved within this share of the larger count as equal. */
const EQUAL = 0.1;
/** 'About 15' and 'about half': within this share. */
const ABOUT = 0.2;

function frozen({ tables }: Bench, group: 'recurrent' | 'feedforward', size: number): number[] {
  return ends(tables, FREEZE, { architecture: 'modular', size, condition: `frozen-${group}` });
}

function trained({ tables }: Bench, size: number, architecture = 'modular'): number[] {
  return ends(tables, TRAIN, { architecture, size });
}

/** N solved of a growth condition; exact copies of both are the main line's growth where the stage has not run them again. */
function copied({ tables }: Bench, condition: string, size: number): number[] {
  const own = ends(tables, DUPLICATE, { architecture: 'modular', size, condition });
  return own.length > 0 || condition !== BOTH ? own : ends(tables, TRAIN, { architecture: 'modular', size });
}

const missing = (what: string) => notRun(`${what} has fewer than ${LEAST_SEEDS} seeds at this profile.`);

/** A claim that a is above b. */
function above(bench: Bench, name: string, a: readonly number[], b: readonly number[]): Judgement {
  if (fewest([a, b]) < LEAST_SEEDS) return missing('one of the two conditions');
  const interval = bench.difference(a, b);
  const part = { name, holds: interval.low > 0, finding: `${bench.say(interval)} tasks` };
  return judgement(
    [part],
    { ...entries('difference', interval), 'mean of the first': mean(a), 'mean of the second': mean(b) },
    fewest([a, b]),
    stuckNote(a, b),
  );
}

/**
 * A claim that two conditions are equal within a share of the larger mean, at least one task. Two parts, so that means which agree
 * but cannot be told apart for sure by these seeds give 'partly'.
 */
function equal(
  bench: Bench,
  name: string,
  a: readonly number[],
  b: readonly number[],
): { parts: Part[]; interval: Interval } {
  const interval = bench.difference(a, b);
  const margin = Math.max(1, EQUAL * Math.max(mean(a), mean(b)));
  const within = (value: number) => Math.abs(value) < margin;
  const parts = [
    {
      name: `${name}, means`,
      holds: within(interval.value),
      finding: `differ by ${short(interval.value)} tasks, margin ${short(margin)}`,
    },
    { name: `${name}, interval`, holds: within(interval.low) && within(interval.high), finding: bench.say(interval) },
  ];
  return { parts, interval };
}

/** Main effect on N solved of copying one kind of weights, averaged over copying and not copying the other. */
function effectOfCopying(bench: Bench, kind: 'recurrent' | 'feedforward', size = 5) {
  const condition = (own: string, other: string) =>
    kind === 'recurrent' ? `recurrent-${own}-feedforward-${other}` : `recurrent-${other}-feedforward-${own}`;
  const arms = ['copied', 'random'].flatMap((own) =>
    ['copied', 'random'].map((other) => copied(bench, condition(own, other), size)),
  );
  const effect = ([cc, cr, rc, rr]: readonly (readonly number[])[]) => (mean(cc) + mean(cr) - mean(rc) - mean(rr)) / 2;
  return { arms, interval: bootstrap(arms, effect, bench.bootstrap) };
}

function feedforwardFails(bench: Bench): Judgement {
  const own = frozen(bench, 'feedforward', 5);
  if (own.length < LEAST_SEEDS) return missing('M_m = 5 with frozen feedforward weights');
  const interval = bench.mean(own);
  const third = own.filter((N) => N >= 3).length;
  const part = {
    name: 'frozen feedforward weights, M_m = 5',
    holds: interval.high < 3,
    finding: `N solved ${bench.say(interval)}; ${third} of ${own.length} networks solve N = 3`,
  };
  return judgement(
    [part],
    { ...entries('N solved', interval), 'networks that solve N = 3': third },
    own.length,
    stuckNote(own),
  );
}

function recurrentStagnates(bench: Bench): Judgement {
  const own = frozen(bench, 'recurrent', 5);
  if (own.length < LEAST_SEEDS) return missing('M_m = 5 with frozen recurrent weights');
  const line = { architecture: 'modular', size: 5, condition: 'frozen-recurrent' };
  const epochs = Math.max(...numbers(history(bench.tables, FREEZE, line), 'epoch'));
  const reached = bench.mean(own);
  if (epochs < PLATEAU_EPOCHS) {
    return notRun(
      `${epochs} epochs are too few to show stagnation; N solved so far ${bench.say(reached)}.`,
      entries('N solved', reached),
      own.length,
    );
  }
  const third = Math.floor(epochs / 3);
  const networks = groups(history(bench.tables, FREEZE, line), ['network']);
  const late = bench.mean(
    [...networks.values()].map((rows) => {
      const at = (epoch: number) => Number(rows.find((row) => row.epoch === epoch)?.nSolved ?? 1);
      return (at(epochs) - at(epochs - third)) / third;
    }),
  );
  const [low, high] = [15 * (1 - ABOUT), 15 * (1 + ABOUT)];
  const parts = [
    {
      name: 'about 15',
      holds: reached.value >= low && reached.value <= high,
      finding: `N solved ${bench.say(reached)}`,
    },
    { name: 'stagnation', holds: late.high < 0.1, finding: `${bench.say(late)} tasks an epoch in the last third` },
  ];
  return judgement(
    parts,
    { ...entries('N solved', reached), ...entries('tasks an epoch, last third', late) },
    own.length,
    stuckNote(own),
  );
}

function noiseMatters(bench: Bench): Judgement {
  const noisy = [...new Set(table(bench.tables, DUPLICATE).map((row) => String(row.condition)))].filter((name) =>
    name.includes('noise'),
  );
  const exact = copied(bench, BOTH, 5);
  const run = noisy
    .map((condition) => ({ condition, own: copied(bench, condition, 5) }))
    .filter(({ own }) => fewest([own, exact]) >= LEAST_SEEDS);
  if (run.length === 0) return notRun('this profile grows no network from noisy copies.');
  const found: Record<string, number> = {};
  const parts = run.flatMap(({ condition, own }) => {
    const { parts: both, interval } = equal(bench, condition.replace(`${BOTH}-`, ''), own, exact);
    Object.assign(found, entries(`difference, ${condition}`, interval));
    return both;
  });
  return judgement(
    parts,
    found,
    fewest([exact, ...run.map(({ own }) => own)]),
    stuckNote(exact, ...run.map(({ own }) => own)),
  );
}

function lessAtLargerSizes(bench: Bench): Judgement {
  const conditions = ['copied', 'random'].flatMap((r) =>
    ['copied', 'random'].map((f) => `recurrent-${r}-feedforward-${f}`),
  );
  const sizes = [...new Set(numbers(table(bench.tables, DUPLICATE), 'size'))]
    .filter((size) => size > 5)
    .sort((a, b) => a - b);
  const small = conditions.map((condition) => copied(bench, condition, 5));
  const run = sizes
    .map((size) => ({ size, large: conditions.map((condition) => copied(bench, condition, size)) }))
    .filter(({ large }) => fewest([...small, ...large]) >= LEAST_SEEDS);
  if (run.length === 0) return notRun('this profile runs the four duplication conditions at M_m = 5 alone.');
  const spread = (arms: readonly (readonly number[])[]) => Math.max(...arms.map(mean)) - Math.min(...arms.map(mean));
  const found: Record<string, number> = {};
  const parts = run.map(({ size, large }): Part => {
    const interval = bootstrap(
      [...small, ...large],
      (arms) => spread(arms.slice(0, 4)) - spread(arms.slice(4)),
      bench.bootstrap,
    );
    Object.assign(found, entries(`spread at M_m = 5 less at ${size}`, interval));
    return {
      name: `M_m = ${size}`,
      holds: interval.low > 0,
      finding: `conditions spread ${bench.say(interval)} tasks less than at M_m = 5`,
    };
  });
  return judgement(parts, found, fewest([...small, ...run.flatMap(({ large }) => large)]), stuckNote(...small));
}

/** Share of a module's trainable parameters that freezing W^R (with its bias) takes away, from the definition of a network. */
export function recurrentShare(size: number): number {
  const counts = stepParameters(blankNetwork('modular', size, 3));
  return counts.recurrent / Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Verdict on shares that freezing takes away: about a half is between 40 and 60%. */
export function halving(shares: readonly { size: number; share: number }[]): Judgement {
  const [low, high] = [0.5 * (1 - ABOUT), 0.5 * (1 + ABOUT)];
  const parts = shares.map(
    ({ size, share }): Part => ({
      name: `M_m = ${size}`,
      holds: share >= low && share <= high,
      finding: `${short(100 * share)}% fewer`,
    }),
  );
  const judged = judgement(
    parts,
    Object.fromEntries(shares.map(({ size, share }) => [`share frozen, M_m = ${size}`, share])),
    0,
  );
  return {
    ...judged,
    finding: judged.finding.replace(
      ' (0 seeds at least)',
      ' (counted from the definition of a network; no seeds needed)',
    ),
  };
}

export const figure6: readonly Claim[] = [
  claim({
    id: '6a.1',
    panel: '6a',
    figure: 6,
    statement: 'With frozen feedforward weights, modules of 5 neurons fail for every N of 3 and more.',
    where: FROZEN,
    test: 'N solved at the last epoch, mean over seeds; holds if the upper end of the bootstrap interval is below 3. At least 2 seeds.',
    inputs: [FREEZE],
    judge: feedforwardFails,
  }),
  claim({
    id: '6a.2',
    panel: '6a',
    figure: 6,
    statement: 'With frozen recurrent weights, modules of 5 neurons reach about N = 15 and then stagnate.',
    where: FROZEN,
    test: `Two parts: mean N solved between 12 and 18, and tasks an epoch in the last third with a bootstrap interval below 0.1. Needs at least ${PLATEAU_EPOCHS} epochs and 2 seeds.`,
    inputs: [FREEZE],
    judge: recurrentStagnates,
  }),
  claim({
    id: '6a.3',
    panel: '6a',
    figure: 6,
    statement:
      'Modular networks with frozen recurrent weights outperform the non-modular network, which tapers at about N = 10.',
    where: FROZEN,
    test: 'Difference of mean N solved, M_m = 5 with frozen recurrent weights less non-modular M = 20; holds if the bootstrap interval lies above 0. At least 2 seeds.',
    inputs: [FREEZE, TRAIN],
    judge: (bench) =>
      above(
        bench,
        'frozen recurrent less non-modular, 20',
        frozen(bench, 'recurrent', 5),
        trained(bench, 20, 'non-modular'),
      ),
  }),
  claim({
    id: '6a.4',
    panel: '6a',
    figure: 6,
    statement: 'Modular networks with frozen recurrent weights stay below fully trained ones at 5 neurons a module.',
    where: FROZEN,
    test: 'Difference of mean N solved, fully trained less frozen recurrent at M_m = 5; holds if the bootstrap interval lies above 0. At least 2 seeds.',
    inputs: [FREEZE, TRAIN],
    judge: (bench) =>
      above(bench, 'fully trained less frozen recurrent', trained(bench, 5), frozen(bench, 'recurrent', 5)),
  }),
  claim({
    id: '6a.5',
    panel: '6a',
    figure: 6,
    statement: 'At 10 neurons a module, freezing recurrent weights makes no difference.',
    where: FROZEN,
    test: 'Difference of mean N solved, frozen recurrent less fully trained at M_m = 10; two parts: the means, and the whole bootstrap interval, agree within 10% of the larger mean. At least 2 seeds.',
    inputs: [FREEZE, TRAIN],
    judge(bench) {
      const [a, b] = [frozen(bench, 'recurrent', 10), trained(bench, 10)];
      if (fewest([a, b]) < LEAST_SEEDS) return missing('one of the two conditions');
      const { parts, interval } = equal(bench, 'frozen recurrent, M_m = 10', a, b);
      return judgement(parts, entries('difference', interval), fewest([a, b]), stuckNote(a, b));
    },
  }),
  claim({
    id: '6a.6',
    panel: '6a',
    figure: 6,
    statement: 'At 10 neurons a module, networks with frozen feedforward weights stay impaired.',
    where: FROZEN,
    test: 'Difference of mean N solved, fully trained less frozen feedforward at M_m = 10; holds if the bootstrap interval lies above 0. At least 2 seeds.',
    inputs: [FREEZE, TRAIN],
    judge: (bench) =>
      above(
        bench,
        'fully trained less frozen feedforward, M_m = 10',
        trained(bench, 10),
        frozen(bench, 'feedforward', 10),
      ),
  }),
  claim({
    id: '6a.7',
    panel: '6a',
    figure: 6,
    statement: 'Freezing the recurrent weights about halves the number of trainable parameters.',
    where: 'Discussion',
    test: 'Share of the trainable parameters of a new module and its head that W^R and its bias make up, counted from the definition of a network at M_m = 5, 10, 15 and 20; a size holds between 40 and 60%. Needs no seeds.',
    inputs: [],
    judge: () => halving([5, 10, 15, 20].map((size) => ({ size, share: recurrentShare(size) }))),
  }),
  claim({
    id: '6b.1',
    panel: '6b',
    figure: 6,
    statement: 'Copying the recurrent weights into a new module helps slightly.',
    where: COPIED,
    test: 'Main effect of copying W^R on mean N solved at M_m = 5, averaged over copied and random W^FF; holds if the bootstrap interval lies above 0. At least 2 seeds a condition.',
    inputs: [DUPLICATE, TRAIN],
    judge(bench) {
      const { arms, interval } = effectOfCopying(bench, 'recurrent');
      if (fewest(arms) < LEAST_SEEDS) return missing('one of the four conditions');
      const part = {
        name: 'copying W^R',
        holds: interval.low > 0,
        finding: `changes N solved by ${bench.say(interval)}`,
      };
      return judgement([part], entries('effect', interval), fewest(arms), stuckNote(...arms));
    },
  }),
  claim({
    id: '6b.2',
    panel: '6b',
    figure: 6,
    statement: 'Copying the feedforward weights into a new module does not help.',
    where: COPIED,
    test: 'Main effect of copying W^FF on mean N solved at M_m = 5, averaged over copied and random W^R, in two parts: it is not above 0 (lower end of the bootstrap interval at most 0), and a gain of more than 10% of the mean without copying is excluded (upper end). At least 2 seeds a condition.',
    inputs: [DUPLICATE, TRAIN],
    judge(bench) {
      const { arms, interval } = effectOfCopying(bench, 'feedforward');
      if (fewest(arms) < LEAST_SEEDS) return missing('one of the four conditions');
      const margin = Math.max(1, EQUAL * mean([...arms[2], ...arms[3]]));
      const finding = `copying W^FF changes N solved by ${bench.say(interval)}`;
      const parts = [
        { name: 'no gain is found', holds: interval.low <= 0, finding },
        {
          name: `a gain above ${short(margin)} tasks is excluded`,
          holds: interval.high < margin,
          finding: `the interval ends at ${short(interval.high)}`,
        },
      ];
      return judgement(parts, entries('effect', interval), fewest(arms), stuckNote(...arms));
    },
  }),
  claim({
    id: '6b.3',
    panel: '6b',
    figure: 6,
    statement: 'Noise on the copied weights matters little.',
    where: COPIED,
    test: 'Difference of mean N solved, noisy less exact copies at M_m = 5; two parts a noise level: the means, and the whole bootstrap interval, agree within 10% of the larger mean. At least 2 seeds a condition.',
    inputs: [DUPLICATE, TRAIN],
    judge: noiseMatters,
  }),
  claim({
    id: '6b.4',
    panel: '6b',
    figure: 6,
    statement: 'How new modules start matters less when modules are larger.',
    where: COPIED,
    test: 'Range of mean N solved over the four duplication conditions at M_m = 5 less that at a larger M_m; a size holds if the bootstrap interval lies above 0. At least 2 seeds a condition.',
    inputs: [DUPLICATE, TRAIN],
    judge: lessAtLargerSizes,
  }),
];
