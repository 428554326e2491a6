import { halves } from '../analysis/halves.ts';
import { numbers } from '../analysis/rows.ts';
import type { BySeed, Interval } from '../analysis/statistics.ts';
import { mean } from '../artifact/moments.ts';
import { rowsOf } from '../artifact/table.ts';
import { REDUNDANCY, TWINS } from '../study/tables.ts';
import type { Claim } from './claim.ts';
import { claim, type Evidence, fewest } from './evidence.ts';
import { type Judgement, judgement, LEAST_SEEDS, type Note, part, tooFew } from './judgement.ts';
import { above, type Measurement, measurement, type SeedInterval } from './measurement.ts';
import { bySeed, networksOf } from './networks.ts';

const WHERE = 'What the paper leaves for future work: Discussion, Limitations & Future Work';
const HALF =
  'The ε of the connections at which a network has lost half of its tasks, interpolated in log ε, network by network';
/** A factor up to this is no gain, however sure it is. */
const LEAST_FACTOR = 1.05;
const FEEDINGS = [
  { feeding: 'first', words: 'the first module feeds the next' },
  { feeding: 'mean', words: 'the mean of both feeds the next' },
] as const;

/** log10 of the perturbation at half, by seed, of one way to answer at one size; networks without tasks have none. */
function logs({ tables }: Evidence, size: number, variant: string, feeding: string): BySeed {
  const rows = rowsOf(tables, REDUNDANCY)
    .filter((row) => row.size === size && row.variant === variant && row.feeding === feeding)
    .map((row) => ({ ...row, target: 'connections' }));
  return bySeed(halves(rows), ([{ half }]) => (half === null ? Number.NaN : Math.log10(half)));
}

/** A way to answer, in words. */
const VARIANTS: Record<string, string> = {
  plain: 'one module alone',
  copy: 'two exact copies',
  relaxed: 'a module and its twin',
  twin: 'the twin alone',
};

/** Compares two ways to answer at every size and feeding: the ratio of the perturbations that they withstand. */
function compare(evidence: Evidence, variant: string, over: string): Judgement {
  const rows = rowsOf(evidence.tables, REDUNDANCY);
  const sizes = [...new Set(numbers(rows, 'size'))].sort((a, b) => a - b);
  const judged = sizes
    .flatMap((size) =>
      FEEDINGS.map(({ feeding, words }) => {
        const a = logs(evidence, size, variant, feeding);
        const b = logs(evidence, size, over, over === 'plain' ? 'first' : feeding);
        return { size, feeding, words, a, b };
      }),
    )
    .filter(({ a, b }) => fewest([a, b]) >= LEAST_SEEDS);
  if (judged.length === 0) return tooFew('fewer than two networks with tasks have two modules a task in this profile.');
  const parts = judged.map(({ size, feeding, words, a, b }) => {
    const ratio = measurement(
      {
        name: `factor, M_m = ${size}, ${feeding}`,
        item: `M_m = ${size}, ${words}`,
        quantity: 'ε at half of the tasks',
        kind: 'ratio',
        of: `networks of ${networksOf('modular', size)} with ${VARIANTS[variant]} for each task, where ${words},`,
        than: VARIANTS[over],
      },
      factor(evidence.difference(a, b)),
    );
    return part(`M_m = ${size}, ${words}`, ratio, above(LEAST_FACTOR));
  });
  const seeds = fewest(judged.flatMap(({ a, b }) => [a, b]));
  if (variant !== 'relaxed') return judgement(parts, { seeds, notes: [stuck(evidence)] });
  const distances = twinDistances(evidence, sizes);
  return judgement(parts, {
    seeds,
    notes: [stuck(evidence), twinNote(distances)],
    context: [...twinsAlone(evidence, sizes), ...distances],
  });
}

/** What the further training of a twin is worth without a second answer: the twin alone over the first module alone. */
function twinsAlone(evidence: Evidence, sizes: readonly number[]): Measurement[] {
  return sizes.flatMap((size) => {
    const [twin, plain] = [logs(evidence, size, 'twin', 'first'), logs(evidence, size, 'plain', 'first')];
    if (fewest([twin, plain]) < LEAST_SEEDS) return [];
    const item = `M_m = ${size}, the twin alone over the first module alone`;
    const description = {
      name: `factor, ${item}`,
      item,
      quantity: 'ε at half of the tasks',
      kind: 'ratio',
      of: `networks of ${networksOf('modular', size)} with the twin alone`,
      than: 'the first module alone',
    } as const;
    return [measurement(description, factor(evidence.difference(twin, plain)))];
  });
}

/** How far twins moved away from the modules that they duplicate: a twin that hardly moves can only do what a copy does. */
function twinDistances({ tables }: Evidence, sizes: readonly number[]): Measurement[] {
  return sizes.flatMap((size) => {
    const rows = rowsOf(tables, TWINS).filter((row) => row.size === size);
    const distances = numbers(rows, 'distance');
    if (distances.length === 0) return [];
    const description = { name: `distance of twins, M_m = ${size}`, of: networksOf('modular', size) };
    return [measurement({ ...description, quantity: 'distance of twins' }, mean(distances))];
  });
}

function twinNote(distances: readonly Measurement[]): Note | null {
  if (distances.length === 0) return null;
  return { kind: 'distance of twins', distances: distances.map(({ of, value }) => ({ of, share: Number(value) })) };
}

function stuck({ tables }: Evidence): Note | null {
  const rows = rowsOf(tables, REDUNDANCY).filter((row) => row.variant === 'plain' && row.tasks === 0);
  const count = new Set(rows.map((row) => row.network)).size;
  return count === 0 ? null : { kind: 'networks without tasks', count };
}

function factor<Statistic extends Interval>({ value, low, high, ...rest }: Statistic): SeedInterval {
  return { ...rest, value: 10 ** value, low: 10 ** low, high: 10 ** high };
}

/** Two modules on one task, which the paper leaves for future work. */
export const redundancy: readonly Claim[] = [
  claim({
    id: 'B.2',
    panel: 'redundancy-15',
    statement:
      'A second, exactly copied module for every task lets a network tolerate larger perturbations of its connections.',
    where: WHERE,
    test: `${HALF}: geometric mean of the ratio of two copies, each perturbed on its own, to one module; above ${LEAST_FACTOR} at each size and way of feeding. At least 2 networks with tasks.`,
    inputs: [REDUNDANCY],
    judge: (evidence) => compare(evidence, 'copy', 'plain'),
  }),
  claim({
    id: 'B.3',
    panel: 'redundancy-15',
    statement:
      'A second module under relaxed selection, trained on from the moment the first has solved the task, lets a network tolerate larger perturbations than an exact copy does.',
    where: WHERE,
    test: `${HALF}: geometric mean of the ratio of a module with its twin to two exact copies, fed in the same way; above ${LEAST_FACTOR} at each size and way of feeding. At least 2 networks with tasks. What the twin's further training is worth without a second answer, and how far it moved, stand beside it.`,
    inputs: [REDUNDANCY, TWINS],
    judge: (evidence) => compare(evidence, 'relaxed', 'copy'),
  }),
];
