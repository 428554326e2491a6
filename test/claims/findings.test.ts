import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claims } from '../../src/claims/index.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const findings = readFileSync(resolve(ROOT, 'docs/findings.md'), 'utf8');
const published: { claims: { id: string; verdict: string }[] } = JSON.parse(
  readFileSync(resolve(ROOT, 'artifacts/paper/claims.json'), 'utf8'),
);

/** '- **2a.1, reproduced.** ...' says what verdict the guide reports for a claim. */
const told = new Map([...findings.matchAll(/^- \*\*(\S+), (.+?)\.\*\*/gm)].map(([, id, verdict]) => [id, verdict]));

describe('docs/findings.md', () => {
  it('tells of every claim once', () => {
    expect([...told.keys()].sort()).toEqual(claims.map(({ id }) => id).sort());
    expect(findings.match(/^- \*\*\S+, /gm)).toHaveLength(claims.length);
  });

  it.each(published.claims)(
    'tells of claim $id the verdict that the paper profile gives: $verdict',
    ({ id, verdict }) => {
      expect(told.get(id)).toBe(verdict);
    },
  );
});
