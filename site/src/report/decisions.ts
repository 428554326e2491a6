import { type Effects, effectsOf, type MainEffect } from '../../../src/analysis/effects.ts';
import type { Multiverse } from '../../../src/artifact/multiverse.ts';
import { isTested } from '../../../src/artifact/verdict.ts';

/** The share of the variance from which a choice is said to decide a claim: at least half. */
export const DECIDES = 0.5;
/** The share from which it is printed. */
export const PRINTED = 0.1;

type Claim = Multiverse['claims'][number];

/** What the choices do to one claim: to whether it is reproduced (1) or not (0), and to its first number. */
export interface ClaimEffects {
  claim: Claim;
  verdict: Effects;
  number: Effects;
}

/** The effects of the choices on every claim, in the order of the file. */
export function claimEffects({ specifications, claims }: Multiverse): ClaimEffects[] {
  return claims.map((claim) => ({
    claim,
    verdict: effectsOf(
      specifications.map(({ levels }, i) => {
        const verdict = claim.verdicts[i];
        return { levels, value: isTested(verdict) ? Number(verdict === 'reproduced') : null };
      }),
    ),
    number: effectsOf(specifications.map(({ levels }, i) => ({ levels, value: claim.values[i] }))),
  }));
}

/** The effects of the choices on every key quantity. */
export function quantityEffects({ specifications, quantities }: Multiverse) {
  return quantities.map((quantity) => ({
    quantity,
    effects: effectsOf(specifications.map(({ levels }, i) => ({ levels, value: quantity.values[i] }))),
  }));
}

/** How often a claim is reproduced at each level of a choice, among the specifications that judge it. */
export function reproducedBy({ specifications }: Multiverse, { verdicts }: Claim, choice: number) {
  const levels = [...new Set(specifications.map((one) => one.levels[choice]))].sort((a, b) => a - b);
  return levels.map((level) => {
    const judged = verdicts.filter((verdict, i) => specifications[i].levels[choice] === level && isTested(verdict));
    return { level, reproduced: judged.filter((verdict) => verdict === 'reproduced').length, of: judged.length };
  });
}

/** By choice, the claims that it decides, the most decided first. */
export function decidedBy(all: readonly ClaimEffects[], choice: number): { claim: Claim; share: number }[] {
  return all
    .flatMap(({ claim, verdict }) => {
      const share = shareOf(verdict, choice);
      // As it is printed: two decimals.
      return share !== null && Number(share.toFixed(2)) >= DECIDES ? [{ claim, share }] : [];
    })
    .sort((a, b) => b.share - a.share);
}

/** The pairs of choices with the largest shares of something, the largest first, from `PRINTED` on. */
export function strongestPairs<T>(
  all: readonly { of: T; effects: Effects }[],
  limit: number,
): { of: T; factors: readonly [number, number]; share: number }[] {
  return all
    .flatMap(({ of, effects }) =>
      effects.pairs.flatMap(({ factors, share }) =>
        share !== null && share >= PRINTED ? [{ of, factors, share }] : [],
      ),
    )
    .sort((a, b) => b.share - a.share)
    .slice(0, limit);
}

/** The share of one choice; null where it has none. */
export function shareOf({ mains }: Effects, choice: number): number | null {
  return mains.find(({ factor }) => factor === choice)?.share ?? null;
}

/** Whether any choice has a share. */
export function hasShare({ mains }: Effects): boolean {
  return mains.some(({ share }) => share !== null);
}

/** The choice with the largest share; undefined where none has one. */
export function strongest({ mains }: Effects): (MainEffect & { share: number }) | undefined {
  return mains
    .filter((one): one is MainEffect & { share: number } => one.share !== null)
    .sort((a, b) => b.share - a.share)[0];
}
