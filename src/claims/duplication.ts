import { numbers, table } from '../analysis/rows.ts';
import { type Bootstrap, bootstrap, cliffsDelta, type Interval, mean } from '../analysis/statistics.ts';
import type { Claim, Judgement } from './claim.ts';
import {
  atTheEnd,
  type Bench,
  claim,
  DUPLICATE,
  EQUAL,
  ends,
  entries,
  equal,
  fewest,
  judgement,
  LEAST_SEEDS,
  missing,
  notRun,
  type Part,
  short,
  stuckNote,
  TRAIN,
} from './evidence.ts';

const COPIED = 'Results, Weight Duplication; Fig. 6b';
type Statistic = (groups: readonly (readonly number[])[]) => number;
const BOTH = 'recurrent-copied-feedforward-copied';

/** N solved of a growth condition; exact copies of both are the main line's growth where the stage has not run them again. */
function copied({ tables }: Bench, condition: string, size: number): number[] {
  const own = ends(tables, DUPLICATE, { architecture: 'modular', size, condition });
  return own.length > 0 || condition !== BOTH ? own : ends(tables, TRAIN, { architecture: 'modular', size });
}

/** Main effect on N solved of copying one kind of weights, averaged over copying and not copying the other. */
function effectOfCopying(bench: Bench, kind: 'recurrent' | 'feedforward', size = 5) {
  const condition = (own: string, other: string) =>
    kind === 'recurrent' ? `recurrent-${own}-feedforward-${other}` : `recurrent-${other}-feedforward-${own}`;
  const arms = ['copied', 'random'].flatMap((own) =>
    ['copied', 'random'].map((other) => copied(bench, condition(own, other), size)),
  );
  const effect = ([cc, cr, rc, rr]: readonly (readonly number[])[]) => (mean(cc) + mean(cr) - mean(rc) - mean(rr)) / 2;
  const delta = cliffsDelta([...arms[0], ...arms[1]], [...arms[2], ...arms[3]]);
  return { arms, interval: { ...bootstrap(arms, effect, bench.bootstrap), delta } };
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

/**
 * A statistic that noise biases, with the bias taken out: the bootstrap's median tells how far a resample raises it, and value and quantiles
 * are mirrored at the measured value (the basic interval). A range of means needs that: seeds raise it, and resamples once more.
 */
function unbiased(groups: readonly (readonly number[])[], statistic: Statistic, options: Bootstrap): Interval {
  const { value, low, high } = bootstrap(groups, statistic, options);
  const { low: median } = bootstrap(groups, statistic, { ...options, confidence: 0 });
  return { value: 2 * value - median, low: 2 * value - high, high: 2 * value - low };
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
    const interval = unbiased(
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

export const duplication: readonly Claim[] = [
  claim({
    id: '6b.1',
    panel: '6b',
    figure: 6,
    statement: 'Copying the recurrent weights into a new module helps slightly.',
    where: COPIED,
    test: 'Main effect of copying W^R on mean N solved at M_m = 5, averaged over copied and random W^FF; holds if the bootstrap interval lies above 0. At least 2 seeds a condition.',
    inputs: [DUPLICATE, TRAIN],
    prepare: atTheEnd,
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
    prepare: atTheEnd,
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
    panel: '6b-noise',
    figure: 6,
    statement: 'Noise on the copied weights matters little.',
    where: COPIED,
    test: 'Difference of mean N solved, noisy less exact copies at M_m = 5; two parts a noise level: the means, and the whole bootstrap interval, agree within 10% of the larger mean. At least 2 seeds a condition.',
    inputs: [DUPLICATE, TRAIN],
    prepare: atTheEnd,
    judge: noiseMatters,
  }),
  claim({
    id: '6b.4',
    panel: '6b-larger',
    figure: 6,
    statement: 'How new modules start matters less when modules are larger.',
    where: COPIED,
    test: 'Range of mean N solved over the four duplication conditions at M_m = 5 less that at a larger M_m; a size holds if the basic bootstrap interval lies above 0; noise between seeds raises a range of means, which is taken out of value and interval. At least 2 seeds a condition.',
    inputs: [DUPLICATE, TRAIN],
    prepare: atTheEnd,
    judge: lessAtLargerSizes,
  }),
];
