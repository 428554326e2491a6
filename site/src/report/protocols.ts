import path from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { listFiles, optionalJson } from '../../../src/artifact/file.ts';
import { type ClaimRecord, claimsFileSchema } from '../../../src/claims/record.ts';
import { profile } from './profile.ts';

const schema = z.array(z.object({ name: z.string(), run: z.string(), artifacts: z.string(), base: z.string() }));

/** One protocol of this report, and the claims as they were judged under it. */
export interface Protocol {
  name: string;
  /** Whether these are its pages. */
  current: boolean;
  /** The path below which its pages stand. */
  base: string;
  claims: ReadonlyMap<string, ClaimRecord>;
  /** The panels that have a drawing. */
  drawings: ReadonlySet<string>;
}

/** The protocols that this report shows, the default first; none where it shows one alone. */
export const protocols: readonly Protocol[] = schema
  .parse(JSON.parse(process.env.REPORT_PROTOCOLS ?? '[]'))
  .map(({ name, run, artifacts, base }) => {
    const judged = optionalJson(path.join(artifacts, 'claims.json'), claimsFileSchema);
    const claims = new Map((judged?.claims ?? []).map((claim) => [claim.id, claim as ClaimRecord]));
    const drawn = listFiles(path.join(artifacts, 'figures')).filter((file) => file.endsWith('.svg'));
    const drawings = new Set(drawn.map((file) => file.replace(/\.svg$/, '')));
    return { name, current: run === profile, base, claims, drawings };
  });

/** The protocol that readings and the multiverse depart from; undefined where these pages are under it. */
export const elsewhere = protocols.slice(0, 1).find(({ current }) => !current);

/** The same page under another protocol: 'claims/#claim-3a-1' as '/as-coded/claims/#claim-3a-1'. */
export function hrefUnder({ base }: Protocol, page: string): string {
  return `${base}${page}`;
}
