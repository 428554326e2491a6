import type { JudgedStatement } from '../claims/beyond.ts';
import type { Claim, Judgement, Verdict } from '../claims/claim.ts';
import type { Matrix } from '../claims/matrix.ts';
import type { Stability } from '../claims/stability.ts';
import type { ClaimChange, Judged, ReadingChange, VerdictChange } from './change.ts';
import { compareValues } from './values.ts';

type JudgedClaim = Omit<Claim, 'judge' | 'prepare'> & Judgement & Partial<Stability> & { provisional?: boolean };

/** claims.json of a profile. */
export interface ClaimsFile {
  claims: readonly JudgedClaim[];
  beyond?: readonly JudgedStatement[];
}

const VERDICTS: readonly Verdict[] = ['reproduced', 'partly', 'not reproduced', 'not run'];

interface Entry {
  record: JudgedClaim | JudgedStatement;
  beyond: boolean;
}

/** The verdicts that differ, the paper's claims first, and what else of a claim differs where its verdict stays. */
export function compareClaims(
  before: ClaimsFile | null,
  after: ClaimsFile | null,
): { verdicts: Omit<VerdictChange, 'causes'>[]; claims: ClaimChange[] } {
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

/** How many of the paper's claims have each verdict, before and after. */
export function countVerdicts(before: ClaimsFile | null, after: ClaimsFile | null) {
  const count = (file: ClaimsFile | null, verdict: Verdict) =>
    file?.claims.filter((claim) => claim.verdict === verdict).length ?? 0;
  return VERDICTS.map((verdict) => ({ verdict, before: count(before, verdict), after: count(after, verdict) }));
}

/** The verdicts under readings that differ, in the order of claims and columns. */
export function compareMatrices(before: Matrix | null, after: Matrix | null): ReadingChange[] {
  const [earlier, later] = [cellsOf(before), cellsOf(after)];
  return [...new Set([...later.keys(), ...earlier.keys()])]
    .filter((name) => earlier.get(name) !== later.get(name))
    .map((name) => {
      const [id, reading] = JSON.parse(name) as [string, string];
      return { id, reading, before: earlier.get(name) ?? null, after: later.get(name) ?? null };
    });
}

function entriesOf(file: ClaimsFile | null): Map<string, Entry> {
  const paper = (file?.claims ?? []).map((record) => ({ record, beyond: false }));
  const ours = (file?.beyond ?? []).map((record) => ({ record, beyond: true }));
  return new Map([...paper, ...ours].map((entry) => [entry.record.id, entry]));
}

function judged(entry: Entry | undefined): Judged | null {
  if (!entry) return null;
  const { record } = entry;
  const verdict = 'outcome' in record ? record.outcome : record.verdict;
  return { verdict, finding: record.finding, provisional: 'provisional' in record && record.provisional === true };
}

function numbersOf({ record }: Entry): Record<string, unknown> {
  const { numbers, seeds } = record;
  if ('outcome' in record) return { ...numbers, seeds };
  const { provisional = null, stableFrom = null } = record;
  return { ...numbers, seeds, provisional, 'stable from': stableFrom };
}

function cellsOf(matrix: Matrix | null): Map<string, string> {
  return new Map(
    (matrix?.claims ?? []).flatMap(({ id, cells }) =>
      Object.entries(cells).map(([reading, { verdict }]) => [JSON.stringify([id, reading]), verdict] as const),
    ),
  );
}
