import { optionalJson } from '../../../src/artifact/file.ts';
import { multiverseSchema } from '../../../src/artifact/multiverse.ts';
import { runId } from '../../../src/artifact/run.ts';
import { matrixSchema } from '../../../src/claims/matrixRecord.ts';
import type { Results } from '../../../src/claims/quotation.ts';
import { type ClaimsFile, claimsFileSchema } from '../../../src/claims/record.ts';

/**
 * What a text about results quotes from: the results in a folder of a profile (artifacts/paper), and those under other protocols that stand
 * beside it; null where the profile was not judged under each of them.
 *
 * @param protocols the protocols but the first
 */
export function resultsIn(folder: string, protocols: readonly string[]): Results | null {
  const claims = optionalJson(`${folder}/claims.json`, claimsFileSchema);
  const matrix = optionalJson(`${folder}/readings.json`, matrixSchema);
  if (!claims || !matrix) return null;
  const under: Record<string, ClaimsFile> = {};
  for (const name of protocols) {
    const judged = optionalJson(`${runId(folder, name)}/claims.json`, claimsFileSchema);
    if (!judged) return null;
    under[name] = judged;
  }
  return {
    claims,
    matrix,
    protocols: under,
    multiverse: optionalJson(`${folder}/multiverse.json`, multiverseSchema) ?? undefined,
  };
}
