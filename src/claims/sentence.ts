import { type Verdict, verdictEntry } from '../artifact/verdict.ts';
import type { Judgement, Note, Part } from './judgement.ts';
import { type Measurement, neutralValue, type PartOutcome, type Quantity } from './measurement.ts';

/** How a finding is written. */
export interface SentenceOptions {
  /** How it opens: with the verdict, with the word for a statement of ours, or with what was found. */
  opening?: 'verdict' | 'outcome' | 'none';
  /** Whether each value is followed by its interval and effect size; where a table shows them it is not. */
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
  const found = foundSentences(parts, intervals);
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
    seedSentence(seeds),
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
function foundSentences(parts: readonly Part[], intervals: boolean): string[] {
  const rules = intervals && sharedRule(parts) === null;
  const list = (some: readonly Part[]) => some.map((one) => partClause(one, intervals, rules)).join('; ');
  const outcomes = Map.groupBy(parts, ({ outcome }) => outcome);
  if (outcomes.size === 1) return [`${list(parts)}.`];
  return (Object.keys(OUTCOMES) as PartOutcome[]).flatMap((outcome) => {
    const some = outcomes.get(outcome);
    return some ? [`${OUTCOMES[outcome]}: ${list(some)}.`] : [];
  });
}

/** What was measured as short lines, each 'name: value (low to high) unit', for a place beside a figure. */
export function findingLines(judged: Judged): string[] {
  if (judged.reason) return [capital(judged.reason.detail)];
  const differ = new Set(judged.parts.map(({ outcome }) => outcome)).size > 1;
  const lines = judged.parts.map(({ name, outcome, measurement }) => {
    const label = measurement.item === '' ? name : measurement.item;
    return `${differ ? `${OUTCOMES[outcome]}, ` : ''}${label}: ${valueWords(measurement)}`;
  });
  return [...new Set(lines)];
}

/** '+11 (5.6 to 15.8) tasks' */
function valueWords(measurement: Measurement): string {
  const { kind, unit, value, low, high, confidence } = measurement;
  const sign = unit === 'N' ? 'N = ' : kind === 'difference' && value !== null && value > 0 ? '+' : '';
  const interval = `(${formatValue(measurement, low)} to ${formatValue(measurement, high)})`;
  const words = [
    `${sign}${formatValue(measurement, value)}`,
    confidence === null ? '' : interval,
    unitWords(measurement),
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** The quantity of a measurement as a heading: 'difference of N solved, in tasks'. */
export function quantityWords(measurement: Measurement): string {
  const { quantity, kind } = measurement;
  const words =
    kind === 'value' ? quantity : quantity.startsWith('largest ratio') ? quantity : `${kind} of ${quantity}`;
  const unit = unitWords(measurement);
  return kind === 'ratio' || unit === '' || words.includes(unit) ? words : `${words}, in ${unit}`;
}

function openingOf(verdict: string, opening: NonNullable<SentenceOptions['opening']>): string {
  if (opening === 'none') return '';
  return capital(opening === 'outcome' ? verdictEntry(verdict as Verdict).outcome : verdict);
}

/** What was measured for a part, with its interval and what it is held against in brackets. */
function partClause({ measurement, region, beside }: Part, intervals: boolean, rules: boolean): string {
  const { low, high, effect, value, kind, confidence } = measurement;
  const bracket: string[] = [];
  if (confidence === null) bracket.push(...beside.map((one) => `${one.quantity}: ${formatValue(one, one.value)}`));
  else if (intervals) {
    // The clause gives the size of a difference: where it is negative, the ends of the interval need its sign beside them.
    if (kind === 'difference' && value !== null && value < 0)
      bracket.push(`difference ${formatValue(measurement, value)}`);
    bracket.push(
      `${formatNumber(100 * confidence)}% interval ${formatValue(measurement, low)} to ${formatValue(measurement, high)}`,
    );
    if (effect !== null) bracket.push(`Cliff's delta ${formatNumber(effect, 2)}`);
  }
  const required = rules ? ruleWords(measurement, region) : '';
  const all = [bracket.join(', '), required === '' ? '' : `required: ${required}`].filter((words) => words !== '');
  const clause = CLAUSES[measurement.quantity](measurement);
  return all.length === 0 ? clause : `${clause} (${all.join('; ')})`;
}

/** The rule that several measurements are held against alike, in words; null where there is no such rule, or it needs none. */
function sharedRule(parts: readonly Part[]): string | null {
  const [first] = parts;
  const same = parts.every(({ region }) => JSON.stringify(region) === JSON.stringify(first.region));
  const words = ruleWords(first.measurement, first.region);
  return parts.length > 1 && same && words !== '' ? words : null;
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

/** What was measured as a clause: who, what, how much. */
const CLAUSES: Record<Quantity, (measurement: Measurement) => string> = {
  'N solved': (m) =>
    m.than === null
      ? `${m.of} solve N = ${amount(m)}`
      : `${m.of} solve ${amount(m)} ${more(m)} ${tasks(m)} than ${m.than}`,
  'tasks solved in all epochs': (m) => `${m.of} solve ${amount(m)} ${tasks(m)} in all epochs`,
  'tasks solved beyond N = 3': (m) => `${m.of} solve ${amount(m)} ${tasks(m)} beyond N = 3`,
  'range of N solved over growth conditions': (m) =>
    `growth conditions spread over ${amount(m)} ${more(m)} ${tasks(m)} with ${m.of} than with ${m.than}`,
  'tasks solved an epoch': (m) =>
    m.than === null
      ? `${m.of} solve ${amount(m)} ${tasks(m)} an epoch`
      : `${m.of} solve ${amount(m)} ${more(m)} ${tasks(m)} an epoch than ${m.than}`,
  epochs: (m) => `${m.of} train for ${amount(m)} epochs`,
  heads: (m) => `${m.of} are ${amount(m)}`,
  'heads above the threshold': (m) => `${amount(m)} of ${m.of} are above the threshold`,
  accuracy: (m) => compared(m, 'reach', 'an accuracy', ''),
  'mean accuracy of the heads': (m) => `${m.of} give ${amount(m)} right answers on average`,
  'accuracy of the weakest head': (m) => `the weakest of ${m.of} gives ${amount(m)} right answers`,
  'slope of accuracy on K': (m) => `the accuracy of ${m.of} changes by ${amount(m)} for each K`,
  'slope of accuracy on N': (m) =>
    m.than === null
      ? `the accuracy of ${m.of} changes by ${amount(m)} for each N`
      : `the slope of accuracy on N is ${amount(m)} ${higher(m)} for ${m.of} than ${m.than}`,
  'ε at half of the tasks': (m) =>
    m.kind === 'ratio'
      ? `${m.of} lose half of their tasks at ${amount(m)} times the ε of ${m.than}`
      : `${m.of} lose half of their tasks at ε = ${amount(m)}`,
  'ε at the inflection': (m) =>
    m.kind === 'ratio'
      ? `the curve of ${m.of} has its inflection at ${amount(m)} times the ε of ${m.than}`
      : `the curve of ${m.of} has its inflection at ε = ${amount(m)}`,
  'tasks left over all ε': (m) => `over all ε, ${m.of} have ${amount(m)} ${more(m)} ${tasks(m)} left than ${m.than}`,
  'largest ratio of ε at half of the tasks': (m) =>
    `sizes of ${m.of} differ by a factor of at most ${amount(m)} in the ε that costs half of the tasks`,
  'change of τ over all modules': (m) => `τ of ${m.of} changes by ${amount(m)} of its mean over all modules`,
  'slope of τ on N': (m) => `τ of ${m.of} changes by ${amount(m)} steps for each N`,
  'distance of τ from 1 left at the last N': (m) =>
    `at the last N ${amount(m)} of the distance of τ from 1 is left in ${m.of}`,
  'slope of the effective timescale on N': (m) =>
    `the effective timescale of ${m.of} changes by ${amount(m)} steps for each N`,
  'slope of the median effective timescale on N': (m) =>
    `the median effective timescale of ${m.of} changes by ${amount(m)} steps for each N`,
  'effective timescale': (m) => compared(m, 'have', 'an effective timescale', ' steps'),
  'shared values of N': (m) => `${m.of} share ${amount(m)} values of N`,
  'variance of the normalised change': (m) =>
    `the variance of the change from module to module is ${amount(m)} ${higher(m)} in ${m.of} than ${m.than}`,
  'trainable parameters left out': (m) => `${m.of} have ${amount(m)} fewer trainable parameters`,
  'departure of the parameters from a line': (m) =>
    `the parameters that each task adds to ${m.of} differ by ${amount(m)}`,
  neurons: (m) => `${m.of} have ${amount(m)} neurons`,
  'distance of twins': (m) => `twins of ${m.of} end ${amount(m)} away from the modules that they duplicate`,
};

function compared(m: Measurement, verb: string, noun: string, unit: string): string {
  return m.than === null
    ? `${m.of} ${verb} ${noun} of ${amount(m)}${unit}`
    : `${m.of} ${verb} ${noun} ${amount(m)}${unit} ${higher(m)} than ${m.than}`;
}

function tasks(m: Measurement): string {
  return amount(m) === '1' ? 'task' : 'tasks';
}

function more({ value }: Measurement): string {
  return value !== null && value < 0 ? 'fewer' : 'more';
}

function higher({ value }: Measurement): string {
  return value !== null && value < 0 ? 'lower' : 'higher';
}

/** The value of a clause: of a difference its size, as the clause says which way it goes. */
function amount(measurement: Measurement): string {
  const { kind, value } = measurement;
  return formatValue(measurement, kind === 'difference' && value !== null ? Math.abs(value) : value);
}

/** A value of a measurement's unit: shares of something in per cent, all with three significant digits. */
function formatValue({ unit, quantity }: Measurement, value: number | null): string {
  if (value === null || !Number.isFinite(value)) return 'no number';
  const isPercent = unit === 'share' && quantity !== 'accuracy';
  return isPercent ? `${formatNumber(100 * value)}%` : formatNumber(value);
}

function unitWords({ unit, kind, quantity }: Measurement): string {
  if (kind === 'ratio') return 'times the ε';
  if (unit === 'share') return quantity === 'accuracy' ? 'in accuracy' : '';
  return unit === 'variance' || unit === 'N' ? '' : unit.replace(/^share /, '');
}

/** A number for a sentence, with three significant digits where no other count is given. */
export function formatNumber(value: number, digits = 3): string {
  return String(Number(value.toPrecision(digits)));
}

function seedSentence(seeds: number): string {
  if (seeds === 0) return 'This is counted from the definition of a network and needs no seeds.';
  if (seeds === 1) return 'This rests on one network.';
  return seeds === 2
    ? 'The smallest group has 2 seeds, so its interval is their range.'
    : `Every group has at least ${seeds} seeds.`;
}

/** How many seeds would settle what is undecided. */
function neededSentence(parts: readonly Part[], needed: number | null): string {
  if (!parts.some(({ outcome }) => outcome === 'undecided')) return '';
  return needed === null
    ? 'By the spread seen, no number of seeds would settle it.'
    : `By the spread seen, about ${needed} seeds a group would settle it.`;
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
      return `${note.count} of ${note.of} neurons gave no usable fit.`;
    case 'distance of twins': {
      const list = note.distances.map(({ of, share }) => `${formatNumber(100 * share, 2)}% (${of})`).join(' and ');
      return `Twins end ${list} away from the modules that they duplicate, as a share of the norm of their connections.`;
    }
  }
}

function omittedSentence(omitted: readonly string[]): string {
  return omitted.length > 0 ? `Not judged, for want of data at this profile: ${omitted.join(', ')}.` : '';
}

/** With a capital letter where it opens with a word; symbols stay as they are. */
function capital(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}
