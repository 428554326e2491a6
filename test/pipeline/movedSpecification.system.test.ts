import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { compareRevisions } from '../../pipeline/compare/compare.ts';
import { tableOf } from '../../src/artifact/columns.ts';
import { TableCollection } from '../../src/artifact/specificationTables.ts';
import { formatSpecificationTables } from '../../src/artifact/specificationTablesFile.ts';
import { summaryOf } from '../../src/comparison/summary.ts';
import { FILES, makeTinyStudy, type TinyStudy } from './tinyStudy.ts';

const PARAMS = `fit: { noise: 1 }
statistics: { resamples: 10, confidence: 1 }
readings: {}
multiverse: { fit.noise: [1, 2] }
profiles: { tiny: { fit: { lines: 9 }, readings: { run: [] }, multiverse: { cross: [fit.noise], fit: { lines: 2 } } } }
`;
const FILE = 'artifacts/tiny/multiverse.json';
const TABLES = 'artifacts/tiny/multiverse-tables.json';
const LINES = tableOf('tables/lines.csv', {
  seed: { type: 'number', role: 'key' },
  slope: { type: 'number', role: 'value' },
});
const file = (verdicts: string[], values = [1, 2]) =>
  JSON.stringify({
    choices: [{ key: 'fit.noise', values, protocol: 0 }],
    specifications: verdicts.map((_, level) => ({ levels: [level] })),
    claims: [{ id: 'L.1', statement: 'The lines rise.', verdicts, values: verdicts.map(() => null) }],
  });
/** The tables of two specifications, from the slopes of each. */
function tables(...all: number[][]): string {
  const collection = new TableCollection([LINES]);
  for (const [id, slopes] of all.entries())
    collection.add(String(id), { [LINES.path]: slopes.map((slope, seed) => ({ seed, slope })) });
  return formatSpecificationTables(collection.file('tiny'));
}
const R = 'reproduced';
const X = 'not reproduced';

let tiny: TinyStudy;
beforeAll(async () => {
  tiny = await makeTinyStudy({
    'params.yaml': PARAMS,
    'dvc.yaml': FILES['dvc.yaml'].replace('params: [fit]', 'params: [fit, profiles.tiny.fit]').concat(`  multiverse:
    cmd: cross
    deps: [src/fit.ts, src/cross.ts, src/rule.ts]
    params: [fit, statistics, multiverse, profiles.tiny.multiverse]
    outs: [${FILE}, ${TABLES}]
`),
    'src/cross.ts': 'export const cross = 1;\n',
    [FILE]: file([R, R]),
    [TABLES]: tables([0.5, 0.6], [0.4, 0.5]),
  });
});
afterEach(() => tiny.reset());
afterAll(() => tiny?.remove());

const compare = async () => (await compareRevisions({ study: tiny.study, root: tiny.root, base: 'base' })).comparison;
const why = async () => {
  const { profiles, failures } = await compare();
  const found = profiles[0].multiverse?.specifications ?? [];
  expect(found.map(({ departures, moved }) => [departures, moved])).toEqual([[['fit.noise: 2'], 1]]);
  expect(found[0].whys).toMatchObject([{ id: 'L.1' }]);
  return { ...found[0].whys?.[0].why, failures };
};

describe('a verdict under a specification moves by', () => {
  it('its rule, as the comment says', async () => {
    tiny.setThreshold(0.47);
    tiny.write(FILE, file([R, X]));
    expect(await why()).toMatchObject({ movers: ['rule'], joint: null, unknown: null, oldRule: R, newRule: X });
    expect(summaryOf(await compare())).toMatch(/fit\.noise: 2: claims \| 1 \| 0 \| 1 \| rule.*: L\.1/);
  });

  it('other data, of the same parameters and code', async () => {
    tiny.write(TABLES, tables([0.5, 0.6], [0.1, 0.2]));
    tiny.write(FILE, file([R, X]));
    expect(await why()).toMatchObject({ movers: ['data'], unknown: null });
  });

  it.each([
    ['a parameter of its stage', 'noise: 1', 'noise: 2'],
    ['the scale of specifications', 'lines: 2', 'lines: 3'],
  ])('%s', async (_name, before, after) => {
    tiny.write(TABLES, tables([0.5, 0.6], [0.1, 0.2]));
    tiny.replace('params.yaml', before, after);
    tiny.write(FILE, file([R, X]));
    expect(await why()).toMatchObject({ movers: ['parameters'], unknown: null });
  });

  it('nothing of the scale of the profile, which specifications do not have', async () => {
    tiny.write(TABLES, tables([0.5, 0.6], [0.1, 0.2]));
    tiny.replace('params.yaml', 'lines: 9', 'lines: 8');
    tiny.write(FILE, file([R, X]));
    expect((await why()).movers).toEqual(['data']);
  });

  it.each(['src/fit.ts', 'src/cross.ts'])('code behind its table: %s', async (path) => {
    tiny.write(TABLES, tables([0.5, 0.6], [0.1, 0.2]));
    tiny.replace(path, '1', '2');
    tiny.write(FILE, file([R, X]));
    expect(await why()).toMatchObject({ movers: ['code'], unknown: null });
  });

  it('rule and code together, where neither alone would move it', async () => {
    tiny.setThreshold(0.4);
    tiny.write(TABLES, tables([0.5, 0.6], [0.3, 0.4]));
    tiny.replace('src/fit.ts', '1', '2');
    tiny.write(FILE, file([R, X]));
    expect(await why()).toMatchObject({ movers: ['rule', 'code'], joint: 'together', unknown: null });
  });

  it('parameters of the judgement', async () => {
    tiny.replace('params.yaml', 'confidence: 1', 'confidence: 0.65');
    tiny.write(FILE, file([R, X]));
    expect(await why()).toMatchObject({ movers: ['parameters'], unknown: null });
  });
});

describe('why a verdict under a specification moved is not told', () => {
  it.each<[string, () => void, RegExp]>([
    ['git has no tables of it', () => rmSync(join(tiny.root, TABLES)), /^git has no tables of it in working tree/],
    ['its tables lack it', () => tiny.write(TABLES, tables([0.5])), /^git has no tables of it in working tree/],
    [
      'the recorded verdict is not that of its rule',
      () => {
        tiny.setThreshold(0.2);
        tiny.write(TABLES, tables([0.5, 0.6], [0.4, 0.6]));
      },
      /^the recorded verdicts are not those/,
    ],
  ])('where %s', async (_name, change, words) => {
    change();
    tiny.write(FILE, file([R, X]));
    const { movers, unknown } = await why();
    expect(movers).toEqual([]);
    expect(unknown).toMatch(words);
  });

  it('where its name says something else on each side', async () => {
    tiny.write(FILE, file([R, X, R], [1, 2, 3]));
    expect((await why()).unknown).toMatch(/^the choices of the sides differ/);
  });

  it('where its tables are damaged, which are named', async () => {
    tiny.write(TABLES, '{"profile":"tiny","columns":[],"parts":[],"specifications":[{"id":"1","parts":[7]}]}');
    tiny.write(FILE, file([R, X]));
    const { unknown, failures } = await why();
    expect(unknown).toMatch(/^git has no tables of it/);
    expect(failures.join()).toMatch(/multiverse-tables\.json of working tree.* is damaged/);
  });
});
