import { parseJson } from '../../src/artifact/json.ts';
import { isSame } from '../../src/artifact/values.ts';
import type { Merged } from './stages.ts';

type Entry = Record<string, unknown>;

/** Two values of which neither is the base's, in the place of one. */
interface Conflict {
  name: string;
  ours: unknown;
  theirs: unknown;
}

/**
 * Three texts of a file of claims (claims.json, readings.json, metrics.json), merged claim by claim: what one side alone changed is taken,
 * a claim that both judged otherwise stands there twice, between marks that name it and the command which settles it. A claim is one
 * judgement: the numbers of two are never mixed.
 * @throws Error where a text is no JSON.
 */
export function mergeClaims(
  base: string,
  ours: string,
  theirs: string,
  { settle, marker = 7 }: { settle: string; marker?: number },
): Merged {
  const [was, mine, other] = [base, ours, theirs].map((text) => (text.trim() === '' ? undefined : parseJson(text)));
  const conflicts: Conflict[] = [];
  const value = mergeValues(was, mine, other, [], conflicts);
  const lines = JSON.stringify(value, null, 2).split('\n');
  const text = lines.map((line) => {
    const match = /^( *)(".*": )?"\\u0000(\d+)"(,?)$/.exec(line);
    if (!match) return line;
    const [, indent, key = '', index, comma] = match;
    const { name, ours: mine, theirs: others } = conflicts[Number(index)];
    const side = (one: unknown) =>
      one === undefined ? [] : `${key}${JSON.stringify(one, null, 2)}${comma}`.split('\n').map((part) => indent + part);
    const mark = (character: string) => character.repeat(marker);
    return [
      `${mark('<')} ours`,
      ...side(mine),
      mark('='),
      ...side(others),
      `${mark('>')} theirs: both branches judged ${name}; settle it: ${settle}`,
    ].join('\n');
  });
  return { text: `${text.join('\n')}\n`, conflicts: conflicts.map(({ name }) => name) };
}

function mergeValues(was: unknown, mine: unknown, other: unknown, path: readonly string[], found: Conflict[]): unknown {
  if (isSame(mine, other) || isSame(was, other)) return mine;
  if (isSame(was, mine)) return other;
  // Below a section stand judgements, each taken whole.
  if (path.length < 2) {
    if (isEntries(mine) && isEntries(other)) {
      const [before, ours, theirs] = [isEntries(was) ? was : [], mine, other].map(byId);
      return members(before, ours, theirs, path, found).map(([, entry]) => entry);
    }
    const sections = [was, mine, other].filter(isRecord);
    // How often each verdict was given is one statement about all claims: counts of two sides add up to none of a merge.
    const isOneStatement = path.length === 1 && sections.some((one) => Object.values(one).some(isNumber));
    if (isRecord(mine) && isRecord(other) && !isOneStatement)
      return Object.fromEntries(members(isRecord(was) ? was : {}, mine, other, path, found));
  }
  found.push({ name: path.at(-1) ?? 'all of the file', ours: mine, theirs: other });
  return `\0${found.length - 1}`;
}

/** The members of two records, ours first, each merged; without those that are gone. */
function members(
  was: Entry,
  mine: Entry,
  other: Entry,
  path: readonly string[],
  found: Conflict[],
): [string, unknown][] {
  return [...new Set([...Object.keys(mine), ...Object.keys(other)])]
    .map((name): [string, unknown] => {
      const [before, ours, theirs] = [was, mine, other].map((one) =>
        Object.hasOwn(one, name) ? one[name] : undefined,
      );
      return [name, mergeValues(before, ours, theirs, [...path, name], found)];
    })
    .filter(([, value]) => value !== undefined);
}

function byId(entries: readonly { id: string }[]): Entry {
  return Object.fromEntries(entries.map((entry) => [entry.id, entry]));
}

/** A list of claims, or of what else has names that tell its entries apart. */
function isEntries(value: unknown): value is { id: string }[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  const ids = value.map((entry: unknown) => (isRecord(entry) && typeof entry.id === 'string' ? entry.id : null));
  return !ids.includes(null) && new Set(ids).size === ids.length;
}

function isRecord(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
