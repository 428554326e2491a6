import { numbers, table } from '../analysis/rows.ts';
import { type Bootstrap, bootstrap, cliffsDelta, mean } from '../analysis/statistics.ts';
import type { Claim } from './claim.ts';
import { claim, EQUAL, type Evidence, equalParts, fewest } from './evidence.ts';
import { type Judgement, judgement, LEAST_SEEDS, notRun, part, tooFew } from './judgement.ts';
import {
  type Criterion,
  highBelow,
  lowAbove,
  lowAtMost,
  type Measurement,
  measurement,
  type SeedInterval,
} from './measurement.ts';
import { atTheEnd, DUPLICATE, finalN, networksOf, stuckNote, TRAIN } from './networks.ts';

const COPIED = 'Results, Weight Duplication; Fig. 6b';
type Groups = readonly (readonly number[])[];
type Statistic = (groups: Groups) => number;
const BOTH = 'recurrent-copied-feedforward-copied';

/** The four growth conditions: both kinds of weights copied or drawn at random. */
const CONDITIONS = ['copied', 'random'].flatMap((recurrent) =>
  ['copied', 'random'].map((feedforward) => `recurrent-${recurrent}-feedforward-${feedforward}`),
);

/** N solved of a growth condition; exact copies of both are the main line's growth where the stage has not run them again. */
function grown({ tables }: Evidence, condition: string, size: number): number[] {
  const found = finalN(tables, DUPLICATE, { architecture: 'modular', size, condition });
  return found.length > 0 || condition !== BOTH ? found : finalN(tables, TRAIN, { architecture: 'modular', size });
}

interface Effect {
  /** N solved of both conditions with copies, then of both with random weights. */
  arms: number[][];
  measured: Measurement;
}

/** Main effect on N solved of copying one kind of weights, averaged over copying and not copying the other. */
function effectOfCopying(evidence: Evidence, kind: 'recurrent' | 'feedforward', size = 5): Effect {
  const condition = (start: string, other: string) =>
    kind === 'recurrent' ? `recurrent-${start}-feedforward-${other}` : `recurrent-${other}-feedforward-${start}`;
  const arms = ['copied', 'random'].flatMap((start) =>
    ['copied', 'random'].map((other) => grown(evidence, condition(start, other), size)),
  );
  const effect: Statistic = ([cc, cr, rc, rr]) => (mean(cc) + mean(cr) - mean(rc) - mean(rr)) / 2;
  const delta = cliffsDelta([...arms[0], ...arms[1]], [...arms[2], ...arms[3]]);
  const measured = measurement(
    {
      name: 'effect',
      quantity: 'N solved',
      of: networksOf('modular', size, `with copied ${kind} weights`),
      than: 'those with random ones',
    },
    { ...evidence.statistic(arms, effect), delta },
  );
  return { arms, measured };
}

/** Judges the main effect of copying one kind of weights; the parts follow from the mean N solved without copying. */
function judgeCopying(
  evidence: Evidence,
  kind: 'recurrent' | 'feedforward',
  partsFor: (withoutCopying: number) => readonly { name: string; criteria: readonly Criterion[] }[],
): Judgement {
  const { arms, measured } = effectOfCopying(evidence, kind);
  if (fewest(arms) < LEAST_SEEDS)
    return tooFew(`one of the four conditions has fewer than ${LEAST_SEEDS} seeds at this profile.`);
  const parts = partsFor(mean([...arms[2], ...arms[3]])).map(({ name, criteria }) => part(name, measured, criteria));
  return judgement(parts, { seeds: fewest(arms), notes: [stuckNote(...arms)] });
}

function noiseMatters(evidence: Evidence): Judgement {
  const conditions = new Set(table(evidence.tables, DUPLICATE).map((row) => String(row.condition)));
  const noisy = [...conditions].filter((condition) => condition.includes('noise'));
  const exact = grown(evidence, BOTH, 5);
  const judged = noisy
    .map((condition) => ({ condition, solved: grown(evidence, condition, 5) }))
    .filter(({ solved }) => fewest([solved, exact]) >= LEAST_SEEDS);
  if (judged.length === 0)
    return notRun({ kind: 'no networks', detail: 'this profile grows no network from noisy copies.' });
  const parts = judged.flatMap(({ condition, solved }) => {
    const level = condition.replace(`${BOTH}-`, '');
    const description = {
      name: `difference, ${condition}`,
      item: level,
      of: networksOf('modular', 5, `from copies with ${level.replace('noise-', '')}% noise`),
      than: 'those from exact copies',
    };
    return equalParts(evidence, level, description, solved, exact);
  });
  const groups = [exact, ...judged.map(({ solved }) => solved)];
  return judgement(parts, { seeds: fewest(groups), notes: [stuckNote(...groups)] });
}

/**
 * A statistic that noise biases, with the bias taken out: the bootstrap's median tells how far a resample raises it, and value and quantiles
 * are mirrored at the measured value (the basic interval). A range of means needs that: seeds raise it, and resamples once more.
 */
function unbiased(groups: Groups, statistic: Statistic, options: Bootstrap): SeedInterval {
  const { value, low, high } = bootstrap(groups, statistic, options);
  const { low: median } = bootstrap(groups, statistic, { ...options, confidence: 0 });
  return { value: 2 * value - median, low: 2 * value - high, high: 2 * value - low, confidence: options.confidence };
}

function lessAtLargerSizes(evidence: Evidence): Judgement {
  const sizes = [...new Set(numbers(table(evidence.tables, DUPLICATE), 'size'))]
    .filter((size) => size > 5)
    .sort((a, b) => a - b);
  const armsAt = (size: number) => CONDITIONS.map((condition) => grown(evidence, condition, size));
  const small = armsAt(5);
  const judged = sizes
    .map((size) => ({ size, large: armsAt(size) }))
    .filter(({ large }) => fewest([...small, ...large]) >= LEAST_SEEDS);
  if (judged.length === 0)
    return notRun({
      kind: 'no networks',
      detail: 'this profile runs the four duplication conditions at M_m = 5 alone.',
    });
  const range = (arms: Groups) => Math.max(...arms.map(mean)) - Math.min(...arms.map(mean));
  const parts = judged.map(({ size, large }) => {
    const difference = measurement(
      {
        name: `spread at M_m = 5 less at ${size}`,
        item: `5 less ${size}`,
        quantity: 'range of N solved over growth conditions',
        of: networksOf('modular', 5),
        than: networksOf('modular', size),
      },
      unbiased([...small, ...large], (arms) => range(arms.slice(0, 4)) - range(arms.slice(4)), evidence.options),
    );
    return part(`M_m = ${size}`, difference, [lowAbove(0)]);
  });
  return judgement(parts, {
    seeds: fewest([...small, ...judged.flatMap(({ large }) => large)]),
    notes: [stuckNote(...small)],
  });
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
    judge: (evidence) => judgeCopying(evidence, 'recurrent', () => [{ name: 'copying W^R', criteria: [lowAbove(0)] }]),
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
    judge: (evidence) =>
      judgeCopying(evidence, 'feedforward', (withoutCopying) => [
        { name: 'no gain is found', criteria: [lowAtMost(0)] },
        { name: 'a relevant gain is excluded', criteria: [highBelow(Math.max(1, EQUAL * withoutCopying))] },
      ]),
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
