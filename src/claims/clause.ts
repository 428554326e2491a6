import { type Measurement, neutralValue, type Quantity } from './measurement.ts';

/** What a clause is about: one measurement, or several of one quantity whose networks differ in one number alone. */
export interface Spoken {
  measured: readonly Measurement[];
  of: string;
  than: string | null;
}

/** The measurements as one subject; null where they differ in more than a number, in their direction, or in what they measure. */
export function together(measured: readonly Measurement[]): Spoken | null {
  const [first] = measured;
  const same = measured.every(
    (one) => one.quantity === first.quantity && one.kind === first.kind && isUp(one) === isUp(first),
  );
  const of = enumerated(measured.map((one) => one.of));
  const than = first.than === null ? null : enumerated(measured.map((one) => compared(one.than ?? '')));
  return same && of !== null && (first.than === null || than !== null) ? { measured, of, than } : null;
}

/** What was measured as a clause: who, what, how much. */
export function clauseOf(spoken: Spoken): string {
  return CLAUSES[spoken.measured[0].quantity](spoken);
}

/** The ends of the intervals, the outer ones of several, in the words of the clause: '5.6 to 15.8', '10.8 fewer to 1.3 more'. */
export function intervalOf({ measured }: Spoken): string {
  const [first] = measured;
  const [low, high] = [Math.min, Math.max].map((outer, i) =>
    outer(...measured.map((one) => (i === 0 ? one.low : one.high) ?? Number.NaN)),
  );
  const neutral = neutralValue(first);
  if (!isSigned(first)) return `${formatValue(first, low)} to ${formatValue(first, high)}`;
  const [down, up] = [low, high].map((end) => size(first, end));
  const [more, less] = directions(first);
  if (low >= neutral) return isUp(first) ? `${down} to ${up}` : `${down} to ${up} ${more}`;
  if (high <= neutral) return isUp(first) ? `${up} to ${down} ${less}` : `${up} to ${down}`;
  return `${down} ${less} to ${up} ${more}`;
}

/** A value of a measurement's unit: shares of something in per cent, ratios of noise as its change, all with three significant digits. */
export function formatValue(measurement: Measurement, value: number | null): string {
  if (value === null || !Number.isFinite(value)) return 'no number';
  if (isNoise(measurement)) return `${value > 1 ? '+' : ''}${formatNumber(100 * (value - 1), 2)}%`;
  const { unit, quantity } = measurement;
  const isPercent = unit === 'share' && quantity !== 'accuracy';
  return isPercent ? `${formatNumber(100 * value)}%` : formatNumber(value);
}

/** A number for a sentence, with three significant digits where no other count is given. */
export function formatNumber(value: number, digits = 3): string {
  return String(Number(value.toPrecision(digits)));
}

/** The unit after a value; nothing where the value has it. */
export function unitWords(measurement: Measurement): string {
  const { unit, quantity } = measurement;
  if (isNoise(measurement)) return 'noise';
  if (unit === 'times') return 'times the ε';
  if (unit === 'share') return quantity === 'accuracy' ? 'in accuracy' : '';
  return unit === 'variance' || unit === 'N' ? '' : unit.replace(/^share /, '');
}

/** Whether a measurement compares the noise that two groups of networks tolerate. */
function isNoise({ kind, than }: Measurement): boolean {
  return kind === 'ratio' && than !== null;
}

/** Whether the clause says which way a value goes, so that its size has no sign. */
function isSigned(measurement: Measurement): boolean {
  return measurement.kind === 'difference' || isNoise(measurement) || isChange(measurement);
}

function isChange({ quantity, kind }: Measurement): boolean {
  return kind === 'value' && /^(slope|change) of /.test(quantity);
}

function isUp(measurement: Measurement): boolean {
  return isSigned(measurement) ? (measurement.value ?? 0) >= neutralValue(measurement) : true;
}

/** The words for up and down. */
function directions(measurement: Measurement): [string, string] {
  if (isNoise(measurement)) return ['more', 'less'];
  if (isChange(measurement)) return ['up', 'down'];
  if (measurement.quantity === 'effective timescale') return ['longer', 'shorter'];
  return measurement.unit.startsWith('tasks') ? ['more', 'fewer'] : ['higher', 'lower'];
}

function directionOf({ measured: [first] }: Spoken): string {
  return directions(first)[isUp(first) ? 0 : 1];
}

/** How much, without a sign where the clause says which way: '11', '11 to 30.4', '38%'. */
function amount({ measured }: Spoken): string {
  const values = measured.map(({ value }) => value ?? Number.NaN);
  const sizes = values.map((value) =>
    isSigned(measured[0]) ? size(measured[0], value) : formatValue(measured[0], value),
  );
  const order = values
    .map((_, i) => i)
    .sort((a, b) => Math.abs(Number.parseFloat(sizes[a])) - Math.abs(Number.parseFloat(sizes[b])));
  const [least, most] = [sizes[order[0]], sizes[order[order.length - 1]]];
  return least === most ? least : `${least} to ${most}`;
}

function size(measurement: Measurement, value: number): string {
  return formatValue(measurement, value).replace(/^[+-]/, '');
}

/** Networks as those that others are compared with. */
function compared(than: string): string {
  return than.replace(/^non-modular networks of (\d+) neurons$/, 'the $1-neuron network');
}

const NUMBER = /\d[\d,]*(?:\.\d+)?/g;

/** Names that differ in one number, as one: '5-, 10- and 15-neuron modules', 'modular networks at K = 1 to 10'; null where they differ otherwise. */
function enumerated(names: readonly string[]): string | null {
  const distinct = [...new Set(names)];
  if (distinct.length === 1) return distinct[0];
  const parts = distinct.map((name) => ({ words: name.split(NUMBER), numbers: name.match(NUMBER) ?? [] }));
  const [{ words, numbers }] = parts;
  if (parts.some((part) => part.words.join('\0') !== words.join('\0'))) return null;
  const varying = numbers.flatMap((_, i) => (parts.some((part) => part.numbers[i] !== numbers[i]) ? [i] : []));
  if (varying.length !== 1) return null;
  const [at] = varying;
  const all = parts.map((part) => part.numbers[at]);
  const list = listed(all, words[at + 1].startsWith('-') ? '-' : '');
  return words
    .reduce((text, word, i) => `${text}${i - 1 === at ? list : (numbers[i - 1] ?? '')}${word}`)
    .replace(/-neuron network$/, '-neuron networks');
}

function listed(numbers: readonly string[], hyphen: string): string {
  const isRow = numbers.length > 2 && numbers.every((number, i) => Number(number) === Number(numbers[0]) + i);
  if (isRow && hyphen === '') return `${numbers[0]} to ${numbers[numbers.length - 1]}`;
  const last = numbers[numbers.length - 1];
  return `${numbers.slice(0, -1).join(`${hyphen}, `)}${hyphen} and ${last}`;
}

const CLAUSES: Record<Quantity, (s: Spoken) => string> = {
  'N solved': (s) =>
    s.than === null
      ? `${s.of} solve N = ${amount(s)}`
      : amount(s) === '0'
        ? `${s.of} solve as many tasks as ${s.than}`
        : `${s.of} solve ${amount(s)} ${directionOf(s)} ${tasks(s)} than ${s.than}`,
  'tasks solved in all epochs': (s) => `${s.of} solve ${amount(s)} ${tasks(s)} in all epochs`,
  'tasks solved beyond N = 3': (s) => `${s.of} solve ${amount(s)} ${tasks(s)} beyond N = 3`,
  'range of N solved over growth conditions': (s) =>
    `N solved varies over growth conditions by ${amount(s)} ${directionOf(s)} ${tasks(s)} with ${s.of} than with ${s.than}`,
  'tasks solved an epoch': (s) =>
    s.than === null
      ? `${s.of} solve ${amount(s)} ${tasks(s)} an epoch`
      : `${s.of} solve ${amount(s)} ${directionOf(s)} ${tasks(s)} an epoch than ${s.than}`,
  epochs: (s) => `${s.of} train for ${amount(s)} epochs`,
  heads: (s) => `${s.of} are ${amount(s)}`,
  'heads above the threshold': (s) => `${amount(s)} of ${s.of} are above the threshold`,
  accuracy: (s) => comparison(s, 'reach', 'an accuracy', ''),
  'mean accuracy of the heads': (s) => `${s.of} are right ${amount(s)} of the time on average`,
  'accuracy of the weakest head': (s) => `the weakest of ${s.of} is right ${amount(s)} of the time`,
  'slope of accuracy on K': (s) => `the accuracy of ${s.of} ${moves(s)} ${amount(s)} for each K`,
  'slope of accuracy on N': (s) =>
    s.than === null
      ? `the accuracy of ${s.of} ${moves(s)} ${amount(s)} for each N`
      : `the slope of accuracy on N is ${amount(s)} ${directionOf(s)} for ${s.of} than ${s.than}`,
  'ε at half of the tasks': (s) =>
    s.than === null ? `${s.of} lose half of their tasks at ε = ${amount(s)}` : `${s.of} tolerate ${noiseThan(s)}`,
  'ε at the inflection': (s) =>
    s.than === null
      ? `${s.of} lose tasks fastest at ε = ${amount(s)}`
      : `${s.of} lose tasks fastest at ${noiseThan(s)}`,
  'tasks left over all ε': (s) =>
    `on average over all levels of noise, ${s.of} keep ${amount(s)} ${directionOf(s)} ${tasks(s)} than ${s.than}`,
  'largest ratio of ε at half of the tasks': (s) =>
    `sizes of ${s.of} differ by a factor of at most ${amount(s)} in the noise that costs half of the tasks`,
  'change of τ over all modules': (s) => `τ of ${s.of} ${moves(s)} ${amount(s)} of its mean over all modules`,
  'slope of τ on N': (s) => `τ of ${s.of} ${moves(s)} ${amount(s)} steps for each N`,
  'range of τ over thirds of modules': (s) =>
    `mean τ of the first, middle and last modules of ${s.of} differs by ${amount(s)} of its mean`,
  'τ at the last N': (s) => `at the last N, τ of ${s.of} is ${amount(s)} steps`,
  'τ as a share of the last N': (s) => `at the last N, τ of ${s.of} is ${amount(s)} of N`,
  'slope of the effective timescale on N': (s) =>
    `the effective timescale of ${s.of} ${moves(s)} ${amount(s)} steps for each N`,
  'slope of the median effective timescale on N': (s) =>
    `the median effective timescale of ${s.of} ${moves(s)} ${amount(s)} steps for each N`,
  'effective timescale': (s) =>
    s.than === null
      ? `${s.of} have an effective timescale of ${amount(s)} steps`
      : `${s.of} have an effective timescale ${amount(s)} steps ${directionOf(s)} than ${s.than}`,
  'shared values of N': (s) => `${s.of} share ${amount(s)} values of N`,
  'variance of the normalised change': (s) =>
    `the variance of the change from module to module is ${amount(s)} ${directionOf(s)} in ${s.of} than ${s.than}`,
  'trainable parameters left out': (s) => `${s.of} have ${amount(s)} fewer trainable parameters`,
  'departure of the parameters from a line': (s) =>
    amount(s) === '0%'
      ? `every task adds the same number of parameters to ${s.of}`
      : `the parameters that each task adds to ${s.of} differ by ${amount(s)}`,
  neurons: (s) => `${s.of} have ${amount(s)} neurons`,
  'distance of twins': (s) => `twins of ${s.of} end ${amount(s)} away from the modules that they duplicate`,
};

function comparison(s: Spoken, verb: string, noun: string, unit: string): string {
  return s.than === null
    ? `${s.of} ${verb} ${noun} of ${amount(s)}${unit}`
    : `${s.of} ${verb} ${noun} ${amount(s)}${unit} ${directionOf(s)} than ${s.than}`;
}

/** '38% less noise than ...', or that there is no difference. */
function noiseThan(s: Spoken): string {
  return amount(s) === '0%' ? `the same noise as ${s.than}` : `${amount(s)} ${directionOf(s)} noise than ${s.than}`;
}

function moves({ measured: [first] }: Spoken): string {
  return isUp(first) ? 'rises by' : 'falls by';
}

function tasks(s: Spoken): string {
  return amount(s) === '1' ? 'task' : 'tasks';
}
