import { z } from 'zod';
import { parseFormat } from '../../../src/artifact/format.ts';
import { type Verdict, verdictEntry } from '../../../src/artifact/verdict.ts';
import { partSchema, verdictOf } from '../../../src/claims/judgement.ts';
import { outcomeOf } from '../../../src/claims/measurement.ts';
import { thresholdsOf, withThreshold } from '../../../src/claims/threshold.ts';

/** The parts of a claim as its page has them, to be judged here. */
const partsSchema = z.array(partSchema.omit({ outcome: true }));

/**
 * The verdict on parts, as JSON, with thresholds at other values, by their index.
 * @throws FormatError naming the field that does not fit and what was expected.
 */
export function verdictUnder(text: string, values: ReadonlyMap<number, number>): Verdict {
  const given = parseFormat(partsSchema, text, 'The rule of this page');
  // Judged from the numbers, also where no threshold is moved.
  const judged = given.map((part) => ({ ...part, outcome: outcomeOf(part.measurement, part.region) }));
  const moved = thresholdsOf(given).reduce((parts, threshold) => {
    const value = values.get(threshold.index);
    return value === undefined ? parts : withThreshold(parts, threshold, value);
  }, judged);
  return verdictOf(moved);
}

/** The mark of a verdict, as VerdictMark.astro draws it. */
export function markOf(verdict: Verdict): string {
  return `<span class="verdict" data-verdict="${verdict}"><svg class="verdict-shape" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${verdictEntry(verdict).symbol}</svg><span class="verdict-word">${verdict}</span></span>`;
}
