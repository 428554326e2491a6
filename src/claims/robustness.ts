import type { HalfRow } from '../analysis/halves.ts';
import { cliffsDelta } from '../analysis/statistics.ts';
import { mean } from '../artifact/moments.ts';
import { PAIRS } from '../study/pairs.ts';
import { HEADS, ROBUSTNESS } from '../study/tables.ts';
import type { Claim } from './claim.ts';
import { claim, type Evidence, fewest, meanOf, notNegative, rangeOfMeans, unbiased } from './evidence.ts';
import { type Judgement, judgement, LEAST_SEEDS, type Part, part, tooFew } from './judgement.ts';
import { above, below, type Measurement, measurement, type Quantity } from './measurement.ts';
import { absentPairs, bySeed, networksOf, pairName } from './networks.ts';
import { AT_EQUAL_N, factor, logsOf, notesOn, prepare, rowsAt } from './perturbed.ts';

const WHERE = 'Results, Robustness to Perturbations';
/** Sizes whose half perturbations stay within this factor count as alike; the paper says 'not significantly' without a number. A factor of 2 is a tenth of the axis of Fig. 3. */
const ALIKE = 2;
/** The pairs of the rule for connections: modules of 5 neurons are 'a special case' there, 'more sensitive to both perturbations' (claim 3.1). */
const LARGER_PAIRS = PAIRS.filter(([small]) => small > 5);

const TASKS = {
  tasks: ['initial performance', 'N solved'],
  left: ['tasks left', 'tasks left over all ε'],
} as const satisfies Record<string, readonly [string, Quantity]>;

const COLUMNS = { half: 'ε at half of the tasks', inflection: 'ε at the inflection' } as const satisfies Record<
  string,
  Quantity
>;

interface Pair {
  small: number;
  large: number;
  a: HalfRow[];
  b: HalfRow[];
}

/** The pairs of sizes of which both have two networks with tasks, perturbed at a target. */
function pairsOf(evidence: Evidence, target: string, pairs: readonly (typeof PAIRS)[number][]): Pair[] {
  return pairs
    .map(([small, large]) => ({
      small,
      large,
      a: rowsAt(evidence, { architecture: 'modular', size: small, target }),
      b: rowsAt(evidence, { architecture: 'non-modular', size: large, target }),
    }))
    .filter(({ a, b }) => fewest([logsOf(a, 'half'), logsOf(b, 'half')]) >= LEAST_SEEDS);
}

/** The part that a pair's ratio of perturbations lies on one side of 1. */
function ratioPart(
  evidence: Evidence,
  column: keyof typeof COLUMNS,
  { small, large, a, b }: Pair,
  side: typeof above,
): Part {
  const quantity = COLUMNS[column];
  const [of, than] = [networksOf('modular', small), networksOf('non-modular', large)];
  const [first, second] = [logsOf(a, column), logsOf(b, column)];
  const name = column === 'half' ? '' : `${column}, `;
  const item = `${name}${small}-${large}`;
  const ratio = measurement(
    { name: `factor, ${item}`, item, quantity, kind: 'ratio', of, than },
    factor(evidence.difference(first, second)),
  );
  const beside = [
    measurement({ name: `${column}, M_m = ${small}`, quantity, of }, 10 ** meanOf(first)),
    measurement({ name: `${column}, M = ${large}`, quantity, of: than }, 10 ** meanOf(second)),
  ];
  if (column === 'half') beside.push(...ratioAtEqualN(evidence, { small, large, a, b }));
  return part(`${name}${pairName([small, large])}`, ratio, side(1), beside);
}

/** The ratio of a pair that counts the tasks alone that both of its networks solve: beside the rule, which takes each with all of its tasks. */
function ratioAtEqualN(evidence: Evidence, { small, large, a }: Pair): Measurement[] {
  const { target } = a[0];
  const [first, second] = (
    [
      ['modular', small],
      ['non-modular', large],
    ] as const
  ).map(([architecture, size]) => logsOf(rowsAt(evidence, { architecture, size, target }, AT_EQUAL_N), 'half'));
  if (fewest([first, second]) < LEAST_SEEDS) return [];
  const item = `at equal N, ${small}-${large}`;
  const [of, than] = [networksOf('modular', small), networksOf('non-modular', large)];
  const description = { name: `factor ${item}`, item, quantity: COLUMNS.half, kind: 'ratio' as const, of, than };
  return [measurement(description, factor(evidence.difference(first, second)))];
}

/** How many more tasks a modular network has than its pair: without a perturbation ('tasks'), or on average over the grid of ε ('left'). */
function moreTasks(evidence: Evidence, column: 'tasks' | 'left', { small, large, a, b }: Pair): Measurement {
  const [name, quantity] = TASKS[column];
  const item = `${name}, ${small}-${large}`;
  const tasks = (rows: readonly HalfRow[]) => bySeed(rows, ([row]) => row[column]);
  return measurement(
    {
      name: `difference, ${item}`,
      item,
      quantity,
      of: networksOf('modular', small),
      than: networksOf('non-modular', large),
    },
    evidence.difference(tasks(a), tasks(b)),
  );
}

/** The part that a modular network solves more than its pair before it is perturbed; the tasks left over the grid stand beside it. */
function initialPart(evidence: Evidence, pair: Pair): Part {
  const name = `initial performance, ${pairName([pair.small, pair.large])}`;
  return part(name, moreTasks(evidence, 'tasks', pair), above(0), [moreTasks(evidence, 'left', pair)]);
}

function judgePairs(
  evidence: Evidence,
  target: string,
  compared: readonly (typeof PAIRS)[number][],
  partsOf: (pair: Pair) => Part[],
): Judgement {
  const pairs = pairsOf(evidence, target, compared);
  if (pairs.length === 0) return tooFew('no pair of sizes has two perturbed networks with tasks in this profile.');
  return judgement(pairs.flatMap(partsOf), {
    seeds: fewest(pairs.flatMap(({ a, b }) => [logsOf(a, 'half'), logsOf(b, 'half')])),
    notes: notesOn(pairs.flatMap(({ a, b }) => [...a, ...b])),
    omitted: absentPairs(pairs, compared),
  });
}

const TARGETS = [
  { target: 'connections', words: 'connections' },
  { target: 'tau', words: 'time constants' },
] as const;
const SIZES = [
  { architecture: 'modular', sizes: [10, 15, 20] },
  { architecture: 'non-modular', sizes: [20, 54, 91, 128] },
] as const;

function alike(evidence: Evidence): Judgement {
  const all = TARGETS.flatMap(({ target, words }) =>
    SIZES.map(({ architecture, sizes }) => {
      const rows = sizes
        .map((size) => rowsAt(evidence, { architecture, size, target }))
        .filter((one) => logsOf(one, 'half').size >= LEAST_SEEDS);
      const of = `${architecture} networks with perturbed ${words}`;
      const item = `${target}, ${architecture}`;
      return { of, item, rows: rows.flat(), logs: rows.map((one) => logsOf(one, 'half')) };
    }),
  );
  const judged = all.filter(({ logs }) => logs.length > 1);
  if (judged.length === 0)
    return tooFew('fewer than two sizes of an architecture have two perturbed networks with tasks in this profile.');
  const parts = judged.map(({ of, item, logs }) => {
    const byMean = logs.map((group) => [...group.values()]).sort((a, b) => mean(a) - mean(b));
    const delta = cliffsDelta(byMean[byMean.length - 1], byMean[0]);
    const ratio = measurement(
      {
        name: `largest factor, ${item}`,
        item,
        quantity: 'largest ratio of ε at half of the tasks',
        kind: 'ratio',
        of,
      },
      factor({ ...notNegative(unbiased(logs, rangeOfMeans, evidence)), delta }),
    );
    return part(of, ratio, below(ALIKE));
  });
  return judgement(parts, {
    seeds: fewest(judged.flatMap(({ logs }) => logs)),
    notes: notesOn(judged.flatMap(({ rows }) => rows)),
    omitted: all.filter((one) => !judged.includes(one)).map(({ of }) => of),
  });
}

/** Compares modules of 5 neurons with those of every larger size under both perturbations. */
function fragile(evidence: Evidence): Judgement {
  const rowsOfSize = (size: number, target: string) => rowsAt(evidence, { architecture: 'modular', size, target });
  const all = TARGETS.flatMap(({ target, words }) =>
    SIZES[0].sizes.map((size) => {
      const [rows, larger] = [rowsOfSize(5, target), rowsOfSize(size, target)];
      return { target, words, size, rows: [...rows, ...larger], logs: [logsOf(rows, 'half'), logsOf(larger, 'half')] };
    }),
  );
  const judged = all.filter(({ logs }) => fewest(logs) >= LEAST_SEEDS);
  if (judged.length === 0)
    return tooFew(
      'fewer than two networks of M_m = 5, or of larger modules, have tasks and were perturbed in this profile.',
    );
  const nameOf = ({ words, size }: (typeof all)[number]) => `${words}, 5 against ${size}`;
  const parts = judged.map((one) => {
    const { target, words, size, logs } = one;
    const ratio = measurement(
      {
        name: `factor, ${target}, 5-${size}`,
        item: `${target}, 5-${size}`,
        quantity: 'ε at half of the tasks',
        kind: 'ratio',
        of: `${networksOf('modular', 5)} with perturbed ${words}`,
        than: networksOf('modular', size),
      },
      factor(evidence.difference(logs[0], logs[1])),
    );
    return part(nameOf(one), ratio, below(1));
  });
  return judgement(parts, {
    seeds: fewest(judged.flatMap(({ logs }) => logs)),
    notes: notesOn([...new Set(judged.flatMap(({ rows }) => rows))]),
    omitted: all.filter((one) => !judged.includes(one)).map(nameOf),
  });
}

const HALF = 'The ε at which a network has lost half of its tasks, interpolated in log ε';

export const robustness: readonly Claim[] = [
  claim({
    id: '3a.1',
    panel: '3a',
    statement:
      'Modular networks solve more without a perturbation, and it takes larger perturbations of the connections to degrade them than non-modular ones: their curves have the later inflection.',
    where: `${WHERE}; Fig. 3a`,
    test: `Three parts for each of the three larger pairs (modules of 5 neurons are the paper's special case, claim 3.1): the ε of the inflection, where tasks are lost fastest over log ε, and ${HALF.toLowerCase()}, both as ratios of geometric means above 1; and the tasks solved without a perturbation ('better initial performance'), as a difference above 0. Seeds are compared pair by pair. The tasks left, averaged over the grid of ε, stand beside the last: they mix both, by how many small ε the grid has. At least 2 seeds a size.`,
    inputs: [ROBUSTNESS, HEADS],
    prepare,
    judge: (evidence) =>
      judgePairs(evidence, 'connections', LARGER_PAIRS, (pair) => [
        ratioPart(evidence, 'inflection', pair, above),
        ratioPart(evidence, 'half', pair, above),
        initialPart(evidence, pair),
      ]),
  }),
  claim({
    id: '3a.2',
    panel: '3a',
    statement:
      'Apart from modules of 5 neurons, size hardly changes the robustness of either architecture to either perturbation.',
    where: WHERE,
    test: `${HALF}: ratio of the largest to the smallest geometric mean over sizes (M_m = 5 left out); below ${ALIKE} in each architecture, for connections and for time constants. Noise between seeds raises a range of means, which is taken out of value and interval, as in 6b.4. At least 2 sizes with 2 seeds.`,
    inputs: [ROBUSTNESS],
    prepare,
    judge: alike,
  }),
  claim({
    id: '3b.1',
    panel: '3b',
    statement: 'Non-modular networks are the more robust to perturbed time constants.',
    where: `${WHERE}; Fig. 3b`,
    test: `${HALF} of τ: ratio of geometric means, modular over non-modular, in each of the four pairs; below 1. At least 2 seeds a size.`,
    inputs: [ROBUSTNESS, HEADS],
    prepare,
    judge: (evidence) => judgePairs(evidence, 'tau', PAIRS, (pair) => [ratioPart(evidence, 'half', pair, below)]),
  }),
  claim({
    id: '3.1',
    panel: '3a',
    statement:
      'Modular networks with 5 neurons a module are more fragile than larger ones, to both kinds of perturbation.',
    where: WHERE,
    test: `${HALF}: ratio of geometric means of M_m = 5 over each larger size, seed by seed; below 1 for each kind of perturbation. At least 2 seeds.`,
    inputs: [ROBUSTNESS],
    prepare,
    judge: fragile,
  }),
];
