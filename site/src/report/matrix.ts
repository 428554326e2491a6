import { isTested } from '../../../src/artifact/verdict.ts';
import { notRun } from '../../../src/claims/judgement.ts';
import {
  type Matrix,
  type MatrixCell,
  type MatrixColumn,
  type MatrixRow,
  matrixSchema,
} from '../../../src/claims/matrixRecord.ts';
import { decisionSentence, summarySentence } from '../../../src/claims/matrixSentence.ts';
import { readJson } from './artifacts.ts';
import { detailOf, openDetails, valueWords } from './readings.ts';
import { capital } from './text.ts';

const stored = readJson('readings.json', matrixSchema);

/** claims x readings; null if the stage has not run, or ran no reading, as under a protocol that readings do not depart from. */
export const matrix = stored?.columns.some(({ key, run }) => key !== null && run) ? stored : null;

/** A column: the profile, the protocol at the scale of the readings, or a reading. */
export interface ShownColumn {
  id: string;
  /** Its heading: 'growth'. */
  group: string;
  /** Its value: 'copy-all'. */
  label: string;
  key: string | null;
  cell(row: MatrixRow): MatrixCell;
}

const NONE: MatrixCell = {
  ...notRun({ kind: 'no data', detail: 'the claims have not been judged.' }),
  finding: 'Not run: the claims have not been judged.',
};

/** The columns that were run, with readings of one detail side by side. */
export function shownColumns({ columns }: Matrix): ShownColumn[] {
  const run = columns.filter((column) => column.run);
  const protocols = run.filter(({ key }) => key === null);
  const readings = keysOf(run).flatMap((key) => run.filter((column) => column.key === key));
  return [
    { id: 'full', group: 'protocol', label: 'in full', key: null, cell: (row) => row.full ?? NONE },
    ...protocols.map((column) => shown(column, 'protocol', 'at this scale')),
    ...readings.map((column) => shown(column, nameOf(column.key as string), valueWords(column.key, column.value))),
  ];
}

function shown({ name, key }: MatrixColumn, group: string, label: string): ShownColumn {
  return { id: name, group, label, key, cell: (row) => row.cells[name] };
}

/** Keys of columns in the order of the methods page, unknown ones last. */
export function keysOf(columns: readonly MatrixColumn[]): string[] {
  const place = (key: string) => openDetails.findIndex((detail) => detail.key === key) + 1 || openDetails.length + 1;
  const keys = [...new Set(columns.flatMap(({ key }) => (key === null ? [] : [key])))];
  return keys.sort((a, b) => place(a) - place(b));
}

/** An open detail in one or two words; its key if it has no name. */
export function nameOf(key: string): string {
  return detailOf(key)?.short ?? key;
}

/** Which detail decides a claim, with details in words instead of keys of params.yaml; of one key alone where it is given. */
export function sentenceOf(row: MatrixRow, only?: string): string {
  if (only === undefined) return capital(summarySentence(row, matrix?.columns ?? [], nameOf, valueWords));
  const decision = row.decisions.find(({ key }) => key === only);
  return decision ? capital(decisionSentence(decision, nameOf, valueWords)) : '';
}

/** Every key with the claims whose verdict its readings change. */
export function decided({ columns, claims }: Matrix): { key: string; rows: MatrixRow[] }[] {
  return keysOf(columns.filter((column) => column.run)).map((key) => ({
    key,
    rows: claims.filter(({ decisions }) => decisions.some((decision) => decision.key === key)),
  }));
}

/** Whether the verdict under a reading differs from the protocol at the same scale. */
export function turns({ cells }: MatrixRow, { key, id }: ShownColumn): boolean {
  const verdict = id === 'full' ? null : cells[id].verdict;
  return key !== null && verdict !== null && isTested(verdict) && verdict !== cells.protocol.verdict;
}

/** Whether the verdict of a claim depends on a detail. */
export function decides({ decisions }: MatrixRow, key: string | null): boolean {
  return key !== null && decisions.some((decision) => decision.key === key);
}

/** The details that a claim depends on, as the text of a link. */
export function readingLine(row: MatrixRow): string {
  if (row.decisions.length === 0) return sentenceOf(row).replace(/\.$/, '');
  return `Depends on ${row.decisions.map(({ key }) => nameOf(key)).join(', ')}`;
}

/** The rows by figure, those of no figure last. */
export function rowsByFigure({ claims }: Matrix): { figure: number | null; rows: MatrixRow[] }[] {
  return [...Map.groupBy(claims, ({ figure }) => figure)]
    .sort(([a], [b]) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY))
    .map(([figure, rows]) => ({ figure, rows }));
}

/** The fragment of a claim's row. */
export function reveal(claim: string): string {
  return `readings-${claim.replaceAll('.', '-')}`;
}

/** The fragment of a claim's evidence under one column. */
export function evidence(claim: string, column: string): string {
  return `evidence-${claim}-${column}`.replaceAll('.', '-');
}
