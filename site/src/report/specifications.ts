import type { Multiverse } from '../../../src/artifact/multiverse.ts';
import { countVerdicts, isTested, type Verdict } from '../../../src/artifact/verdict.ts';

/** A specification with the claims counted by verdict. */
export interface Counted {
  /** Its place in the file, which is that of its verdicts and values. */
  place: number;
  id: string;
  levels: readonly number[];
  networks: number;
  counts: Record<Verdict, number>;
  /** The places of the choices that differ from the protocol. */
  departures: number[];
}

/** Every specification, in the order of the file. */
export function countedIn({ specifications, claims, choices }: Multiverse): Counted[] {
  return specifications.map(({ id, levels, networks }, place) => ({
    place,
    id,
    levels,
    networks,
    counts: countVerdicts(claims.map(({ verdicts }) => ({ verdict: verdicts[place] }))),
    departures: [...choices.keys()].filter((c) => levels[c] !== choices[c].protocol),
  }));
}

/** The order of a specification curve: the most claims reproduced first, ties by id. */
export function ranked(counted: readonly Counted[]): Counted[] {
  return [...counted].sort((a, b) => b.counts.reproduced - a.counts.reproduced || compareIds(a, b));
}

/**
 * The specification that comes closest to the paper, and how many others come as close: the most claims reproduced, then the fewest
 * contradicted; among equals the one with the fewest departures from the protocol. Null of none.
 */
export function closest(counted: readonly Counted[]): { one: Counted; equals: number } | null {
  const better = (a: Counted, b: Counted) =>
    b.counts.reproduced - a.counts.reproduced || a.counts['not reproduced'] - b.counts['not reproduced'];
  const [one] = [...counted].sort(
    (a, b) => better(a, b) || a.departures.length - b.departures.length || compareIds(a, b),
  );
  return one ? { one, equals: counted.filter((other) => better(one, other) === 0).length - 1 } : null;
}

/** The specification of the protocol; undefined where none is it. */
export function protocolIn(counted: readonly Counted[]): Counted | undefined {
  return counted.find(({ departures }) => departures.length === 0);
}

/** The choices that are crossed, by their place. */
export function crossedIn({ choices }: Multiverse): number[] {
  return [...choices.keys()].filter((c) => choices[c].crossed);
}

/** The choices that are crossed, each with its place. */
export function crossedChoices(multiverse: Multiverse): (Multiverse['choices'][number] & { place: number })[] {
  return crossedIn(multiverse).map((place) => ({ place, ...multiverse.choices[place] }));
}

/**
 * The specifications that the curve shows: those that stand with the protocol in every choice of analysis alone, or all of them where no
 * choice that trains is crossed.
 */
export function shownOnCurve({ choices }: Multiverse, counted: readonly Counted[]): Counted[] {
  if (!choices.some(({ crossed, trains }) => crossed && trains)) return [...counted];
  return counted.filter(({ departures }) => departures.every((c) => choices[c].trains));
}

/** Claims by whether their verdict can differ between specifications. */
export interface Told {
  /** Judged nowhere. */
  never: string[];
  /** With one verdict everywhere that it is. */
  same: { id: string; verdict: Verdict }[];
  /** With several. */
  differing: string[];
}

/** What the specifications tell of each claim. */
export function toldBy({ claims }: Multiverse): Told {
  const told: Told = { never: [], same: [], differing: [] };
  for (const { id, verdicts } of claims) {
    const different = [...new Set(verdicts)];
    if (!different.some(isTested)) told.never.push(id);
    else if (different.length === 1) told.same.push({ id, verdict: different[0] });
    else told.differing.push(id);
  }
  return told;
}

function compareIds(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
