import type { Claim } from './claim.ts';
import { deep } from './deep.ts';
import { discussion } from './discussion.ts';
import { duplication } from './duplication.ts';
import { freezing } from './freezing.ts';
import { generalization } from './generalization.ts';
import { performance } from './performance.ts';
import { robustness } from './robustness.ts';
import { timescales } from './timescales.ts';
import { weights } from './weights.ts';

/** Every claim of the paper, in the order of its figures; the discussion's last. */
export const claims: readonly Claim[] = [
  ...performance,
  ...generalization,
  ...deep,
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
