import { expect, it } from 'vitest';
import { buildSchema } from '../../src/artifact/build.ts';

const COMMIT = 'a'.repeat(40);

it.each([
  { commit: COMMIT, date: '2026-11-28T01:02:03+02:00' },
  { commit: COMMIT, date: '2026-11-28T01:02:03Z' },
  { commit: null, date: null },
])('build.json is read: %j', (build) => {
  expect(buildSchema.parse(build)).toEqual(build);
});

it.each([
  { commit: '../../elsewhere', date: '2026-11-28T01:02:03Z' },
  { commit: COMMIT, date: 'yesterday' },
  { commit: COMMIT },
  { commit: COMMIT, date: null, engine: 'simd' },
  [],
])('build.json is refused: %j', (build) => {
  expect(buildSchema.safeParse(build).success).toBe(false);
});
