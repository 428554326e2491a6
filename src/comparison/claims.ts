import type { AnyClaimsFile, AnyMatrix } from '../artifact/claims.ts';
import { countVerdicts } from '../artifact/verdict.ts';
import type { ClaimChange, Judged, ReadingChange, VerdictChange } from './change.ts';
import { compareValues } from './values.ts';

type Entry =
  | { record: AnyClaimsFile['claims'][number]; beyond: false }
  | { record: NonNullable<AnyClaimsFile['beyond']>[number]; beyond: true };

/** The verdicts that differ, the paper's claims first, and what else of a claim differs where its verdict stays. */
export function compareClaims(
  before: AnyClaimsFile | null,
  after: AnyClaimsFile | null,
): { verdicts: Omit<VerdictChange, 'causes' | 'why'>[]; claims: ClaimChange[] } {
  const [earlier, later] = [entriesOf(before), entriesOf(after)];
  const ids = [...new Set([...later.keys(), ...earlier.keys()])];
  const pairs = ids.map((id) => ({ id, was: earlier.get(id), now: later.get(id) }));
  const moved = pairs.filter(({ was, now }) => judged(was)?.verdict !== judged(now)?.verdict);
  const verdicts = moved.map(({ id, was, now }) => {
    const { record, beyond } = (now ?? was) as Entry;
    const { panel, statement } = record;
    return { id, panel, statement, beyond, before: judged(was), after: judged(now) };
  });
  const claims = pairs
    .filter(({ was, now }) => was && now)
    .map(({ id, was, now }) => ({
      id,
      numbers: compareValues(numbersOf(was as Entry), numbersOf(now as Entry)),
      words: (['statement', 'test', 'where'] as const).filter(
        (name) => (was as Entry).record[name] !== (now as Entry).record[name],
      ),
    }))
    .filter(({ numbers, words }) => numbers.length > 0 || words.length > 0);
  return { verdicts, claims };
}

/** How many of the paper's claims have each verdict, before and after; words that one side alone has come last. */
export function compareCounts(before: AnyClaimsFile | null, after: AnyClaimsFile | null) {
  const [was, now] = [before, after].map((file): Record<string, number> => {
    const judged = file?.claims ?? [];
    return { ...countVerdicts(judged), ...Object.fromEntries(countWords(judged)) };
  });
  return [...new Set([...Object.keys(was), ...Object.keys(now)])].map((verdict) => ({
    verdict,
    before: was[verdict] ?? 0,
    after: now[verdict] ?? 0,
  }));
}

function countWords(judged: readonly { verdict: string }[]): [string, number][] {
  return [...Map.groupBy(judged, ({ verdict }) => verdict)].map(([verdict, those]) => [verdict, those.length]);
}

/** The verdicts under readings that differ, in the order of claims and columns. */
export function compareMatrices(
  before: AnyMatrix | null,
  after: AnyMatrix | null,
): Omit<ReadingChange, 'causes' | 'why'>[] {
  const [earlier, later] = [cellsOf(before), cellsOf(after)];
  return [...new Set([...later.keys(), ...earlier.keys()])]
    .filter((name) => earlier.get(name) !== later.get(name))
    .map((name) => {
      const [id, reading] = JSON.parse(name) as [string, string];
      return { id, reading, before: earlier.get(name) ?? null, after: later.get(name) ?? null };
    });
}

function entriesOf(file: AnyClaimsFile | null): Map<string, Entry> {
  const paper = (file?.claims ?? []).map((record): Entry => ({ record, beyond: false }));
  const ours = (file?.beyond ?? []).map((record): Entry => ({ record, beyond: true }));
  return new Map([...paper, ...ours].map((entry) => [entry.record.id, entry]));
}

function judged(entry: Entry | undefined): Judged | null {
  if (!entry) return null;
  const { verdict, finding } = entry.record;
  return entry.beyond
    ? { verdict: entry.record.outcome, finding, provisional: false }
    : { verdict, finding, provisional: entry.record.provisional === true };
}

function numbersOf({ record, beyond }: Entry): Record<string, unknown> {
  const { numbers, seeds } = record;
  if (beyond) return { ...numbers, seeds };
  const { provisional = null, stableFrom = null } = record;
  return { ...numbers, seeds, provisional, 'stable from': stableFrom };
}

function cellsOf(matrix: AnyMatrix | null): Map<string, string> {
  return new Map(
    (matrix?.claims ?? []).flatMap(({ id, cells }) =>
      Object.entries(cells).map(([reading, { verdict }]) => [JSON.stringify([id, reading]), verdict] as const),
    ),
  );
}
