import type { Claim } from './claim.ts';
import { discussion } from './discussion.ts';
import { duplication } from './duplication.ts';
import { freezing } from './freezing.ts';
import { generalization } from './generalization.ts';
import { performance, scaling } from './performance.ts';
import { robustness } from './robustness.ts';
import { timescales } from './timescales.ts';
import { weights } from './weights.ts';

/** Every claim of the paper, in the order of its figures; the discussion's last. */
export const claims: readonly Claim[] = [
  ...performance,
  ...generalization,
  ...scaling,
  ...robustness,
  ...timescales,
  ...weights,
  ...freezing,
  ...duplication,
  ...discussion,
];

/** The claim of an id; undefined for an unknown one. */
export function claimOf(id: string): Claim | undefined {
  return claims.find((claim) => claim.id === id);
}
