import { halves } from '../analysis/halves.ts';
import { numbers, table } from '../analysis/rows.ts';
import { cliffsDelta, type Interval, mean } from '../analysis/statistics.ts';
import type { Claim, Judgement } from './claim.ts';
import { type Bench, claim, entries, fewest, judgement, LEAST_SEEDS, notRun, type Part, short } from './evidence.ts';

const REDUNDANCY = 'tables/redundancy.csv';
const TWINS = 'tables/twins.csv';
const WHERE = 'What the paper leaves for future work: Discussion, Limitations & Future Work';
const HALF =
  'The ε of the connections at which a network has lost half of its tasks, interpolated in log ε, network by network';
/** A factor below this is no gain, however sure it is. */
const LEAST_FACTOR = 1.05;
const FEEDINGS = [
  { feeding: 'first', words: 'the first module feeds the next' },
  { feeding: 'mean', words: 'the mean of both feeds the next' },
] as const;

/** log10 of the perturbation at half, by network, of one way to answer at one size; networks without tasks have none. */
function logs({ tables }: Bench, size: number, variant: string, feeding: string): Map<string, number> {
  const own = table(tables, REDUNDANCY)
    .filter((row) => row.size === size && row.variant === variant && row.feeding === feeding)
    .map((row) => ({ ...row, target: 'connections' }));
  return new Map(
    halves(own).flatMap(({ network, half }) => (half === null ? [] : [[String(network), Math.log10(Number(half))]])),
  );
}

/** Differences of logs, a less b, of the networks that have both. */
function paired(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number[] {
  return [...a].flatMap(([network, value]) => {
    const other = b.get(network);
    return other === undefined ? [] : [value - other];
  });
}

/** Compares two ways to answer at every size and feeding: the factor of the perturbation that one bears over the other. */
function compare(bench: Bench, variant: string, over: string): Judgement {
  const rows = table(bench.tables, REDUNDANCY);
  const sizes = [...new Set(numbers(rows, 'size'))].sort((a, b) => a - b);
  const run = sizes
    .flatMap((size) =>
      FEEDINGS.map(({ feeding, words }) => {
        const beside = over === 'plain' ? 'first' : feeding;
        const own = paired(logs(bench, size, variant, feeding), logs(bench, size, over, beside));
        const delta = cliffsDelta(
          [...logs(bench, size, variant, feeding).values()],
          [...logs(bench, size, over, beside).values()],
        );
        return { size, feeding, words, own, delta };
      }),
    )
    .filter(({ own }) => own.length >= LEAST_SEEDS);
  if (run.length === 0) return notRun('fewer than two networks with tasks have two modules a task at this profile.');
  const found: Record<string, number | string | null> = {};
  const parts = run.map(({ size, feeding, words, own, delta }): Part => {
    const interval = factor(bench.mean(own));
    const name = `factor, M_m = ${size}, ${feeding}`;
    Object.assign(found, entries(name, interval), { [`${name}, Cliff's delta`]: delta });
    return {
      name: `M_m = ${size}, ${words}`,
      holds: interval.low > 1 && interval.value >= LEAST_FACTOR,
      finding: `${bench.say(interval)} times the ε`,
    };
  });
  const notes = [stuck(bench)];
  if (variant === 'relaxed') {
    const { said, numbers: away } = strayed(bench, sizes);
    Object.assign(found, twinsAlone(bench, sizes), away);
    notes.push(said);
  }
  return judgement(parts, found, fewest(run.map(({ own }) => own)), notes.join(''));
}

/** What the further training of a twin is worth without a second answer: the twin alone over the first module alone. */
function twinsAlone(bench: Bench, sizes: readonly number[]): Judgement['numbers'] {
  const all = sizes.map((size) => {
    const own = paired(logs(bench, size, 'twin', 'first'), logs(bench, size, 'plain', 'first'));
    return own.length < LEAST_SEEDS
      ? {}
      : entries(`factor, M_m = ${size}, the twin alone over the first module alone`, factor(bench.mean(own)));
  });
  return Object.assign({}, ...all);
}

/** How far twins moved away from the modules that they duplicate: a twin that hardly moves can only do what a copy does. */
function strayed({ tables }: Bench, sizes: readonly number[]): { said: string; numbers: Judgement['numbers'] } {
  const moved = sizes
    .map((size) => ({
      size,
      own: numbers(
        table(tables, TWINS).filter((row) => row.size === size),
        'distance',
      ),
    }))
    .filter(({ own }) => own.length > 0)
    .map(({ size, own }) => ({ size, distance: mean(own) }));
  if (moved.length === 0) return { said: '', numbers: {} };
  const list = moved.map(({ size, distance }) => `${short(100 * distance, 2)}% (M_m = ${size})`).join(' and ');
  return {
    said: ` Twins end ${list} away from the modules that they duplicate, as a share of the norm of their connections.`,
    numbers: Object.fromEntries(
      moved.map(({ size, distance }) => [`distance of twins, M_m = ${size}`, distance] as const),
    ),
  };
}

function stuck({ tables }: Bench): string {
  const none = table(tables, REDUNDANCY).filter((row) => row.variant === 'plain' && row.tasks === 0);
  const count = new Set(none.map((row) => row.network)).size;
  if (count === 0) return '';
  return ` ${count} stuck ${count === 1 ? 'network has' : 'networks have'} no task to double and cannot be counted here.`;
}

function factor({ value, low, high }: Interval): Interval {
  return { value: 10 ** value, low: 10 ** low, high: 10 ** high };
}

/** Two modules on one task, which the paper leaves for future work. */
export const redundancy: readonly Claim[] = [
  claim({
    id: 'B.2',
    panel: 'redundancy-15',
    figure: null,
    statement:
      'A second, exactly copied module for every task lets a network bear larger perturbations of its connections.',
    where: WHERE,
    test: `${HALF}: geometric mean of the ratio of two copies, each perturbed on its own, to one module; a size and a way of feeding hold if the bootstrap interval lies above 1 and its centre is at least ${LEAST_FACTOR}. At least 2 networks with tasks.`,
    inputs: [REDUNDANCY],
    judge: (bench) => compare(bench, 'copy', 'plain'),
  }),
  claim({
    id: 'B.3',
    panel: 'redundancy-15',
    figure: null,
    statement:
      'A second module under relaxed selection, trained on from the moment the first has solved the task, lets a network bear larger perturbations than an exact copy does.',
    where: WHERE,
    test: `${HALF}: geometric mean of the ratio of a module with its twin to two exact copies, fed in the same way; a size and a way of feeding hold if the bootstrap interval lies above 1 and its centre is at least ${LEAST_FACTOR}. At least 2 networks with tasks. What the twin's further training is worth without a second answer, and how far it moved, stand beside it.`,
    inputs: [REDUNDANCY, TWINS],
    judge: (bench) => compare(bench, 'relaxed', 'copy'),
  }),
];
