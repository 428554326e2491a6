import type { Warning } from '../../src/comparison/warning.ts';

/** A warning as it is given: where nothing else is said, its text says all. */
export type Given = Pick<Warning, 'text'> & Partial<Warning>;

/** Adds a warning to those that were given; to one that was given already, what else it holds for. */
export function warn(warnings: Warning[], { text, cases = [], remake = [] }: Given): void {
  const given = warnings.find((warning) => warning.text === text);
  if (!given) warnings.push({ text, cases: [...cases], remake: [...remake] });
  else {
    given.cases = [...new Set([...given.cases, ...cases])];
    given.remake = [...new Set([...given.remake, ...remake])];
  }
}
