import { findingLines, findingSentence } from '../../../src/claims/sentence.ts';
import { measured, type ShownJudgement } from './intervals.ts';
import { withoutKeys } from './readings.ts';

/** The finding of a claim in short lines. */
export interface BriefFinding {
  lines: string[];
  /** How many more the claim has; the first and the last are shown. */
  more: number;
}

/** Lines that stand in full; of more, the first and the last. */
const MOST = 3;

/**
 * The finding of a claim as lines, one per group of networks, with intervals in brackets and without numbers of seeds.
 */
export function briefFinding(judged: ShownJudgement): BriefFinding {
  const lines = findingLines(judged);
  return lines.length <= MOST
    ? { lines, more: 0 }
    : { lines: [lines[0], lines[lines.length - 1]], more: lines.length - 2 };
}

/** What a claim's test found, for a place where the verdict stands beside it. */
export function findingOf(judged: ShownJudgement): string {
  return withoutKeys(findingSentence(judged, { opening: 'none' }));
}

/** The same where a table of its intervals stands below it: without them, if there are several. */
export function findingAbove(judged: ShownJudgement): string {
  return withoutKeys(findingSentence(judged, { opening: 'none', intervals: measured(judged).length <= 1 }));
}
