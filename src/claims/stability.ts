import { table } from '../analysis/rows.ts';
import { columnNames } from '../artifact/columns.ts';
import { groups, type Row, type Tables } from '../artifact/table.ts';
import { isTested, type Verdict } from '../artifact/verdict.ts';
import { studyTables } from '../study/stages.ts';
import { type Stream, stream } from '../task/stream.ts';
import type { Claim, ClaimContext } from './claim.ts';
import { type Judgement, LEAST_SEEDS } from './judgement.ts';

/** How many seeds it takes until a verdict stays. */
export interface Stability {
  /** Share of the subsets of k seeds that give the verdict of all seeds, by k from 2, each up to 10 and some above; at all seeds it is 1. */
  stability: Record<string, number>;
  /** The smallest k below all seeds from which on at least STABLE of the subsets agree; null where there is none. */
  stableFrom: number | null;
  /** Share of studies with as many seeds as the paper has that come to each verdict; null where there are not more seeds than that. */
  paperSize: { seeds: number; verdicts: Record<string, number> } | null;
}

/** Networks a group in the paper, by figure: captions of Fig. 2 (3 modular, 4 non-modular), 4, 5 and 6a, text of Fig. 6b; of Fig. 3, which does not say, as of Fig. 5. */
const PAPER_SEEDS: Readonly<Record<string, number>> = { 2: 3, 3: 5, 4: 4, 5: 5, '6a': 5, '6b': 6 };

function paperSeeds({ figure, panel }: Claim): number | null {
  return PAPER_SEEDS[(panel ?? '').slice(0, 2)] ?? PAPER_SEEDS[String(figure)] ?? null;
}

export interface SubsetOptions {
  /** Random subsets for each k. */
  subsets: number;
  /** Bootstrap resamples an interval on a subset. */
  resamples: number;
  /** Receives how many of all subsets are done. */
  progress?: (done: number, all: number) => void;
}

/** Share of subsets that must agree. */
const STABLE = 0.9;
/** Subsets of every size up to this are drawn. */
const EACH = 10;
/** Columns that tell one line of networks from another; those of one line differ in their seed. */
const LINE = [...new Set(studyTables.flatMap(({ columns }) => columnNames(columns, ({ part }) => part === 'line')))];

/** The networks of one line: its seeds, and the rows of each. */
type Line = Map<number, Row[]>;

/** Rows of a table with an address that tells which networks they are of. */
interface Drawn {
  rows: Row[];
  key: string;
}

interface Judged {
  claim: Claim;
  verdict: Verdict;
  tables: Map<string, Line[]>;
  /** Seeds of the largest line that the claim compares. */
  most: number;
  /** Verdicts by the seeds that stand in the tables: draws that come to the same networks are judged once. */
  known: Map<string, Verdict>;
  agreeing: number[];
  /** How often each verdict is given by studies of the paper's size. */
  paper: { seeds: number | null; verdicts: Map<Verdict, number> };
}

/**
 * Judges every claim again on subsets of the seeds. A subset is the first k of all seeds in an order drawn from stream(0, 'subset',
 * index of the subset): every line of networks gives the first k of its seeds in that order, all it has where it has fewer,
 * so that lines with the same seeds give the same ones. Subsets are the same for all claims, and each holds those of smaller k.
 * The networks of a study of the paper's size are drawn with replacement (`studyOf`): subsets share seeds with each other and with all of
 * them, so they agree more often than studies would.
 * Measured on made-up tables of the paper's size, 200 subsets: 6 s of one core with 500 resamples; with 2000, shares differ by 0.005 on
 * average and stableFrom in no claim.
 * Claims that rest on no seeds, or are not run, have no entry of k.
 */
export function stabilities(
  judged: readonly { claim: Claim; judgement: Judgement }[],
  tables: Tables,
  context: ClaimContext,
  options: SubsetOptions,
): Map<string, Stability> {
  const split = new Map<readonly Row[], Line[]>();
  const open = judged
    .filter(({ claim, judgement }) => !claim.seedless && isTested(judgement.verdict))
    .map(({ claim, judgement }) => openClaim(claim, judgement, tables, context, split));
  const seeds = [...new Set([...split.values()].flat(2).flatMap((line) => [...line.keys()]))].sort((a, b) => a - b);
  const most = Math.max(0, ...open.map((one) => one.most));
  for (let subset = 0; subset < options.subsets; subset++) {
    const order = shuffled(seeds, stream(0, 'subset', subset));
    for (const k of subsetSizes(most)) {
      const drawn = drawing((lines) => subsetOf(lines, k, order));
      for (const one of open)
        if (k < one.most && judgeAgain(one, drawn, { ...context, ...options }) === one.verdict) one.agreeing[k]++;
    }
    for (const k of new Set(
      open.flatMap(({ paper, most }) => (paper.seeds && paper.seeds < most ? [paper.seeds] : [])),
    )) {
      const drawn = drawing((lines) => studyOf(lines, orders(seeds, subset, k)));
      for (const one of open) {
        if (one.paper.seeds !== k || k >= one.most) continue;
        const verdict = judgeAgain(one, drawn, { ...context, ...options });
        one.paper.verdicts.set(verdict, (one.paper.verdicts.get(verdict) ?? 0) + 1);
      }
    }
    options.progress?.(subset + 1, options.subsets);
  }
  const found = new Map(open.map((one) => [one.claim.id, stabilityOf(one, options.subsets)]));
  return new Map(
    judged.map(
      ({ claim }) => [claim.id, found.get(claim.id) ?? { stability: {}, stableFrom: null, paperSize: null }] as const,
    ),
  );
}

/** The sizes of subsets below a number of seeds: each up to ten, then in steps of a quarter, where a seed more changes little. */
function subsetSizes(seeds: number): number[] {
  const sizes: number[] = [];
  for (let k = LEAST_SEEDS; k < seeds; k = k < EACH ? k + 1 : Math.ceil(1.25 * k)) sizes.push(k);
  return sizes;
}

function openClaim(
  claim: Claim,
  { verdict }: Judgement,
  tables: Tables,
  context: ClaimContext,
  split: Map<readonly Row[], Line[]>,
): Judged {
  const read = claim.prepare?.(tables) ?? Object.fromEntries(claim.inputs.map((path) => [path, table(tables, path)]));
  const lines = new Map(
    Object.entries(read).map(([path, rows = []]) => {
      if (!split.has(rows)) split.set(rows, linesOf(rows));
      return [path, split.get(rows) as Line[]] as const;
    }),
  );
  let largest = 0;
  claim.judge(read, { ...context, watch: (sizes) => (largest = Math.max(largest, ...sizes)) });
  // A group may be smaller than its line, where stuck networks have nothing to measure, and larger, where sizes are pooled.
  const sizes = [...lines.values()].flat().map((line) => line.size);
  const holding = sizes.filter((size) => size >= largest);
  const most = holding.length > 0 ? Math.min(...holding) : Math.max(0, ...sizes);
  return {
    claim,
    verdict,
    tables: lines,
    most,
    known: new Map(),
    agreeing: new Array(most).fill(0),
    paper: { seeds: paperSeeds(claim), verdicts: new Map() },
  };
}

function linesOf(rows: readonly Row[]): Line[] {
  return [...groups(rows, LINE).values()].map((line) => {
    const seeds = new Map<number, Row[]>();
    for (const row of line) {
      const one = seeds.get(Number(row.seed));
      if (one) one.push(row);
      else seeds.set(Number(row.seed), [row]);
    }
    return seeds;
  });
}

/** What is drawn of the lines of a table, drawn once for all claims. */
function drawing(draw: (lines: readonly Line[]) => Drawn): (lines: Line[]) => Drawn {
  const known = new Map<Line[], Drawn>();
  return (lines) => {
    const drawn = known.get(lines) ?? draw(lines);
    known.set(lines, drawn);
    return drawn;
  };
}

/** The verdict of a claim on what is drawn of its tables. */
function judgeAgain(one: Judged, drawn: (lines: Line[]) => Drawn, context: ClaimContext): Verdict {
  const found = [...one.tables].map(([path, lines]) => [path, drawn(lines)] as const);
  const key = found.map(([, { key }]) => key).join('|');
  const verdict =
    one.known.get(key) ??
    one.claim.judge(Object.fromEntries(found.map(([path, { rows }]) => [path, rows])), context).verdict;
  one.known.set(key, verdict);
  return verdict;
}

/** For every network of a study the order in which seeds are tried, from stream (0, 'study', 1000 subset + network). */
function orders(seeds: readonly number[], subset: number, k: number): number[][] {
  return Array.from({ length: k }, (_, i) => shuffled(seeds, stream(0, 'study', 1000 * subset + i)));
}

/**
 * A study of as many networks as there are orders: of every line the i-th is the first seed that it has in the i-th order, so that
 * lines with the same seeds give the same ones, and one seed may stand for several networks. They are told apart as networks of seed i.
 */
function studyOf(lines: readonly Line[], orders: readonly (readonly number[])[]): Drawn {
  const sets = new Set<string>();
  const rows: Row[] = [];
  for (const line of lines) {
    const some = orders.map((order) => order.find((seed) => line.has(seed)) as number);
    sets.add(`of ${some.join()}`);
    some.forEach((seed, i) => {
      rows.push(...renamed(line.get(seed) as Row[], i));
    });
  }
  return { rows, key: [...sets].join(';') };
}

const copies = new WeakMap<readonly Row[], Map<number, Row[]>>();

/** The rows of a network as those of another seed; a copy is made once. */
function renamed(rows: readonly Row[], seed: number): Row[] {
  const known = copies.get(rows) ?? new Map<number, Row[]>();
  copies.set(rows, known);
  const found = known.get(seed) ?? rows.map((row) => ({ ...row, seed, network: `${row.network} #${seed}` }));
  known.set(seed, found);
  return found;
}

/** The rows of the first k seeds of every line in an order of seeds, and which seeds these are. */
function subsetOf(lines: readonly Line[], k: number, order: readonly number[]): Drawn {
  const sets = new Set<string>();
  const rows: Row[] = [];
  for (const line of lines) {
    const one = order.filter((seed) => line.has(seed)).slice(0, k);
    one.sort((a, b) => a - b);
    sets.add(one.join());
    for (const seed of one) for (const row of line.get(seed) ?? []) rows.push(row);
  }
  return { rows, key: [...sets].join(';') };
}

function stabilityOf({ agreeing, most, paper }: Judged, subsets: number): Stability {
  const shares = new Map<number, number>();
  for (const k of subsetSizes(most)) shares.set(k, agreeing[k] / subsets);
  let stableFrom: number | null = null;
  for (const [k, share] of [...shares].reverse()) {
    if (share < STABLE) break;
    stableFrom = k;
  }
  if (most >= LEAST_SEEDS) shares.set(most, 1);
  const { seeds, verdicts } = paper;
  const counted = [...verdicts].map(([verdict, count]) => [verdict, count / subsets] as const);
  const paperSize = seeds === null || counted.length === 0 ? null : { seeds, verdicts: Object.fromEntries(counted) };
  return { stability: Object.fromEntries(shares), stableFrom, paperSize };
}

/** Fisher and Yates. */
function shuffled(seeds: readonly number[], random: Stream): number[] {
  const order = [...seeds];
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
