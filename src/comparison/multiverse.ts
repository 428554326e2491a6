import { canonicalText } from '../artifact/canonical.ts';
import type { AnyMultiverse } from '../artifact/multiverse.ts';
import { departures } from '../artifact/specifications.ts';
import { isSame } from '../artifact/values.ts';
import type { MultiverseChange, Why } from './change.ts';

/** The words that are counted. */
const REPRODUCED = 'reproduced';
const CONTRADICTED = 'not reproduced';
/** Specifications of which it is found out why their verdicts moved. */
const JUDGED = 8;

type Best = NonNullable<MultiverseChange['best']['before']>;

/** A multiverse that is not there has no specification. */
const NONE: AnyMultiverse = { choices: [], specifications: [], claims: [] };

/** Why the verdict of a claim moved under a specification. */
type WhyUnder = (claim: string, specification: string) => Why;

/**
 * The specifications under which most verdicts moved, each with the claims that moved: those whose verdicts are judged again to find out why.
 * None that the sides name otherwise, as they do where a choice has other values.
 */
export function movedSpecifications(
  before: AnyMultiverse | null,
  after: AnyMultiverse | null,
): { id: string; claims: string[] }[] {
  const { was, now, shared, pairs } = matched(before, after);
  const moved = shared.map(({ from, to }) => {
    const claims = pairs.flatMap((pair) => (pair.from.verdicts[from] === pair.to.verdicts[to] ? [] : [pair.to.id]));
    return { id: nameOf(now, to), isNamedAlike: nameOf(was, from) === nameOf(now, to), claims, moved: claims.length };
  });
  return mostFirst(moved)
    .slice(0, JUDGED)
    .flatMap(({ id, isNamedAlike, claims }) => (isNamedAlike && sameChoices(was, now) ? [{ id, claims }] : []));
}

/** What differs between two multiverses; null where nothing does. `whyUnder` tells why a verdict moved. */
export function compareMultiverses(
  before: AnyMultiverse | null,
  after: AnyMultiverse | null,
  whyUnder: WhyUnder = () => unknown('nothing was judged again'),
): MultiverseChange | null {
  const { was, now, shared, pairs } = matched(before, after);
  const counted = (verdicts: readonly { before: string; after: string }[]) => ({
    before: verdicts.filter(({ before }) => before === REPRODUCED).length,
    after: verdicts.filter(({ after }) => after === REPRODUCED).length,
    moved: verdicts.filter(({ before, after }) => before !== after).length,
  });
  const verdictAt = (pair: (typeof pairs)[number], place: (typeof shared)[number]) => ({
    before: pair.from.verdicts[place.from],
    after: pair.to.verdicts[place.to],
  });
  const judged = new Map(movedSpecifications(was, now).map(({ id, claims }) => [id, claims]));
  const whysOf = (place: (typeof shared)[number], rank: number) => {
    if (rank >= JUDGED) return null;
    const id = nameOf(now, place.to);
    const claims = judged.get(id);
    if (claims) return claims.map((claim) => ({ id: claim, why: whyUnder(claim, id) }));
    const why = unknown('the choices of the sides differ, and with them what a specification sets');
    return pairs.flatMap((pair) => {
      const { before, after } = verdictAt(pair, place);
      return before === after ? [] : [{ id: pair.to.id, why }];
    });
  };
  const change = {
    shared: shared.length,
    added: now.specifications.length - shared.length,
    removed: was.specifications.length - shared.length,
    specifications: mostFirst(
      shared.map((place) => ({ place, ...counted(pairs.map((pair) => verdictAt(pair, place))) })),
    ).map(({ place, ...counts }, rank) => ({
      departures: departures(now.choices, now.specifications[place.to].levels).sort(),
      ...counts,
      whys: whysOf(place, rank),
    })),
    claims: mostFirst(
      pairs.map((pair) => ({
        id: pair.to.id,
        statement: pair.to.statement,
        ...counted(shared.map((place) => verdictAt(pair, place))),
      })),
    ),
    numbers: pairs.reduce(
      (sum, { from, to }) => sum + shared.filter((place) => from.values[place.from] !== to.values[place.to]).length,
      0,
    ),
    best: { before: bestOf(was), after: bestOf(now) },
  };
  const unchanged =
    change.added + change.removed + change.claims.length + change.numbers === 0 &&
    isSame(change.best.before, change.best.after);
  return unchanged ? null : change;
}

/** What both sides have: specifications by their places, claims by what each side says of them. */
function matched(before: AnyMultiverse | null, after: AnyMultiverse | null) {
  const [was, now] = [before ?? NONE, after ?? NONE];
  const [earlier, later] = [placesOf(was, now), placesOf(now, was)];
  const shared = [...later].flatMap(([name, to]) => {
    const from = earlier.get(name);
    return from === undefined ? [] : [{ from, to }];
  });
  const pairs = now.claims.flatMap((to) => {
    const from = was.claims.find(({ id }) => id === to.id);
    return from ? [{ from, to }] : [];
  });
  return { was, now, shared, pairs };
}

function nameOf({ specifications }: AnyMultiverse, place: number): string {
  return specifications[place].levels.join('');
}

/** Whether a name says the same on both sides. */
function sameChoices(was: AnyMultiverse, now: AnyMultiverse): boolean {
  const named = ({ choices }: AnyMultiverse) => canonicalText(choices.map(({ key, values }) => ({ key, values })));
  return named(was) === named(now);
}

function unknown(words: string): Why {
  return { movers: [], joint: null, unknown: words, oldRule: null, newRule: null };
}

/**
 * The specifications of one side by what they set, each with its place. A choice that the other side does not have stands at its protocol
 * there: no other value of it has a counterpart.
 */
function placesOf({ choices, specifications }: AnyMultiverse, other: AnyMultiverse): Map<string, number> {
  const shared = new Set(other.choices.map(({ key }) => key));
  return new Map(
    specifications.map(({ levels }, place) => {
      const set = choices.flatMap(({ key, values, protocol }, i) =>
        shared.has(key) || levels[i] !== protocol ? [[key, values[levels[i]]] as const] : [],
      );
      return [canonicalText(Object.fromEntries(set)), place];
    }),
  );
}

function bestOf({ choices, specifications, claims }: AnyMultiverse): Best | null {
  const counted = specifications.map(({ levels }, i) => {
    const count = (word: string) => claims.filter(({ verdicts }) => verdicts[i] === word).length;
    return {
      reproduced: count(REPRODUCED),
      against: count(CONTRADICTED),
      departures: departures(choices, levels).sort(),
    };
  });
  const better = (a: (typeof counted)[number], b: (typeof counted)[number]) =>
    b.reproduced - a.reproduced || a.against - b.against;
  const [one] = [...counted].sort((a, b) => better(a, b) || a.departures.length - b.departures.length);
  if (!one) return null;
  const equals = counted.filter((other) => better(one, other) === 0).length - 1;
  return { reproduced: one.reproduced, of: claims.length, departures: one.departures, equals };
}

/** Those of which anything moved, most first. */
function mostFirst<T extends { moved: number }>(all: readonly T[]): T[] {
  return all.filter(({ moved }) => moved > 0).sort((a, b) => b.moved - a.moved);
}
