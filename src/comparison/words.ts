import type { CellChange, PanelChange, TableChange, ValueChange } from './change.ts';
import { hasMoved } from './panel.ts';
import { flatten } from './values.ts';

/** '1 row', '3 rows'. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** A value as it stands in a file, for reading: lists by commas, 'none' for what is missing. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (typeof value === 'object')
    return [...flatten(value)].map(([name, inner]) => `${name} ${valueText(inner)}`).join(', ');
  return typeof value === 'number' ? numberText(value) : String(value);
}

/** A number at 6 significant digits, with a true minus sign. */
function numberText(value: number): string {
  return String(Number(value.toPrecision(6))).replace('-', '\u2212');
}

/** A signed number at 3 significant digits: '+0.25', '−3'. */
export function signedText(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return `${rounded > 0 ? '+' : ''}${String(rounded).replace('-', '\u2212')}`;
}

/**
 * '3 → 4', 'new: 4', 'gone: 3'.
 * @param room characters that will be shown: of longer values, each side gets half of them
 */
export function changeText(
  { before, after }: Pick<ValueChange, 'before' | 'after'>,
  room = Number.POSITIVE_INFINITY,
): string {
  if (before === undefined) return `new: ${valueText(after)}`;
  if (after === undefined) return `gone: ${valueText(before)}`;
  const half = Math.floor((room - ' → '.length) / 2);
  const [was, now] = [before, after].map(valueText);
  if (was.length + now.length <= 2 * half) return `${was} → ${now}`;
  return fromDifference(was, now, half)
    .map((text) => shortened(text, half))
    .join(' → ');
}

/** Two texts without their common beginning, where it would leave no room for what differs; cut at a word. */
export function fromDifference(before: string, after: string, room: number): [string, string] {
  const longest = Math.max(before.length, after.length);
  let common = 0;
  while (common < before.length && before[common] === after[common]) common++;
  if (longest <= room || common < room / 2) return [before, after];
  const near = Math.ceil(common - room / 4);
  const word = before.lastIndexOf(' ', near) + 1;
  // A text without spaces is cut between characters, of which some take two places.
  const from = near - word < room / 8 ? word : near + (/[\udc00-\udfff]/.test(before[near]) ? 1 : 0);
  return [`…${before.slice(from)}`, `…${after.slice(from)}`];
}

/** A text of at most so many characters, none of them cut in two. */
function shortened(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}

/** Where a cell stands: 'mean, modular 10, epoch = 17'. */
function placeText({ kind, name, seed, x }: CellChange): string {
  const parts = [
    kind === 'seed' || kind.endsWith(' seed') ? `${kind} ${seed ?? ''}`.trim() : kind,
    name,
    x === null ? '' : `${x.column} = ${valueText(x.value)}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** How large a change is: '+1.3 SD', or why it has no such size. */
function sizeText({ deviations, unscaled, change }: CellChange): string {
  if (deviations !== null) return `${signedText(deviations)} SD`;
  const raw = change === null ? '' : signedText(change);
  if (unscaled === 'one seed') return `${raw} (one seed: no SD)`;
  if (unscaled === 'seeds agree') return `${raw} (all seeds of the base agree: SD 0)`;
  return raw === '' ? 'not a number' : `${raw} (no seeds behind it)`;
}

/**
 * What happened to a panel in a sentence or two, for a line of a list.
 * @param most series and columns that are named; of more, the rest is counted
 */
export function panelText({ state, drawn, table }: PanelChange, most = 4): string {
  if (state === 'unchanged') return 'Unchanged.';
  if (state === 'drawing') return 'Data same, drawing changed.';
  if (state === 'added') return 'New panel.';
  if (state === 'removed') return 'Panel removed.';
  if (state === 'not compared' || !table)
    return 'Not compared: a file of it is damaged, or its columns are not known here.';
  return `${tableText(table, most)}${drawn ? '' : ' The drawing is the same.'}`;
}

/** The largest changes of a table and what is new or gone. */
function tableText(table: TableChange, most: number): string {
  if (!hasMoved(table)) return 'Data same.';
  const { largest, largestOfAgreeing, changed, before } = table;
  const said: string[] = [];
  if (largest) {
    const only = largest.edge ? 'Values same, intervals changed; largest ' : 'Largest change ';
    said.push(`${only}${cellText(largest)}.`);
  }
  if (largestOfAgreeing && largest?.deviations !== null) {
    const size = largestOfAgreeing.change === null ? '' : `${signedText(largestOfAgreeing.change)}: `;
    said.push(`Where all seeds of the base agree (SD 0): ${size}${movedText(largestOfAgreeing)}.`);
  }
  if (table.columnsAdded.length > 0) said.push(`New columns: ${listText(table.columnsAdded, most)}.`);
  if (table.columnsRemoved.length > 0) said.push(`Columns gone: ${listText(table.columnsRemoved, most)}.`);
  const moved = changed > 0 ? [`${changed} of ${count(before, 'row')} changed`] : [];
  const counts = [...moved, ...sideText(table.added, 'added'), ...sideText(table.removed, 'removed')].join(', ');
  said.push(counts === '' ? 'No row changed.' : `${counts}.`);
  if (table.seriesAdded.length > 0) said.push(`New series: ${listText(table.seriesAdded, most)}.`);
  if (table.seriesRemoved.length > 0) said.push(`Series gone: ${listText(table.seriesRemoved, most)}.`);
  return said.join(' ');
}

/** '+1.3 SD: accuracy 0.91 → 0.94 at mean, modular 15, K = 5'. */
function cellText(cell: CellChange): string {
  return `${sizeText(cell)}: ${movedText(cell)}`;
}

function movedText(cell: CellChange): string {
  return `${cell.column} ${valueText(cell.before)} → ${valueText(cell.after)} at ${placeText(cell)}`;
}

/** The first of a list in words, and how many more there are. */
export function listText(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

function sideText(n: number, word: string): string[] {
  return n > 0 ? [`${count(n, 'row')} ${word}`] : [];
}
