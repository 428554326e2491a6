import { findingOf, type JudgedClaim } from './verdicts.ts';

/** The finding of a claim in short lines. */
export interface BriefFinding {
  lines: string[];
  /** How many more the claim has; the first and the last are shown. */
  more: number;
}

/** Lines that stand in full; of more, the first and the last. */
const MOST = 3;

/**
 * The finding of a claim as lines, one per group of networks, with intervals in brackets and without numbers of seeds.
 */
export function briefFinding(claim: Pick<JudgedClaim, 'finding' | 'verdict'>): BriefFinding {
  const lines = findingOf(claim)
    .replace(/ \((?:\d+ seeds? at least|counted from [^()]*)\)\..*$/, '')
    .replace(/\((?:\d+)% interval ([^()]*?)(?:, Cliff's delta [^()]*)?\)/g, '($1)')
    .split('; ');
  return lines.length <= MOST
    ? { lines, more: 0 }
    : { lines: [lines[0], lines[lines.length - 1]], more: lines.length - 2 };
}
