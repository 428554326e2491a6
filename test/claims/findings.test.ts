import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseFormat } from '../../src/artifact/format.ts';
import { multiverseSchema } from '../../src/artifact/multiverse.ts';
import { claims } from '../../src/claims/index.ts';
import { matrixSchema } from '../../src/claims/matrixRecord.ts';
import { fillQuotations, type Results } from '../../src/claims/quotation.ts';
import { claimsFileSchema } from '../../src/claims/record.ts';
import { ruleChanges } from '../../src/claims/ruleChanges.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(resolve(ROOT, file), 'utf8');
const findings = read('docs/findings.md');
const results: Results = {
  multiverse: parseFormat(multiverseSchema, read('artifacts/paper/multiverse.json'), 'multiverse.json'),
  claims: parseFormat(claimsFileSchema, read('artifacts/paper/claims.json'), 'claims.json'),
  matrix: parseFormat(matrixSchema, read('artifacts/paper/readings.json'), 'readings.json'),
  protocols: {
    'as-coded': parseFormat(claimsFileSchema, read('artifacts/paper_as-coded/claims.json'), 'claims.json'),
  },
};

/** '- **2a.1, reproduced.** ...' gives the verdict that the guide reports for a claim. */
const reported = new Map([...findings.matchAll(/^- \*\*(\S+), (.+?)\.\*\*/gm)].map(([, id, verdict]) => [id, verdict]));

describe('docs/findings.md', () => {
  it('reports every claim once', () => {
    expect([...reported.keys()].sort()).toEqual(claims.map(({ id }) => id).sort());
    expect(findings.match(/^- \*\*\S+, /gm)).toHaveLength(claims.length);
  });

  it.each(results.claims.claims)(
    'reports of claim $id the verdict that the paper profile gives: $verdict',
    ({ id, verdict }) => {
      expect(reported.get(id)).toBe(verdict);
    },
  );

  it('takes its numbers from the results, and its comparisons hold', () => {
    const filled = fillQuotations(findings, results);
    expect(filled).not.toMatch(/\{\{|\}\}/);
    expect(filled).toContain(`Of ${claims.length} claims`);
  });

  it('types no number but those of the protocol, the figures and the paper', () => {
    const typed = findings
      .replace(/\{\{.*?\}\}/gs, '')
      .replace(/\*\*\S+,/g, '')
      .replace(
        /\b(?:N|M|M_m|K) = \d+(?:(?:, \d+)* and \d+)?|\bFig(?:ure|\.) \d[a-c]?(?: and \d[a-c])?|\(?\b\d[a-c]\.\d\b\)?/g,
        '',
      )
      .replace(
        /modules of \d+(?: and \d+)? neurons|with \d+ neurons|\d+ neurons a module|parity\(N - 1\)|\(\d+ to \d+ neurons\)/gi,
        '',
      )
      .replace(
        /\d+ against \d+|60 epochs|95%|March 2024|\d% and \d+% on the copies|factor of 2 counts|at 20\.|towards 1\b|distance to 1\b|distinguished from 1\b|30 heads/g,
        '',
      );
    expect(typed.match(/[^\n]*\d[^\n]*/g) ?? []).toEqual([]);
  });
});

describe('a quotation', () => {
  const fill = (text: string) => fillQuotations(text, results);
  const { numbers } = results.claims.claims[0];

  it('is the number of its name, with three significant digits', () => {
    expect(fill('{{2a.1; difference, 5-20}}')).toBe(String(Number(Number(numbers['difference, 5-20']).toPrecision(3))));
    expect(fill('{{2a.1; difference, 5-20; interval}}')).toMatch(/^[\d.]+ to [\d.]+$/);
    expect(fill('{{5c.1; difference; size}}')).toMatch(/^[\d.]+$/);
    expect(fill('{{6a.7; share left out, M_m = 5; percent}}')).toBe('49%');
    const all = Object.entries(results.claims.claims.find(({ id }) => id === '2c.1')?.numbers ?? {})
      .filter(([name]) => /^difference, K = \d+$/.test(name))
      .map(([, value]) => Number(value));
    expect(all).toHaveLength(10);
    expect(fill('{{2c.1; difference,; range}}')).toBe(
      [Math.min(...all), Math.max(...all)].map((end) => Number(end.toPrecision(3))).join(' to '),
    );
    expect(fill('{{without stuck; 6b.4}}')).toBe('reproduced');
    expect(fill('{{verdicts; all}}')).toBe(String(claims.length));
  });

  it('takes its claims from another protocol where it names one', () => {
    const moved = structuredClone(results.claims);
    const [first] = moved.claims;
    first.verdict = first.verdict === 'reproduced' ? 'inconclusive' : 'reproduced';
    first.numbers['difference, 5-20'] = 123;
    const both = { ...results, protocols: { other: moved } };
    const under = (text: string) => fillQuotations(text, both);
    expect(under('{{other: 2a.1; difference, 5-20}}')).toBe('123');
    expect(under('{{2a.1; difference, 5-20}}')).toBe(fill('{{2a.1; difference, 5-20}}'));
    expect(under('{{other: differing; all}}')).toBe('1');
    expect(under(`{{other: differing; ${first.verdict}}}`)).toBe('1');
    expect(under('{{other: differing; partly}}')).toBe('0');
    expect(under('{{other: verdicts; all}}')).toBe(String(claims.length));
    expect(under('{{check other: 2a.1; difference, 5-20; above 122}}')).toBe('');
  });

  it('of a comparison is nothing where it holds', () => {
    expect(fill('far{{check 2a.1; difference, 5-20; above 0}}')).toBe('far');
  });

  it.each([
    ['an unknown claim', '{{9z.1; difference}}', /names no judged claim: 9z\.1/],
    ['an unknown reading', '{{moon/2a.1; difference, 5-20}}', /names no judged claim: moon\/2a\.1/],
    ['a protocol without results', '{{moon: 2a.1; difference, 5-20}}', /names a protocol without results: moon/],
    ['an unknown number', '{{2a.1; luck}}', /not there: 'luck'.*difference, 5-20/],
    ['an unknown form', '{{2a.1; difference, 5-20; roughly}}', /asks for 'roughly'/],
    ['a range of one number', '{{2a.1; difference, 5-20; range}}', /there are 1/],
    ['an unknown verdict', '{{verdicts; perhaps}}', /names no verdict/],
    ['a claim without stuck networks', '{{without stuck; 6a.7}}', /rests on stuck networks/],
    ['an unknown detail', '{{decided by; the.moon}}', /names no open detail/],
    ['a comparison that does not hold', '{{check 2a.1; difference, 5-20; above 1000}}', /does not hold/],
    ['a comparison with nothing', '{{check 2a.1; difference, 5-20}}', /compares with nothing/],
  ])('that names %s is an error', (_, text, message) => {
    expect(() => fill(text)).toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringMatching(message) }),
    );
  });
});

it('every changed rule is one of a claim, told once a round', () => {
  const rounds = ruleChanges.map(({ claim, tables }) => `${claim} ${tables}`);
  expect(new Set(rounds).size).toBe(rounds.length);
  for (const { claim } of ruleChanges) expect(claims.map(({ id }) => id)).toContain(claim);
});
