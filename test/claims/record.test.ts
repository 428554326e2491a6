import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anyClaimsFileSchema, judgedFileSchema } from '../../src/artifact/claims.ts';
import { parseFormat } from '../../src/artifact/format.ts';
import { countVerdicts, VERDICTS } from '../../src/artifact/verdict.ts';
import { matrixSchema } from '../../src/claims/matrixRecord.ts';
import { metricsOf, metricsSchema } from '../../src/claims/metrics.ts';
import { claimsFileSchema } from '../../src/claims/record.ts';
import { findingSentence } from '../../src/claims/sentence.ts';

const artifacts = join(import.meta.dirname, '..', '..', 'artifacts');
const read = (...names: string[]) => readFileSync(join(artifacts, ...names), 'utf8');
const text = read('smoke', 'claims.json');
/** The smoke profile's claims.json with one value changed. */
function edited(change: (file: ReturnType<typeof JSON.parse>) => void): string {
  const file = JSON.parse(text);
  change(file);
  return JSON.stringify(file);
}

describe.each(['smoke', 'quick', 'paper'])('the files with verdicts of the %s profile', (profile) => {
  const file = parseFormat(claimsFileSchema, read(profile, 'claims.json'), 'claims.json');

  test('fit their formats', () => {
    expect(file.claims.length).toBeGreaterThan(30);
    expect(parseFormat(matrixSchema, read(profile, 'readings.json'), 'readings.json').claims).toHaveLength(
      file.claims.length,
    );
    for (const schema of [judgedFileSchema, anyClaimsFileSchema])
      parseFormat<unknown>(schema, read(profile, 'claims.json'), 'claims.json');
  });

  test('have the sentences that follow from the fields', () => {
    for (const claim of file.claims) expect(claim.finding).toBe(findingSentence(claim));
    for (const statement of file.beyond ?? [])
      expect(statement.finding).toBe(findingSentence(statement, { opening: 'outcome' }));
  });

  test('have the metrics that follow from the claims', () => {
    const metrics = parseFormat(metricsSchema, read(profile, 'metrics.json'), 'metrics.json');
    expect(metrics).toEqual(metricsOf(file.claims));
  });
});

describe('a claims.json that does not fit', () => {
  test.each<[string, string, RegExp]>([
    ['a number in place of a verdict', edited((file) => (file.claims[1].verdict = 3)), /'claims\[1\]\.verdict'/],
    ['an unknown verdict', edited((file) => (file.claims[0].verdict = 'perhaps')), /'claims\[0\]\.verdict'.*"partly"/],
    ['a part without its region', edited((file) => delete partOf(file).region), /\.parts\[0\]\.region'.*object/],
    [
      'an unknown unit of measurement',
      edited((file) => (partOf(file).measurement.quantity = 'luck')),
      /measurement\.quantity'/,
    ],
    [
      'a field that the format does not have',
      edited((file) => (file.claims[0].colour = 'red')),
      /'claims\[0\]'.*colour/,
    ],
    ['no list of claims', '{"profile": "smoke"}', /'claims'.*array/],
    ['a file cut off', text.slice(0, 200), /damaged, cut off or edited/],
  ])('is named with the field and what was expected: %s', (_, given, fault) => {
    expect(() => parseFormat(claimsFileSchema, given, 'artifacts/smoke/claims.json')).toThrow(
      expect.objectContaining({ name: 'FormatError', message: expect.stringMatching(fault) }),
    );
    expect(() => parseFormat(claimsFileSchema, given, 'artifacts/smoke/claims.json')).toThrow(
      /^artifacts\/smoke\/claims\.json /,
    );
  });
});

function partOf(file: ReturnType<typeof JSON.parse>) {
  return file.claims.find((claim: { parts: unknown[] }) => claim.parts.length > 0).parts[0];
}

test('verdicts are counted by one list, those never given too', () => {
  const counts = countVerdicts([{ verdict: 'partly' }, { verdict: 'partly' }, { verdict: 'unknown' }]);
  expect(Object.keys(counts)).toEqual(VERDICTS.map(({ word }) => word));
  expect(counts.partly).toBe(2);
  expect(counts.reproduced).toBe(0);
});
