import type { Claim, Judgement, Verdict } from '../../../src/claims/claim.ts';
import type { Stability } from '../../../src/claims/stability.ts';
import { readJson } from './artifacts.ts';

/** A claim with its judgement, as claims.json holds it. */
export type JudgedClaim = Omit<Claim, 'judge' | 'prepare'> &
  Judgement &
  Partial<Stability> & {
    /** From fewer than five seeds. */
    provisional?: boolean;
  };

/** The verdicts in the order in which they are counted. */
export const verdicts: readonly Verdict[] = ['reproduced', 'partly', 'not reproduced', 'not run'];

const stored = readJson<{ claims: JudgedClaim[] } | JudgedClaim[]>('claims.json');

/** Every judged claim in the paper's order; none when the stage has not run. */
export const claims: readonly JudgedClaim[] = Array.isArray(stored) ? stored : (stored?.claims ?? []);

/** How many claims have each verdict. */
export function countVerdicts(among: readonly JudgedClaim[] = claims): Map<Verdict, number> {
  return new Map(verdicts.map((verdict) => [verdict, among.filter((claim) => claim.verdict === verdict).length]));
}

/** The finding of a claim without its verdict. */
export function findingOf({ finding, verdict }: { finding: string; verdict: string }): string {
  const start = `${verdict}: `;
  const rest = finding.toLowerCase().startsWith(start) ? finding.slice(start.length) : finding;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** The claims of a panel. */
export function claimsOf(panel: string): JudgedClaim[] {
  return claims.filter((claim) => claim.panel === panel);
}

/** Claims of a figure that belong to no single panel. */
export function claimsAcross(figure: number): JudgedClaim[] {
  return claims.filter((claim) => claim.figure === figure && claim.panel === null);
}

/** The claims by figure, those of no figure last. */
export function claimsByFigure(): { figure: number | null; claims: JudgedClaim[] }[] {
  const figures = [...new Set(claims.map((claim) => claim.figure))].sort(
    (a, b) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY),
  );
  return figures.map((figure) => ({ figure, claims: claims.filter((claim) => claim.figure === figure) }));
}

/** Describes how many seeds a verdict needs; null if it has no seeds or is not run. */
export function stabilityLine({ stability = {}, stableFrom, seeds }: JudgedClaim): string | null {
  const ks = Object.keys(stability).map(Number);
  if (ks.length === 0) return null;
  const most = Math.max(...ks);
  const of = seeds < most ? `${seeds} to ${most}` : String(most);
  if (most < 3) return `${of} seeds are too few to estimate how many the verdict needs.`;
  const k = stableFrom ?? most - 1;
  const share = `${Math.round(100 * stability[k])}%`;
  const same = `With ${k} of the ${of} seeds the verdict is the same in ${stableFrom === null ? 'only ' : ''}${share} of draws`;
  if (stableFrom === null) return `${same}: another seed may change it.`;
  return k >= seeds ? `${same}; smaller groups contribute all their seeds.` : `${same}.`;
}
