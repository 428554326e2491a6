import { z } from 'zod';

/** One word that a claim can be judged by, with all that pages, comparison, bundle and metrics need of it. */
interface VerdictEntry {
  word: string;
  /** The word where the statement is ours and not the paper's. */
  outcome: string;
  /** Whether a test gave it; else the claim was not tested. */
  judged: boolean;
  /** The mark in a certificate: ReScience's, where it has one. */
  mark: string;
  /** What the word means, for readers. */
  description: string;
  /** Its shape on a field of 16 by 16, as SVG: parts of class `solid`, `line`, `dashed` and `cut` (drawn in the colour of the paper). */
  symbol: string;
}

/** Every verdict, in the order in which they are counted and listed. */
export const VERDICTS = [
  {
    word: 'reproduced',
    outcome: 'holds',
    judged: true,
    mark: '[Re]',
    description: 'Every part of the claim holds by its test.',
    symbol: '<circle cx="8" cy="8" r="7.25" class="solid"/><path d="M4.6 8.3 7 10.7 11.5 5.7" class="cut"/>',
  },
  {
    word: 'partly',
    outcome: 'holds in part',
    judged: true,
    mark: 'partly',
    description: 'Some parts of the claim hold, the data contradict others.',
    symbol: '<circle cx="8" cy="8" r="6.5" class="line"/><path d="M8 1.5a6.5 6.5 0 0 1 0 13z" class="solid"/>',
  },
  {
    word: 'inconclusive',
    outcome: 'inconclusive',
    judged: true,
    mark: '[?]',
    description:
      'The data contradict no part of the claim, but an interval allows both the statement and its opposite.',
    symbol:
      '<circle cx="8" cy="8" r="6.5" class="line"/><path d="M6 6.4a2 2 0 1 1 3 1.7c-.7.4-1 .8-1 1.6M8 11.6v.4" class="line"/>',
  },
  {
    word: 'not reproduced',
    outcome: 'does not hold',
    judged: true,
    mark: '[¬Re]',
    description: 'The data contradict the claim, and no part of it holds.',
    symbol:
      '<path d="M8 .6 15.4 8 8 15.4 .6 8z" class="solid"/><path d="M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6" class="cut"/>',
  },
  {
    word: 'not run',
    outcome: 'not run',
    judged: false,
    mark: 'not run',
    description: 'This profile runs too little to test the claim.',
    symbol: '<circle cx="8" cy="8" r="6.5" class="dashed"/>',
  },
] as const satisfies readonly VerdictEntry[];

type Entry = (typeof VERDICTS)[number];
export type Verdict = Entry['word'];
/** A verdict in the words for a statement of ours. */
export type Outcome = Entry['outcome'];
export type Mark = Entry['mark'];
/** The verdicts that a test gives. */
export type TestedVerdict = Extract<Entry, { judged: true }>['word'];

export const verdictSchema = z.enum(VERDICTS.map(({ word }) => word));
export const outcomeSchema = z.enum(VERDICTS.map(({ outcome }) => outcome));

/** All that is known about a verdict. */
export function verdictEntry(verdict: Verdict): Entry {
  return VERDICTS.find(({ word }) => word === verdict) as Entry;
}

/** Whether a test gave this verdict, where any other word means that there was none. */
export function isTested(verdict: string): verdict is TestedVerdict {
  return VERDICTS.some(({ word, judged }) => judged && word === verdict);
}

/** How often each verdict was given, in their order, those never given too. */
export function countVerdicts(judged: readonly { verdict: string }[]): Record<Verdict, number> {
  const count = (verdict: Verdict) => judged.filter((one) => one.verdict === verdict).length;
  return Object.fromEntries(VERDICTS.map(({ word }) => [word, count(word)])) as Record<Verdict, number>;
}
