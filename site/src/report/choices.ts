import { showValue } from '../../../src/artifact/values.ts';
import { detailOf, valueWords } from './readings.ts';

/** Words for choices of the multiverse that are no open detail of the text: how lengths are drawn, and what only analysis knows. */
const others: Readonly<Record<string, { short: string; values: Readonly<Record<string, string>> }>> = {
  'task.longest': {
    short: 'longest sequence',
    values: { '4 N + 1': '4 N + 1 bits', 'floor(2.5 N) + 1': '2.5 N + 1 bits' },
  },
  'perturb.diagonal': {
    short: 'norm of the noise',
    values: { 'left-out': 'diagonal left out', 'in-norm': 'diagonal counted' },
  },
  'timescales.fits': {
    short: 'timescale fits',
    values: { all: 'all kept', 'above-one': 'kept above 1' },
  },
};

/** Values whose words are too long for the margin of a drawing, by what they say in full. */
const brief: Readonly<Record<string, string>> = {
  'after the leak in non-modular networks': 'after it, non-modular',
  'one probability a sequence': 'one p a sequence',
  'one probability a batch': 'one p a batch',
};

/** A choice in a few words: 'growth'; its key where it has none. */
export function choiceName(key: string): string {
  return detailOf(key)?.short ?? others[key]?.short ?? key;
}

/** A value of a choice in a few words; as it is written where it has none. */
export function choiceWords(key: string, value: unknown): string {
  return others[key]?.values[showValue(value)] ?? valueWords(key, value);
}

/** The same, short enough for the margin of a drawing. */
export function briefWords(key: string, value: unknown): string {
  const words = choiceWords(key, value);
  return brief[words] ?? words;
}
