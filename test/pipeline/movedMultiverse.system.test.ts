import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { compareRevisions } from '../../pipeline/compare/compare.ts';
import { headline, summaryOf } from '../../src/comparison/summary.ts';
import { makeTinyStudy, type TinyStudy } from './tinyStudy.ts';

const FILE = 'artifacts/tiny/multiverse.json';
const file = (...verdicts: string[]) =>
  JSON.stringify({
    choices: [{ key: 'fit.noise', values: [1, 2], protocol: 0 }],
    specifications: [
      { id: '0', levels: [0] },
      { id: '1', levels: [1] },
    ],
    claims: [{ id: 'L.1', statement: 'The lines rise.', verdicts, values: [0.5, null] }],
  });

let tiny: TinyStudy;
beforeAll(async () => {
  tiny = await makeTinyStudy({ [FILE]: file('reproduced', 'not reproduced') });
});
afterEach(() => tiny.reset());
afterAll(() => tiny?.remove());

const compare = async () => (await compareRevisions({ study: tiny.study, root: tiny.root, base: 'base' })).comparison;

describe('the multiverse of two revisions', () => {
  it('is compared, and told in the comment', async () => {
    tiny.write(FILE, file('reproduced', 'reproduced'));
    const found = await compare();
    expect(found).toMatchObject({ changed: true, failures: [] });
    expect(found.profiles[0].multiverse).toMatchObject({
      shared: 2,
      specifications: [{ departures: ['fit.noise: 2'], before: 0, after: 1, moved: 1 }],
      claims: [{ id: 'L.1', before: 1, after: 2, moved: 1 }],
      best: { before: { reproduced: 1, equals: 0 }, after: { reproduced: 1, equals: 1 } },
    });
    expect(headline(found)).toBe('no verdict moved, the multiverse changed, no data changed');
    expect(summaryOf(found)).toMatch(/\| L\.1.*\| 1 \| 2 \| 1 \|/);
  });

  it('is nothing that changed where its file says the same', async () => {
    tiny.edit(FILE, (text) => `${text}\n`);
    const found = await compare();
    expect([found.changed, found.profiles[0].multiverse]).toEqual([false, null]);
  });

  it('is named where its file is damaged, and the rest is compared', async () => {
    tiny.write(FILE, file('reproduced'));
    tiny.record('not reproduced');
    const found = await compare();
    expect(found.failures).toHaveLength(1);
    expect(found.failures[0]).toMatch(/multiverse\.json of working tree.* is damaged.*claims/);
    expect(found.profiles[0]).toMatchObject({ multiverse: null, verdicts: [{ id: 'L.1' }] });
  });
});
