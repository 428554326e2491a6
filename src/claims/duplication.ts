import { type BySeed, cliffsDelta } from '../analysis/statistics.ts';
import { deviation, mean } from '../artifact/moments.ts';
import { rowsOf } from '../artifact/table.ts';
import { DUPLICATE, TRAIN } from '../study/tables.ts';
import type { Claim } from './claim.ts';
import { claim, type Evidence, equalMargin, equalPart, fewest, meanOf, rangeOfMeans, unbiased } from './evidence.ts';
import { type Judgement, judgement, LEAST_SEEDS, notRun, type Part, part, tooFew } from './judgement.ts';
import { above, atMost, type Measurement, measurement } from './measurement.ts';
import { atTheEnd, finalN, networksOf, stuckNote } from './networks.ts';

const COPIED = 'Results, Weight Duplication; Fig. 6b';
const STARTS = ['copied', 'random'] as const;
type Start = (typeof STARTS)[number];
type Kind = 'recurrent' | 'feedforward';

/** The growth condition in which one kind of weights starts so, and the other as given. */
function conditionOf(kind: Kind, start: Start, other: Start): string {
  return kind === 'recurrent' ? `recurrent-${start}-feedforward-${other}` : `recurrent-${other}-feedforward-${start}`;
}

const BOTH = conditionOf('recurrent', 'copied', 'copied');
const NEITHER = conditionOf('recurrent', 'random', 'random');

/** The four growth conditions: both kinds of weights copied or drawn at random. */
const CONDITIONS = STARTS.flatMap((recurrent) =>
  STARTS.map((feedforward) => conditionOf('recurrent', recurrent, feedforward)),
);

/** N solved of a growth condition; exact copies of both are the main line's growth where the stage has not run them again. */
function grown({ tables }: Evidence, condition: string, size: number): BySeed {
  const found = finalN(tables, DUPLICATE, { architecture: 'modular', size, condition });
  return found.size > 0 || condition !== BOTH ? found : finalN(tables, TRAIN, { architecture: 'modular', size });
}

/** The effects of copying one kind of weights at M_m = 5, on N solved. */
interface Effects {
  /** The four conditions: both with copies of this kind, then both without. */
  arms: BySeed[];
  /** Averaged over copying and not copying the other kind. */
  main: Measurement;
  /** Copying this kind alone, against neither. */
  simple: Measurement;
}

function effectsOfCopying(evidence: Evidence, kind: Kind): Effects {
  const arms = STARTS.flatMap((start) => STARTS.map((other) => grown(evidence, conditionOf(kind, start, other), 5)));
  const [cc, cr, rc, neither] = arms.map((arm) => [...arm.values()]);
  const of = networksOf('modular', 5, `with copied ${kind} weights`);
  const main = measurement(
    { name: 'main effect', item: 'main effect', quantity: 'N solved', of, than: 'those with random ones' },
    {
      ...evidence.statistic(arms, ([a, b, c, d]) => (mean(a) + mean(b) - mean(c) - mean(d)) / 2),
      delta: cliffsDelta([...cc, ...cr], [...rc, ...neither]),
    },
  );
  const alone = networksOf('modular', 5, `with copied ${kind} weights alone`);
  const simple = measurement(
    {
      name: 'against neither',
      item: 'against neither',
      quantity: 'N solved',
      of: alone,
      than: 'those with neither copied',
    },
    evidence.difference(arms[1], arms[3]),
  );
  return { arms, main, simple };
}

/** Judges both effects of copying one kind of weights, each by the same region. */
function judgeCopying(evidence: Evidence, kind: Kind, regionOf: (neither: number) => Part['region']): Judgement {
  const { arms, main, simple } = effectsOfCopying(evidence, kind);
  if (fewest(arms) < LEAST_SEEDS)
    return tooFew(`one of the four conditions has fewer than ${LEAST_SEEDS} seeds in this profile.`);
  const neither = grown(evidence, NEITHER, 5);
  const region = regionOf(meanOf(neither));
  const parts = [part('against neither', simple, region), part('main effect', main, region)];
  return judgement(parts, { seeds: fewest(arms), notes: [stuckNote(...arms)] });
}

/** Standard deviation over seeds, pooled over two groups. */
function pooledDeviation(a: BySeed, b: BySeed): number {
  const [first, second] = [a, b].map((group) => [...group.values()]);
  const squares = (first.length - 1) * deviation(first) ** 2 + (second.length - 1) * deviation(second) ** 2;
  return Math.sqrt(squares / (first.length + second.length - 2));
}

function noiseMatters(evidence: Evidence): Judgement {
  const conditions = new Set(rowsOf(evidence.tables, DUPLICATE).map((row) => row.condition));
  const noisy = [...conditions].filter((condition) => condition.includes('noise'));
  const exact = grown(evidence, BOTH, 5);
  const judged = noisy
    .map((condition) => ({ condition, solved: grown(evidence, condition, 5) }))
    .filter(({ solved }) => fewest([solved, exact]) >= LEAST_SEEDS);
  if (judged.length === 0)
    return notRun({ kind: 'no networks', detail: 'this profile grows no network from noisy copies.' });
  const parts = judged.map(({ condition, solved }) => {
    const level = condition.replace(`${BOTH}-`, '');
    const description = {
      name: `difference, ${condition}`,
      item: level,
      of: networksOf('modular', 5, `from copies with ${level.replace('noise-', '')}% noise`),
      than: 'those from exact copies',
    };
    return equalPart(evidence, level, description, [solved, exact], Math.max(1, pooledDeviation(solved, exact)));
  });
  const groups = [exact, ...judged.map(({ solved }) => solved)];
  return judgement(parts, { seeds: fewest(groups), notes: [stuckNote(...groups)] });
}

function lessAtLargerSizes(evidence: Evidence): Judgement {
  const sizes = [...new Set(rowsOf(evidence.tables, DUPLICATE).map(({ size }) => size))]
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
  const parts = judged.map(({ size, large }) => {
    const difference = measurement(
      {
        name: `spread at M_m = 5 less at ${size}`,
        item: `5 less ${size}`,
        quantity: 'range of N solved over growth conditions',
        of: networksOf('modular', 5),
        than: networksOf('modular', size),
      },
      unbiased([...small, ...large], (arms) => rangeOfMeans(arms.slice(0, 4)) - rangeOfMeans(arms.slice(4)), evidence),
    );
    return part(`M_m = ${size}`, difference, above(0));
  });
  return judgement(parts, {
    seeds: fewest([...small, ...judged.flatMap(({ large }) => large)]),
    notes: [stuckNote(...small, ...judged.flatMap(({ large }) => large))],
  });
}

function recurrentRatherThanFeedforward(evidence: Evidence): Judgement {
  const alone = (kind: Kind) => grown(evidence, conditionOf(kind, 'copied', 'random'), 5);
  const arms = [alone('recurrent'), alone('feedforward')] as const;
  if (fewest(arms) < LEAST_SEEDS)
    return tooFew(`one of the two conditions has fewer than ${LEAST_SEEDS} seeds in this profile.`);
  const description = {
    name: 'difference',
    quantity: 'N solved',
    of: networksOf('modular', 5, 'with copied recurrent weights alone'),
    than: 'those with copied feedforward weights alone',
  } as const;
  const difference = measurement(description, evidence.difference(...arms));
  const parts = [part('copied recurrent less copied feedforward', difference, above(0))];
  return judgement(parts, { seeds: fewest(arms), notes: [stuckNote(...arms)] });
}

const EFFECTS =
  'Two parts, both on mean N solved at M_m = 5 and seed by seed: copying it alone against copying neither, and the main effect, averaged over copied and random';

export const duplication: readonly Claim[] = [
  claim({
    id: '6b.1',
    panel: '6b',
    statement: 'Copying the recurrent weights into a new module helps slightly.',
    where: COPIED,
    test: `${EFFECTS} W^FF; each above 0. At least 2 seeds a condition.`,
    inputs: [DUPLICATE, TRAIN],
    prepare: atTheEnd(DUPLICATE, TRAIN),
    judge: (evidence) => judgeCopying(evidence, 'recurrent', () => above(0)),
  }),
  claim({
    id: '6b.2',
    panel: '6b',
    statement: 'Copying the feedforward weights into a new module helps little or not at all.',
    where: COPIED,
    test: `${EFFECTS} W^R; each at most 10% of the mean with neither copied. At least 2 seeds a condition.`,
    inputs: [DUPLICATE, TRAIN],
    prepare: atTheEnd(DUPLICATE, TRAIN),
    judge: (evidence) => judgeCopying(evidence, 'feedforward', (neither) => atMost(equalMargin(neither))),
  }),
  claim({
    id: '6b.3',
    panel: '6b-noise',
    statement: 'Noise on the copied weights matters little.',
    where: COPIED,
    test: "Difference of mean N solved, noisy less exact copies at M_m = 5, seed by seed; within one standard deviation over seeds, pooled over both ('the weak overall effect'), at each noise level. At least 2 seeds a condition.",
    inputs: [DUPLICATE, TRAIN],
    prepare: atTheEnd(DUPLICATE, TRAIN),
    judge: noiseMatters,
  }),
  claim({
    id: '6b.4',
    panel: '6b-larger',
    statement: 'How new modules start matters less when modules are larger.',
    where: COPIED,
    test: 'Range of mean N solved over the four duplication conditions at M_m = 5 less that at a larger M_m; above 0 by the basic bootstrap interval; noise between seeds raises a range of means, which is taken out of value and interval. At least 2 seeds a condition.',
    inputs: [DUPLICATE, TRAIN],
    prepare: atTheEnd(DUPLICATE, TRAIN),
    judge: lessAtLargerSizes,
  }),
  claim({
    id: '6b.5',
    panel: '6b',
    statement: 'Copying the recurrent weights into a new module helps more than copying the feedforward weights.',
    where: COPIED,
    test: 'Difference of mean N solved at M_m = 5, seed by seed: W^R copied and W^FF random, less W^FF copied and W^R random; above 0. That is also the difference of the two main effects. At least 2 seeds a condition.',
    inputs: [DUPLICATE, TRAIN],
    prepare: atTheEnd(DUPLICATE, TRAIN),
    judge: recurrentRatherThanFeedforward,
  }),
];
