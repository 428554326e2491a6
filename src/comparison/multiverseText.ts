import { isSame } from '../artifact/values.ts';
import type { MultiverseChange } from './change.ts';
import { whyText } from './why.ts';
import { count } from './words.ts';

/** Claims, and specifications, that are listed at most in a comment. */
const MOST = 4;

type Best = NonNullable<MultiverseChange['best']['before']>;
type Counts = Pick<MultiverseChange['claims'][number], 'before' | 'after' | 'moved'>;

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

/** The lines of its table: a claim or a specification, the count of reproduced before and after, how many verdicts moved, and why. */
export function multiverseLines({ specifications, claims }: MultiverseChange, most = MOST): string[][] {
  const line = (name: string, { before, after, moved }: Counts, why: string) =>
    [name, before, after, moved, why].map(String);
  const judged = specifications.flatMap(({ whys }) => whys ?? []);
  return [
    ...claims.slice(0, most).map((one) => {
      const whys = judged.filter(({ id }) => id === one.id);
      const told = [...Map.groupBy(whys, ({ why }) => whyText(why, null))];
      return line(`${one.id}: specifications`, one, told.map(([why, all]) => `${why} (${all.length})`).join('; '));
    }),
    ...specifications.slice(0, most).map((one) => {
      const told = [...Map.groupBy(one.whys ?? [], ({ why }) => whyText(why, null))];
      const why = told.map(([why, all]) => `${why}: ${all.map(({ id }) => id).join(', ')}`).join('; ');
      return line(`${departuresText(one.departures)}: claims`, one, why);
    }),
  ];
}

/** The head of the table. */
export const MULTIVERSE_HEAD = ['multiverse', 'reproduced before', 'after', 'verdicts moved', 'why'] as const;
