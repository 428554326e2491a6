import { type Verdict, verdictEntry } from '../../../src/artifact/verdict.ts';
import { type Part, verdictOf } from '../../../src/claims/judgement.ts';
import { thresholdsOf, withThreshold } from '../../../src/claims/threshold.ts';

/** The verdict on parts, as JSON, with thresholds at other values, by their index. */
export function verdictUnder(text: string, values: ReadonlyMap<number, number>): Verdict {
  const given = JSON.parse(text) as Part[];
  const thresholds = thresholdsOf(given);
  // Judged from the numbers, also where no threshold is moved.
  const start = thresholds.reduce((parts, threshold) => withThreshold(parts, threshold, threshold.value), given);
  const moved = thresholds.reduce((parts, threshold) => {
    const value = values.get(threshold.index);
    return value === undefined ? parts : withThreshold(parts, threshold, value);
  }, start);
  return verdictOf(moved);
}

/** The mark of a verdict, as VerdictMark.astro draws it. */
export function markOf(verdict: Verdict): string {
  return `<span class="verdict" data-verdict="${verdict}"><svg class="verdict-shape" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${verdictEntry(verdict).symbol}</svg><span class="verdict-word">${verdict}</span></span>`;
}
