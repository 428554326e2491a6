import { leftOut, readsChanged } from './bearing.ts';
import type { Claim, Judgement, Verdict } from './claim.ts';

/** What stands where a claim meets a reading: a judgement, or that the reading cannot change it. */
export type MatrixCell = Omit<Judgement, 'verdict'> & { verdict: Verdict | 'does not bear' };

/** One column: the protocol at the readings' scale (no key), or a reading. */
export interface MatrixColumn {
  name: string;
  /** The key of params.yaml that the reading sets, its value there and the protocol's. */
  key: string | null;
  value: unknown;
  protocol: unknown;
  /** Whether the profile runs it. */
  run: boolean;
  /** Networks of the reading, and those among them that are others than the protocol's. */
  networks: { all: number; changed: number };
}

/** An open detail whose readings differ in the verdict. */
export interface Decision {
  key: string;
  /** Every value that was judged, the protocol's first. */
  verdicts: { reading: string; value: unknown; verdict: Verdict }[];
}

/** One row: a claim under every reading. */
export interface MatrixRow {
  id: string;
  panel: string | null;
  figure: number | null;
  statement: string;
  /** The judgement of the profile itself, at its full scale; null where the stage has not run. */
  full: Judgement | null;
  cells: Record<string, MatrixCell>;
  decisions: Decision[];
  /** In one sentence: which open detail decides the claim, or that none does. */
  summary: string;
}

/** artifacts/<profile>/readings.json */
export interface Matrix {
  profile: string;
  /** The scale of the readings, as the profile sets it. */
  scale: unknown;
  columns: MatrixColumn[];
  claims: MatrixRow[];
}

/** Judgements of a column by claim, and the claims that it can bear on. */
export interface JudgedColumn extends MatrixColumn {
  judged: ReadonlyMap<string, Judgement>;
  /** Whether the claim rests on something that the reading changes. */
  bears(claim: Claim): boolean;
}

/** The matrix from what was judged under each reading; `columns[0]` is the protocol. */
export function matrixOf(
  head: Pick<Matrix, 'profile' | 'scale'>,
  claims: readonly Claim[],
  full: ReadonlyMap<string, Judgement>,
  columns: readonly JudgedColumn[],
): Matrix {
  return {
    ...head,
    columns: columns.map(({ judged, bears, ...column }) => column),
    claims: claims.map((claim) => {
      const { id, panel, figure, statement } = claim;
      const cells = Object.fromEntries(columns.map((column) => [column.name, cellOf(claim, column)]));
      const decisions = decisionsOf(cells, columns);
      const summary = summarise(cells, decisions, columns);
      return { id, panel, figure, statement, full: only(full.get(id)), cells, decisions, summary };
    }),
  };
}

function cellOf(claim: Claim, { key, run, judged, bears }: JudgedColumn): MatrixCell {
  const nothing = { numbers: {}, seeds: 0 };
  if (key !== null && !readsChanged(claim, key))
    return { verdict: 'does not bear', finding: `Nothing that the claim reads depends on ${key}.`, ...nothing };
  if (leftOut(claim))
    return {
      verdict: 'not run',
      finding: 'Not run: no reading makes the networks that this claim is about.',
      ...nothing,
    };
  if (!run) return { verdict: 'not run', finding: 'Not run: the profile does not run this reading.', ...nothing };
  if (key !== null && !bears(claim))
    return {
      verdict: 'does not bear',
      finding: `The networks that the claim is about do not depend on ${key}.`,
      ...nothing,
    };
  const judgement = only(judged.get(claim.id));
  return judgement ?? { verdict: 'not run', finding: 'Not run: its tables are not made at this profile.', ...nothing };
}

function only(judgement: Judgement | undefined): Judgement | null {
  if (!judgement) return null;
  const { verdict, finding, numbers, seeds } = judgement;
  return { verdict, finding, numbers, seeds };
}

function decisionsOf(cells: MatrixRow['cells'], columns: readonly MatrixColumn[]): Decision[] {
  const [own, ...readings] = columns;
  return [...new Set(readings.map(({ key }) => key as string))].flatMap((key) => {
    const of = readings.filter((column) => column.key === key);
    const verdicts = [{ name: own.name, value: of[0].protocol }, ...of].flatMap(({ name, value }) => {
      const { verdict } = cells[name];
      return isJudged(verdict) ? [{ reading: name, value, verdict }] : [];
    });
    return new Set(verdicts.map(({ verdict }) => verdict)).size > 1 ? [{ key, verdicts }] : [];
  });
}

function isJudged(verdict: MatrixCell['verdict']): verdict is Exclude<Verdict, 'not run'> {
  return verdict !== 'does not bear' && verdict !== 'not run';
}

function summarise(cells: MatrixRow['cells'], decisions: readonly Decision[], columns: readonly MatrixColumn[]) {
  if (decisions.length > 0) return decisions.map(sayDecision).join(' ');
  const [own, ...readings] = columns;
  const bearing = readings.filter(({ name, run }) => run && cells[name].verdict !== 'does not bear');
  if (bearing.length === 0) return 'No reading that was run bears on it.';
  const judged = bearing.filter(({ name }) => isJudged(cells[name].verdict));
  const { verdict } = cells[own.name];
  if (judged.length === 0) return 'Not judged under any reading at this scale.';
  if (!isJudged(verdict)) return `Judged under ${judged.length} of ${bearing.length} readings, not under the protocol.`;
  const left = bearing.length - judged.length;
  const rest = left > 0 ? `; not judged under ${left} more` : '';
  const all = judged.length === 1 ? 'the one reading' : `all ${judged.length} readings`;
  return `The same verdict, ${verdict}, under ${all} that bear${judged.length === 1 ? 's' : ''} on it${rest}.`;
}

/** 'Holds only under module/readout: ...' where one value alone reproduces it, else which values give which verdict. */
function sayDecision({ key, verdicts }: Decision): string {
  const groups = Map.groupBy(verdicts, ({ verdict }) => verdict);
  const said = [...groups].map(([verdict, of]) => ({
    verdict,
    values: of.map(({ value }) => String(value)).join(', '),
  }));
  const list = said.map(({ verdict, values }) => `${verdict} under ${values}`).join('; ');
  const holds = groups.get('reproduced') ?? [];
  if (holds.length !== 1) return `${key} decides it: ${list}.`;
  const others = said.filter(({ verdict }) => verdict !== 'reproduced');
  const rest = others.map(({ verdict, values }) => `${verdict} under ${values}`).join('; ');
  return `Holds only under ${holds[0].value} (${key}): ${rest}.`;
}
