import { canonicalText } from '../artifact/canonical.ts';
import type { AnyMultiverse } from '../artifact/multiverse.ts';
import { departures } from '../artifact/specifications.ts';
import { isSame } from '../artifact/values.ts';
import type { MultiverseChange } from './change.ts';
import { count } from './words.ts';

/** The words that are counted. */
const REPRODUCED = 'reproduced';
const CONTRADICTED = 'not reproduced';
/** Claims, and specifications, that are listed at most in a comment. */
const MOST = 4;

type Best = NonNullable<MultiverseChange['best']['before']>;
type Counts = Pick<MultiverseChange['claims'][number], 'before' | 'after' | 'moved'>;

/** A multiverse that is not there has no specification. */
const NONE: AnyMultiverse = { choices: [], specifications: [], claims: [] };

/** What differs between two multiverses; null where nothing does. */
export function compareMultiverses(before: AnyMultiverse | null, after: AnyMultiverse | null): MultiverseChange | null {
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
  const counted = (verdicts: readonly { before: string; after: string }[]) => ({
    before: verdicts.filter(({ before }) => before === REPRODUCED).length,
    after: verdicts.filter(({ after }) => after === REPRODUCED).length,
    moved: verdicts.filter(({ before, after }) => before !== after).length,
  });
  const verdictAt = (pair: (typeof pairs)[number], place: (typeof shared)[number]) => ({
    before: pair.from.verdicts[place.from],
    after: pair.to.verdicts[place.to],
  });
  const change = {
    shared: shared.length,
    added: now.specifications.length - shared.length,
    removed: was.specifications.length - shared.length,
    specifications: mostFirst(
      shared.map((place) => ({
        departures: departures(now.choices, now.specifications[place.to].levels).sort(),
        ...counted(pairs.map((pair) => verdictAt(pair, place))),
      })),
    ),
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

/** What happened to a multiverse, in a sentence or two. */
export function multiverseText({ shared, added, removed, specifications, claims, numbers, best }: MultiverseChange) {
  const alone = [...(added > 0 ? [`${added} new`] : []), ...(removed > 0 ? [`${removed} gone`] : [])];
  const { before, after } = best;
  const closest = isSame(before, after) ? bestText(after) : `${bestText(before)} → ${bestText(after)}`;
  return [
    `Verdicts moved under ${specifications.length} of the ${count(shared, 'specification')} of both sides, in ${count(claims.length, 'claim')}${alone.length > 0 ? ` (${alone.join(', ')})` : ''}; ${count(numbers, 'number')} changed.`,
    `Closest to the paper: ${closest}.`,
  ].join(' ');
}

function bestText(best: Best | null): string {
  if (best === null) return 'none';
  const others = best.equals > 0 ? ` and ${count(best.equals, 'other')}` : '';
  return `${best.reproduced} of ${count(best.of, 'claim')} reproduced under ${departuresText(best.departures)}${others}`;
}

function departuresText(departing: readonly string[]): string {
  return departing.length === 0 ? 'the protocol' : departing.join(', ');
}

/** The lines of its table: a claim or a specification, the count of reproduced before and after, how many verdicts moved. */
export function multiverseLines({ specifications, claims }: MultiverseChange, most = MOST): string[][] {
  const line = (name: string, { before, after, moved }: Counts) => [name, before, after, moved].map(String);
  return [
    ...claims.slice(0, most).map((one) => line(`${one.id}: specifications`, one)),
    ...specifications.slice(0, most).map((one) => line(`${departuresText(one.departures)}: claims`, one)),
  ];
}

/** The head of the table. */
export const MULTIVERSE_HEAD = ['multiverse', 'reproduced before', 'after', 'verdicts moved'] as const;
