import path from 'node:path';
import process from 'node:process';
import { optionalJson } from '../../../src/artifact/file.ts';
import { allRuns, defaultProtocol } from '../../../src/artifact/protocols.ts';
import { matrixSchema } from '../../../src/claims/matrixRecord.ts';
import { fillQuotations, type Results } from '../../../src/claims/quotation.ts';
import { type ClaimsFile, claimsFileSchema } from '../../../src/claims/record.ts';
import { artifactsFolder, params, profile } from './profile.ts';

/** docs/findings.md is about the paper profile, whichever profile the report shows. */
const folder =
  profile === 'paper' ? artifactsFolder : path.join(process.env.REPORT_CHECKOUT ?? process.cwd(), 'artifacts', 'paper');
const claims = optionalJson(path.join(folder, 'claims.json'), claimsFileSchema);
const matrix = optionalJson(path.join(folder, 'readings.json'), matrixSchema);

/** The results of the paper profile; null where they are not in this checkout. */
export const paperResults: Results | null = claims && matrix ? { claims, matrix, protocols: underProtocols() } : null;

/** The claims of the paper profile under its other protocols, as far as they were judged here. */
function underProtocols(): Record<string, ClaimsFile> {
  const runs = allRuns(params).filter(
    ({ profile, protocol }) => profile === 'paper' && protocol !== defaultProtocol(params),
  );
  return Object.fromEntries(
    runs.flatMap(({ id, protocol }) => {
      const judged = optionalJson(path.join(path.dirname(folder), id, 'claims.json'), claimsFileSchema);
      return judged ? [[String(protocol), judged]] : [];
    }),
  );
}

/**
 * A text of docs/findings.md with the numbers of the paper profile; null without its results.
 * @throws UserError naming a number that is not there, or a comparison that does not hold.
 */
export function withNumbers(text: string): string | null {
  return paperResults && fillQuotations(text, paperResults);
}
