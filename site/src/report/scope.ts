import { PROTOCOL } from '../../../src/artifact/readings.ts';
import { isProvisional } from '../../../src/claims/judgement.ts';
import { type MatrixCell, UNAFFECTED } from '../../../src/claims/matrixRecord.ts';
import type { ClaimRecord } from '../../../src/claims/record.ts';
import { matrix } from './matrix.ts';

/** A claim as it is judged from what a panel shows: under the protocol in full, or under a reading at its scale. */
export interface ScopedClaim {
  judged: ClaimRecord | MatrixCell;
  provisional: boolean;
  /** Whether the reading can change the judgement. */
  affected: boolean;
}

/**
 * The judgement of a claim under a reading, null for the protocol in full. A reading that cannot change it leaves the one of the protocol
 * at the same scale.
 * @throws Error if readings.json lacks the claim or the reading.
 */
export function scopedClaim(claim: ClaimRecord, reading: string | null): ScopedClaim {
  if (reading === null) return { judged: claim, provisional: claim.provisional, affected: true };
  const cells = matrix?.claims.find(({ id }) => id === claim.id)?.cells;
  const cell = cells?.[reading];
  if (!cells || !cell) throw new Error(`readings.json has no cell of claim ${claim.id} under ${reading}.`);
  const affected = cell.verdict !== UNAFFECTED;
  const judged = affected ? cell : cells[PROTOCOL];
  const { seeds, verdict } = judged;
  const provisional = verdict !== UNAFFECTED && isProvisional({ seeds, verdict }, claim.seedless);
  return { judged, provisional, affected };
}
