import type { Claim } from './claim.ts';
import { discussion } from './discussion.ts';
import { figure2 } from './figure2.ts';
import { figure3 } from './figure3.ts';
import { figure4 } from './figure4.ts';
import { figure5 } from './figure5.ts';
import { figure6 } from './figure6.ts';

/** Every claim of the paper, in the order of its figures; the discussion's last. */
export const claims: readonly Claim[] = [...figure2, ...figure3, ...figure4, ...figure5, ...figure6, ...discussion];

/** The claim of an id; undefined for an unknown one. */
export function claimOf(id: string): Claim | undefined {
  return claims.find((claim) => claim.id === id);
}
