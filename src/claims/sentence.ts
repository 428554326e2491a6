import { type Verdict, verdictEntry } from '../artifact/verdict.ts';
import { clauseOf, formatNumber, formatValue, intervalOf, type Spoken, together, unitWords } from './clause.ts';
import type { Judgement, Note, Part } from './judgement.ts';
import { type Measurement, neutralValue, type PartOutcome } from './measurement.ts';

/** How a finding is written. */
export interface SentenceOptions {
  /** How it opens: with the verdict, with the word for a statement of ours, or with what was found. */
  opening?: 'verdict' | 'outcome' | 'none';
  /** Whether values are followed by their intervals; where a table shows them they are not. */
  intervals?: boolean;
}

/** What the sentences are made from: a judgement, or what stands in the matrix for one. */
type Judged = Omit<Judgement, 'verdict'> & { verdict: string };

/** What the test of a claim found, in plain sentences with numbers, units and intervals. */
export function findingSentence(
  judged: Judged,
  { opening = 'verdict', intervals = true }: SentenceOptions = {},
): string {
  const { reason, parts, seeds, seedsNeeded, notes, omitted } = judged;
  const start = openingOf(judged.verdict, opening);
  if (reason) return start === '' ? capital(reason.detail) : `${start}: ${reason.detail}`;
  const found = foundSentences(parts, intervals, seeds);
  const body =
    start === ''
      ? found.map(capital)
      : found.length > 1
        ? [`${start}.`, ...found.map(capital)]
        : [`${start}: ${found[0]}`];
  const rule = intervals ? sharedRule(parts) : null;
  return [
    ...body,
    rule === null ? '' : `Required: ${rule}.`,
    hasSeedsInside(found.length, parts, intervals, seeds) ? '' : seedSentence(seeds),
    neededSentence(judged.parts, seedsNeeded),
    ...notes.map(noteSentence),
    omittedSentence(omitted),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** What a part came to, at the start of a sentence. */
const OUTCOMES: Record<PartOutcome, string> = {
  holds: 'Holds',
  contradicted: 'Contradicted',
  undecided: 'Undecided',
};

/** One sentence where all parts come to the same; else one for each outcome. */
function foundSentences(parts: readonly Part[], intervals: boolean, seeds: number): string[] {
  const rules = intervals && sharedRule(parts) === null;
  const inside = hasSeedsInside(new Set(parts.map(({ outcome }) => outcome)).size, parts, intervals, seeds);
  const list = (some: readonly Part[]) =>
    gathered(some)
      .map((group) => groupClause(group, { intervals, rules, seeds: inside ? seeds : null }))
      .join('; ');
  const outcomes = Map.groupBy(parts, ({ outcome }) => outcome);
  if (outcomes.size === 1) return [`${list(parts)}.`];
  return (Object.keys(OUTCOMES) as PartOutcome[]).flatMap((outcome) => {
    const some = outcomes.get(outcome);
    return some ? [`${OUTCOMES[outcome]}: ${list(some)}.`] : [];
  });
}

/** Whether the number of seeds stands in the brackets of the one clause that there is. */
function hasSeedsInside(sentences: number, parts: readonly Part[], intervals: boolean, seeds: number): boolean {
  return intervals && sentences === 1 && seeds > 2 && gathered(parts).length === 1;
}

/** Parts that are said together: of one quantity and rule, about networks that differ in one number. */
interface Group extends Spoken {
  parts: readonly Part[];
}

function gathered(parts: readonly Part[]): Group[] {
  const kinds = Map.groupBy(parts, ({ outcome, measurement, region, beside }) =>
    JSON.stringify([
      outcome,
      measurement.quantity,
      measurement.kind,
      region,
      measurement.confidence === null && beside,
    ]),
  );
  return [...kinds.values()].flatMap((some): Group[] => {
    const one = together(some.map(({ measurement }) => measurement));
    if (one) return [{ ...one, parts: some }];
    return some.flatMap((single) => {
      const spoken = together([single.measurement]);
      return spoken ? [{ ...spoken, parts: [single] }] : [];
    });
  });
}

/** What was measured, with its interval and what it is held against in brackets. */
function groupClause(
  group: Group,
  { intervals, rules, seeds }: { intervals: boolean; rules: boolean; seeds: number | null },
): string {
  const [{ measurement, region, beside }] = group.parts;
  const { confidence } = measurement;
  const bracket: string[] = [];
  if (confidence === null) bracket.push(...beside.map((one) => `${one.quantity}: ${formatValue(one, one.value)}`));
  else if (intervals && group.parts.some(({ measurement: { low, high } }) => low !== high)) {
    const noun = group.parts.length === 1 ? 'interval' : 'intervals between';
    const ends = group.parts.length === 1 ? intervalOf(group) : intervalOf(group).replace(' to ', ' and ');
    bracket.push(`${formatNumber(100 * confidence)}% ${noun} ${ends}`);
    if (seeds !== null) bracket.push(`${seeds} or more seeds`);
  }
  const required = rules ? ruleWords(measurement, region) : '';
  const clause = `${undecidedWords(group)}${clauseOf(group)}`;
  // A clause without a number leaves open what the rule is about.
  const isNumbered = /\d/.test(clause.replace(group.of, ''));
  const about = measurement.unit === 'N' ? ' N' : isNumbered ? '' : ` ${quantityWords(measurement)}`;
  const all = [bracket.join(', '), required === '' ? '' : `required${about}: ${required}`].filter(
    (words) => words !== '',
  );
  return all.length === 0 ? clause : `${clause} (${all.join('; ')})`;
}

/** What an undecided difference of tasks leaves open, before its numbers; nothing for any other part. */
function undecidedWords({ parts }: Group): string {
  const [{ outcome, measurement, region }] = parts;
  const { kind, unit, value, low, high } = measurement;
  const isOpen = parts.length === 1 && outcome === 'undecided' && kind === 'difference' && unit === 'tasks';
  if (!isOpen || low === null || high === null) return '';
  if (region.above === 0 && region.below === undefined)
    return (value ?? 0) > 0
      ? 'this may be chance: '
      : `no gain found, but one of up to ${count(high)} is not excluded: `;
  const margin = region.below ?? region.atMost;
  if (margin === undefined || margin <= 0) return '';
  // Where zero is excluded, the groups differ; what is open is whether by more than counts as equal.
  if (region.above !== undefined && (low > 0 || high < 0))
    return `there is a difference, but whether it is larger than ${count(margin)} is open: `;
  const most = region.above === undefined ? high : Math.max(-low, high);
  return `a difference of up to ${count(most)} is not excluded: `;
}

/** With commas between thousands. */
function grouped(value: number): string {
  return value.toLocaleString('en');
}

function count(tasks: number): string {
  const number = formatNumber(tasks);
  return `${number} ${number === '1' ? 'task' : 'tasks'}`;
}

/**
 * What was measured as short lines, each 'name: value (low to high) unit', for a place beside a figure. What is counted and the same for all
 * networks is one clause.
 */
export function findingLines(judged: Judged): string[] {
  if (judged.reason) return [capital(judged.reason.detail)];
  const differ = new Set(judged.parts.map(({ outcome }) => outcome)).size > 1;
  const counted = new Map(
    gathered(judged.parts)
      .filter(isCounted)
      .flatMap((group) => group.parts.map((one) => [one, clauseOf(group)])),
  );
  const lines = judged.parts.map((one) => {
    const { name, outcome, measurement } = one;
    const label = measurement.item === '' ? name : measurement.item;
    const clause = counted.get(one);
    const words = clause ?? `${label}: ${valueWords(measurement)}`;
    return differ ? `${OUTCOMES[outcome]}, ${words}` : clause ? capital(words) : words;
  });
  return [...new Set(lines)];
}

/** Whether networks have one exact value in common: no interval, and nothing to tell them apart by. */
function isCounted({ parts }: Group): boolean {
  const values = parts.map(({ measurement }) => formatValue(measurement, measurement.value));
  return new Set(values).size === 1 && parts.every(({ measurement }) => isExact(measurement));
}

function isExact({ low, high, confidence }: Measurement): boolean {
  return confidence !== null && low !== null && low === high;
}

/** '+11 (5.6 to 15.8) tasks' */
function valueWords(measurement: Measurement): string {
  const { kind, unit, value, low, high, confidence } = measurement;
  const hasInterval = confidence !== null && !isExact(measurement);
  const sign = unit === 'N' ? 'N = ' : kind === 'difference' && value !== null && value > 0 ? '+' : '';
  const interval = `(${formatValue(measurement, low)} to ${formatValue(measurement, high)})`;
  const words = [`${sign}${formatValue(measurement, value)}`, hasInterval ? interval : '', unitWords(measurement)];
  return words.filter((word) => word !== '').join(' ');
}

/** The quantity of a measurement as a heading: 'difference in N solved, in tasks'. */
export function quantityWords(measurement: Measurement): string {
  const { quantity, kind } = measurement;
  const words =
    kind === 'value' || quantity.startsWith('largest ratio')
      ? quantity
      : kind === 'difference'
        ? `difference in ${quantity}`
        : `ratio of ${quantity}`;
  // 'tasks' of 'tasks an epoch' and 'steps' of 'steps for each N': what follows stands in the quantity.
  const unit = unitWords(measurement).replace(/ ?(for each [KN]|an epoch)$/, '');
  return kind === 'ratio' || unit === '' || words.includes(unit) ? words : `${words}, in ${unit}`;
}

function openingOf(verdict: string, opening: NonNullable<SentenceOptions['opening']>): string {
  if (opening === 'none') return '';
  return capital(opening === 'outcome' ? verdictEntry(verdict as Verdict).outcome : verdict);
}

/** The rule that several measurements are held against alike, in words; null where there is no such rule, or it needs none. */
function sharedRule(parts: readonly Part[]): string | null {
  const [first] = parts;
  const same = parts.every(({ region }) => JSON.stringify(region) === JSON.stringify(first.region));
  const words = ruleWords(first.measurement, first.region);
  if (parts.length < 2 || !same || words === '') return null;
  const quantities = new Set(parts.map(({ measurement }) => measurement.quantity));
  return quantities.size === 1 ? withUnit(first.measurement, words) : words;
}

/** The words of a rule that stand apart from what they are about: with its unit, or its name where it is a share or a factor. */
function withUnit(measurement: Measurement, words: string): string {
  const { kind, unit, than } = measurement;
  const isCompared = /^(above|at least|below|at most) \+?\d/.test(words);
  if (kind === 'ratio' && than !== null && isCompared) return `${words.replace('+', '')} more noise`;
  if (unit === 'share' || unit === 'times') return `${words} (${quantityWords(measurement)})`;
  if (kind === 'difference' && unit === 'tasks' && isCompared)
    return `${words} more ${words.endsWith(' 1') ? 'task' : 'tasks'}`;
  return `${words} ${unit === 'N' ? '(N solved)' : unit}`;
}

/** What a measurement is held against, in words; nothing where that is no difference. */
function ruleWords(measurement: Measurement, { above, atLeast, below, atMost }: Part['region']): string {
  const format = (value: number) => formatValue(measurement, value);
  if (above !== undefined && below !== undefined && above === -below) return `within ±${format(below)}`;
  if (atLeast !== undefined && atMost !== undefined) return `between ${format(atLeast)} and ${format(atMost)}`;
  const neutral = measurement.confidence === null ? undefined : neutralValue(measurement);
  const ends = [
    ['above', above],
    ['at least', atLeast],
    ['below', below],
    ['at most', atMost],
  ] as const;
  return ends
    .flatMap(([words, end]) => (end === undefined || end === neutral ? [] : [`${words} ${format(end)}`]))
    .join(' and ');
}

function seedSentence(seeds: number): string {
  if (seeds === 0) return 'This follows from the definition of the networks; no seeds are needed.';
  if (seeds === 1) return 'This rests on one network.';
  return seeds === 2
    ? 'The smallest group has 2 seeds, so its interval is their range.'
    : `Every group has ${seeds} or more seeds.`;
}

/** How many seeds would decide what is undecided. */
function neededSentence(parts: readonly Part[], needed: number | null): string {
  if (!parts.some(({ outcome }) => outcome === 'undecided')) return '';
  return needed === null
    ? 'At this spread, more seeds would not decide it.'
    : `At this spread, about ${grouped(Number(needed.toPrecision(2)))} seeds in each group would decide it.`;
}

function noteSentence(note: Note): string {
  switch (note.kind) {
    case 'stuck networks':
      return `${note.count} of ${note.of} networks solved nothing and ${note.count === 1 ? 'counts' : 'count'} as N = 1.`;
    case 'networks without tasks':
      return `${note.count} stuck ${note.count === 1 ? 'network solves' : 'networks solve'} no task and cannot be counted here.`;
    case 'half outside the grid':
      return `${note.count} ${note.count === 1 ? 'network loses' : 'networks lose'} half of the tasks outside the grid of ε; the end of the grid counts.`;
    case 'failed fits':
      return note.count === 0 ? '' : `${grouped(note.count)} of ${grouped(note.of)} neurons gave no usable fit.`;
    case 'distance of twins': {
      const list = note.distances.map(({ of, share }) => `${formatNumber(100 * share, 2)}% (${of})`).join(' and ');
      return `Twins end ${list} away from the modules that they duplicate, as a share of the norm of their connections.`;
    }
  }
}

function omittedSentence(omitted: readonly string[]): string {
  return omitted.length > 0 ? `Not judged for lack of data in this profile: ${omitted.join(', ')}.` : '';
}

/** With a capital letter where it opens with a word; symbols stay as they are. */
function capital(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}
