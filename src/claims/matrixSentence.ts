import { showValue } from '../artifact/values.ts';
import { isTested } from '../artifact/verdict.ts';
import { type Decision, type MatrixColumn, type MatrixRow, UNAFFECTED } from './matrixRecord.ts';

/** Which open detail decides a claim, or that none does; a detail is called by its key of params.yaml where no name is given. */
export function summarySentence(
  { cells, decisions }: Pick<MatrixRow, 'cells' | 'decisions'>,
  columns: readonly MatrixColumn[],
  nameOf: (key: string) => string = (key) => key,
  wordsOf: (key: string, value: unknown) => string = (_, value) => showValue(value),
): string {
  if (decisions.length > 0) return decisions.map((decision) => decisionSentence(decision, nameOf, wordsOf)).join(' ');
  const [protocol, ...readings] = columns;
  const reaching = readings.filter(({ name, run }) => run && cells[name].verdict !== UNAFFECTED);
  if (reaching.length === 0) return 'No reading that was run can change it.';
  const tested = reaching.filter(({ name }) => isTested(cells[name].verdict)).length;
  const { verdict } = cells[protocol.name];
  if (tested === 0) return 'Not judged under any reading at this scale.';
  if (!isTested(verdict)) return `Judged under ${tested} of ${reaching.length} readings, not under the protocol.`;
  const left = reaching.length - tested;
  const rest = left > 0 ? `; not judged under ${left} more` : '';
  const all = tested === 1 ? 'the one reading' : `all ${tested} readings`;
  return `${verdict.charAt(0).toUpperCase()}${verdict.slice(1)} under the protocol and under ${all} that can change it${rest}.`;
}

/** 'Depends on growth: reproduced (one shared draw); partly (connections copied, everything copied).' */
export function decisionSentence(
  { key, verdicts }: Decision,
  nameOf: (key: string) => string = (name) => name,
  wordsOf: (key: string, value: unknown) => string = (_, value) => showValue(value),
): string {
  const groups = Map.groupBy(verdicts, ({ verdict }) => verdict);
  const list = [...groups].map(
    ([verdict, under]) => `${verdict} (${under.map(({ value }) => wordsOf(key, value)).join(', ')})`,
  );
  return `Depends on ${nameOf(key)}: ${list.join('; ')}.`;
}
