/** Every specification as the page holds it: by place, with claims and then key quantities in their order. */
export interface SpecificationData {
  ids: string[];
  /** How many networks each rests on. */
  networks: number[];
  /** The place of the protocol. */
  protocol: number;
  /** The places of the curve's columns, from the left. */
  columns: number[];
  /** The verdicts by their digit. */
  words: string[];
  /** By claim, a digit for each specification. */
  verdicts: string[];
  /** By claim and quantity, a number for each specification. */
  values: (number | null)[][];
}

/** How many claims a specification judges with each verdict, in the order of `words`. */
export function countsOf({ verdicts, words }: SpecificationData, place: number): number[] {
  return words.map((_, digit) => verdicts.filter((all) => all[place] === String(digit)).length);
}

/** The column that stands for a specification: the one with its levels, or the one with the same levels in the choices that columns differ in; -1 for none. */
export function columnOf({ ids, columns }: SpecificationData, place: number): number {
  const varies = [...(ids[0] ?? '')].map((_, c) => new Set(columns.map((column) => ids[column][c])).size > 1);
  const key = (one: number) => [...ids[one]].filter((_, c) => varies[c]).join('');
  return columns.findIndex((column) => key(column) === key(place));
}
