import { type ClaimRecord, claimsFileSchema, type StatementRecord } from '../../../src/claims/record.ts';
import { panels } from '../../../src/figures/index.ts';
import { readJson } from './artifacts.ts';
import { percent } from './text.ts';

const stored = readJson('claims.json', claimsFileSchema);

/** Every judged claim in the paper's order; none when the stage has not run. */
export const claims: readonly ClaimRecord[] = stored?.claims ?? [];

/** Judged statements about what the paper leaves for future work; empty if the stage has not run. */
export const statements: readonly StatementRecord[] = stored?.beyond ?? [];

/** The claims of a panel. */
export function claimsOf(panel: string): ClaimRecord[] {
  return claims.filter((claim) => claim.panel === panel);
}

/** The panels of the paper that a claim rests on, by its id: '5ab.1' rests on 5a and 5b, '3.1' on every panel of Fig. 3, '5a.1' on one. */
export function panelsJudged({ id, panel, figure }: Pick<ClaimRecord, 'id' | 'panel' | 'figure'>): string[] {
  const named = /^\d+([a-c]*)\./.exec(id);
  if (!named || panel === null || figure === null) return panel === null ? [] : [panel];
  const lettered = panels.map((one) => one.id).filter((one) => new RegExp(`^${figure}[a-c]$`).test(one));
  const rested = lettered.filter((one) => named[1] === '' || named[1].includes(one.at(-1) ?? ''));
  return rested.length > 1 ? rested : [panel];
}

/** Claims of a figure that belong to no single panel. */
export function claimsAcross(figure: number): ClaimRecord[] {
  return claims.filter((claim) => claim.figure === figure && claim.panel === null);
}

/** The claims by figure, those of no figure last. */
export function claimsByFigure(): { figure: number | null; claims: ClaimRecord[] }[] {
  const figures = [...new Set(claims.map((claim) => claim.figure))].sort(
    (a, b) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY),
  );
  return figures.map((figure) => ({ figure, claims: claims.filter((claim) => claim.figure === figure) }));
}

/** Describes how many seeds a verdict needs; null if it has no seeds or is not run. */
export function stabilityLine({ stability = {}, stableFrom = null, seeds }: ClaimRecord): string | null {
  const ks = Object.keys(stability).map(Number);
  if (ks.length === 0) return null;
  const most = Math.max(...ks);
  const of = seeds < most ? `${seeds} to ${most}` : String(most);
  if (most < 3) return `${of} seeds are too few to estimate how many the verdict needs.`;
  // Not every number of seeds is tried.
  const k = stableFrom ?? Math.max(...ks.filter((tried) => tried < most));
  const share = percent(stability[k]);
  const same = `With ${k} of the ${of} seeds, drawn at random, the verdict is the same in ${stableFrom === null ? 'only ' : ''}${share} of draws`;
  if (stableFrom === null) return `${same}: another seed may change it.`;
  return k >= seeds ? `${same}; smaller groups keep all their seeds.` : `${same}.`;
}

/** How often a study with as many networks a group as the paper's would come to each verdict. */
export function paperSizeLine({ seeds, verdicts }: NonNullable<ClaimRecord['paperSize']>): string {
  const shares = Object.entries(verdicts).sort(([, a], [, b]) => b - a);
  // One digit after the point: draws are counted by halves of a per cent, and whole ones would not add up.
  const list = shares.map(([verdict, share]) => `${verdict} in ${Number((100 * share).toFixed(1))}%`).join(', ');
  return `With ${seeds} seeds drawn from our data, as many as in the paper, the verdict is ${list} of draws.`;
}
