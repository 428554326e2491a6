import { halves } from '../analysis/halves.ts';
import { numbers, table } from '../analysis/rows.ts';
import { cliffsDelta, mean } from '../analysis/statistics.ts';
import type { Tables } from '../artifact/table.ts';
import type { Claim } from './claim.ts';
import { claim, type Evidence, fewest } from './evidence.ts';
import { type Judgement, judgement, LEAST_SEEDS, type Note, part, tooFew } from './judgement.ts';
import { type Criterion, highBelow, lowAbove, measurement, type SeedInterval } from './measurement.ts';
import { absentPairs, networksOf, PAIRS, pairName } from './networks.ts';

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
function logsAt({ tables }: Evidence, architecture: string, size: number, target: string): Halves {
  const rows = table(tables, HALVES).filter(
    (row) => row.architecture === architecture && row.size === size && row.target === target,
  );
  const found = numbers(rows, 'half');
  const outside = numbers(rows, 'outside').reduce((sum, one) => sum + one, 0);
  return { logs: found.map(Math.log10), empty: rows.length - found.length, outside };
}

function notesOn(all: readonly Halves[]): Note[] {
  const empty = all.reduce((sum, one) => sum + one.empty, 0);
  const outside = all.reduce((sum, one) => sum + one.outside, 0);
  return [
    ...(empty > 0 ? [{ kind: 'networks without tasks' as const, count: empty }] : []),
    ...(outside > 0 ? [{ kind: 'half outside the grid' as const, count: outside }] : []),
  ];
}

/** An interval of log10 as one of factors. */
function factor(interval: SeedInterval): SeedInterval {
  return { ...interval, value: 10 ** interval.value, low: 10 ** interval.low, high: 10 ** interval.high };
}

function judgePairs(evidence: Evidence, target: string, criterion: Criterion): Judgement {
  const pairs = PAIRS.map(([small, large]) => ({
    small,
    large,
    a: logsAt(evidence, 'modular', small, target),
    b: logsAt(evidence, 'non-modular', large, target),
  })).filter(({ a, b }) => fewest([a.logs, b.logs]) >= LEAST_SEEDS);
  if (pairs.length === 0) return tooFew('no pair of sizes has two perturbed networks with tasks at this profile.');
  const quantity = 'ε at half of the tasks';
  const parts = pairs.map(({ small, large, a, b }) => {
    const [of, than] = [networksOf('modular', small), networksOf('non-modular', large)];
    const item = `${small}-${large}`;
    const ratio = measurement(
      { name: `factor, ${item}`, item, quantity, kind: 'ratio', of, than },
      factor(evidence.difference(a.logs, b.logs)),
    );
    const beside = [
      measurement({ name: `half, M_m = ${small}`, quantity, of }, 10 ** mean(a.logs)),
      measurement({ name: `half, M = ${large}`, quantity, of: than }, 10 ** mean(b.logs)),
    ];
    return part(pairName([small, large]), ratio, [criterion], beside);
  });
  return judgement(parts, {
    seeds: fewest(pairs.flatMap(({ a, b }) => [a.logs, b.logs])),
    notes: notesOn(pairs.flatMap(({ a, b }) => [a, b])),
    omitted: absentPairs(pairs),
  });
}

function alike(evidence: Evidence): Judgement {
  const lines = [
    { architecture: 'modular', sizes: [10, 15, 20] },
    { architecture: 'non-modular', sizes: [20, 54, 91, 128] },
  ];
  const judged = lines
    .map(({ architecture, sizes }) => {
      const all = sizes
        .map((size) => logsAt(evidence, architecture, size, 'connections'))
        .filter(({ logs }) => logs.length >= LEAST_SEEDS);
      return { architecture, all };
    })
    .filter(({ all }) => all.length > 1);
  if (judged.length === 0)
    return tooFew('fewer than two sizes of an architecture have two perturbed networks with tasks at this profile.');
  const range = (drawn: readonly (readonly number[])[]) => Math.max(...drawn.map(mean)) - Math.min(...drawn.map(mean));
  const parts = judged.map(({ architecture, all }) => {
    const logs = all.map((one) => one.logs);
    const byMean = [...logs].sort((a, b) => mean(a) - mean(b));
    const delta = cliffsDelta(byMean[byMean.length - 1], byMean[0]);
    const of = `${architecture} networks`;
    const ratio = measurement(
      {
        name: `largest factor, ${architecture}`,
        item: architecture,
        quantity: 'largest ratio of ε at half of the tasks',
        kind: 'ratio',
        of,
      },
      factor({ ...evidence.statistic(logs, range), delta }),
    );
    return part(of, ratio, [highBelow(ALIKE)]);
  });
  const everything = judged.flatMap(({ all }) => all);
  return judgement(parts, { seeds: fewest(everything.map(({ logs }) => logs)), notes: notesOn(everything) });
}

function fragile(evidence: Evidence): Judgement {
  const judged = ['connections', 'tau']
    .map((target) => ({
      target,
      smallest: logsAt(evidence, 'modular', 5, target),
      larger: [10, 15, 20].flatMap((size) => logsAt(evidence, 'modular', size, target).logs),
    }))
    .filter(({ smallest, larger }) => fewest([smallest.logs, larger]) >= LEAST_SEEDS);
  if (judged.length === 0)
    return tooFew(
      'fewer than two networks of M_m = 5, or of larger modules, have tasks and were perturbed at this profile.',
    );
  const parts = judged.map(({ target, smallest, larger }) => {
    const words = target === 'tau' ? 'time constants' : target;
    const ratio = measurement(
      {
        name: `factor, ${target}`,
        item: target,
        quantity: 'ε at half of the tasks',
        kind: 'ratio',
        of: `${networksOf('modular', 5)} with perturbed ${words}`,
        than: 'larger modules',
      },
      factor(evidence.difference(smallest.logs, larger)),
    );
    return part(target, ratio, [highBelow(1)]);
  });
  const outside = judged.reduce((sum, { smallest }) => sum + smallest.outside, 0);
  return judgement(parts, {
    seeds: fewest(judged.flatMap(({ smallest, larger }) => [smallest.logs, larger])),
    notes: notesOn([{ ...judged[0].smallest, outside }]),
  });
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
    judge: (evidence) => judgePairs(evidence, 'connections', lowAbove(1)),
  }),
  claim({
    id: '3a.2',
    panel: '3a',
    figure: 3,
    statement: 'Apart from modules of 5 neurons, size hardly changes the robustness of either architecture.',
    where: `${WHERE}; Fig. 3a`,
    test: `${HALF} of the connections: ratio of the largest to the smallest geometric mean over sizes (M_m = 5 left out); an architecture holds if the upper end of the bootstrap interval is below ${ALIKE}. At least 2 sizes with 2 seeds.`,
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
    judge: (evidence) => judgePairs(evidence, 'tau', highBelow(1)),
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
