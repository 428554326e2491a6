import path from 'node:path';
import process from 'node:process';
import { fillQuotations } from '../../../src/claims/quotation.ts';
import { artifactsFolder, params, profile } from './profile.ts';
import { resultsIn } from './results.ts';

/** docs/findings.md is about the paper profile, whichever profile the report shows; a bundle of another one has no results of it. */
const folder = profile === 'paper' ? artifactsFolder : path.join(process.cwd(), 'artifacts', 'paper');

/** The results of the paper profile; null where they are not in this checkout. */
export const paperResults = resultsIn(folder, Object.keys(params.protocols).slice(1));

/**
 * A text of docs/findings.md with the numbers of the paper profile; null without its results.
 * @throws UserError naming a number that is not there, or a comparison that does not hold.
 */
export function withNumbers(text: string): string | null {
  return paperResults && fillQuotations(text, paperResults);
}
