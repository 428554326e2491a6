import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { compareRevisions } from '../../pipeline/compare/compare.ts';
import { FILES, makeTinyStudy, type TinyStudy } from './tinyStudy.ts';

const PARAMS = `fit: { noise: 1 }
statistics: { resamples: 10, confidence: 1 }
readings: { loud: { fit.noise: 3 }, strict: { statistics.confidence: 0.5 } }
profiles: { tiny: { fit: { lines: 9 }, readings: { run: [loud], fit: { lines: 2 } } } }
`;
const READINGS = 'artifacts/tiny/readings.json';
const TABLE = 'artifacts/tiny/readings/loud/tables/lines.csv';
const rows = (...slopes: number[]) => ['seed,slope', ...slopes.map((slope, i) => `${i},${slope}`), ''].join('\n');
const matrix = (cells: Record<string, string>, id = 'L.1') =>
  JSON.stringify({
    claims: [{ id, cells: Object.fromEntries(Object.entries(cells).map(([name, verdict]) => [name, { verdict }])) }],
  });
const BEFORE = { protocol: 'reproduced', loud: 'reproduced', strict: 'not run' };

let tiny: TinyStudy;
beforeAll(async () => {
  tiny = await makeTinyStudy({
    'params.yaml': PARAMS,
    'dvc.yaml': FILES['dvc.yaml'].replace('params: [fit]', 'params: [fit, profiles.tiny.fit]').concat(`  readings:
    cmd: read
    deps: [src/fit.ts, src/again.ts, src/rule.ts]
    params: [fit, statistics, readings, profiles.tiny.readings]
    outs: [artifacts/tiny/readings, artifacts/tiny/readings.json]
`),
    'src/again.ts': 'export const again = 1;\n',
    [READINGS]: matrix(BEFORE),
    [TABLE]: rows(0.4, 0.5),
  });
});
afterEach(() => tiny.reset());
afterAll(() => tiny?.remove());

const compare = async () => (await compareRevisions({ study: tiny.study, root: tiny.root, base: 'base' })).comparison;
const moved = async () => (await compare()).profiles[0].readings;
const record = (verdict: string, more: Record<string, string> = {}) =>
  tiny.write(READINGS, matrix({ ...BEFORE, loud: verdict, ...more }));

describe('a verdict under a reading moves by', () => {
  it('its rule, though the verdict of the profile stays', async () => {
    tiny.setThreshold(0.47);
    record('not reproduced');
    const { rules, profiles } = await compare();
    const [{ readings, verdicts }] = profiles;
    expect(verdicts).toEqual([]);
    expect(readings).toMatchObject([{ id: 'L.1', reading: 'loud', before: 'reproduced', after: 'not reproduced' }]);
    expect(readings[0].why).toEqual({
      movers: ['rule'],
      joint: null,
      unknown: null,
      oldRule: 'reproduced',
      newRule: 'not reproduced',
    });
    expect(rules.changes[0].verdicts).toEqual(
      ['base', 'head'].map((tables) => ({
        profile: 'tiny',
        reading: 'loud',
        tables,
        before: 'reproduced',
        after: 'not reproduced',
      })),
    );
  });

  it('other data, of the same parameters and code', async () => {
    tiny.write(TABLE, rows(0.1, 0.2));
    record('not reproduced');
    expect((await moved())[0].why).toMatchObject({ movers: ['data'], unknown: null });
    expect((await moved())[0].causes.inputs).toEqual(['tables/lines.csv']);
  });

  it.each([
    ['a parameter of its stage', 'noise: 1', 'noise: 2', 'fit.noise'],
    ['its value', 'fit.noise: 3', 'fit.noise: 4', 'readings.loud.fit.noise'],
    ['the scale of readings', 'lines: 2', 'lines: 3', 'profiles.tiny.readings.fit.lines'],
  ])('%s', async (_name, before, after, path) => {
    tiny.write(TABLE, rows(0.1, 0.2));
    tiny.replace('params.yaml', before, after);
    record('not reproduced');
    const [{ why, causes }] = await moved();
    expect(why).toMatchObject({ movers: ['parameters'], unknown: null });
    expect(causes.params.map((one) => one.path)).toContain(path);
  });

  it('nothing of the scale of the profile, which readings do not have', async () => {
    tiny.write(TABLE, rows(0.1, 0.2));
    tiny.replace('params.yaml', 'lines: 9', 'lines: 8');
    record('not reproduced');
    expect((await moved())[0].why.movers).toEqual(['data']);
  });

  it.each(['src/fit.ts', 'src/again.ts'])('code behind its table: %s', async (file) => {
    tiny.write(TABLE, rows(0.1, 0.2));
    tiny.replace(file, '1', '2');
    record('not reproduced');
    expect((await moved())[0].why).toMatchObject({ movers: ['code'], unknown: null });
  });

  it('rule and code together, where neither alone would move it', async () => {
    tiny.setThreshold(0.4);
    tiny.write(TABLE, rows(0.3, 0.4));
    tiny.replace('src/fit.ts', '1', '2');
    record('not reproduced');
    expect((await moved())[0].why).toEqual({
      movers: ['rule', 'code'],
      joint: 'together',
      unknown: null,
      oldRule: 'reproduced',
      newRule: 'reproduced',
    });
  });

  it('parameters of the judgement', async () => {
    tiny.replace('params.yaml', 'confidence: 1', 'confidence: 0.1');
    record('not reproduced');
    expect((await moved())[0].why).toMatchObject({ movers: ['parameters'], unknown: null });
  });

  it('parameters, where a reading was not run before or is new', async () => {
    tiny.replace('params.yaml', 'run: [loud]', 'run: [loud, strict]');
    tiny.replace('params.yaml', 'strict:', 'calm: { fit.noise: 0 }, strict:');
    tiny.setThreshold(0.2);
    tiny.write(TABLE.replace('loud', 'strict'), rows(0.9, 0.9));
    tiny.write(TABLE.replace('loud', 'calm'), rows(0.9, 0.9));
    record('reproduced', { strict: 'reproduced', calm: 'reproduced' });
    const found = await moved();
    expect(found.map(({ reading, why }) => [reading, why.movers, why.unknown])).toEqual([
      ['strict', ['parameters'], null],
      ['calm', ['parameters'], null],
    ]);
    expect(found[1].causes.params.map(({ path }) => path)).toContain('readings.calm');
  });

  it('what no rule says, where the reading concerns the claim on one side alone', async () => {
    tiny.setThreshold(0.2);
    tiny.write(TABLE, rows(0.4, 0.6));
    record('not affected');
    expect((await moved())[0].why.unknown).toBe('the reading concerns the claim on one side alone');
  });

  it('a rule that is new', async () => {
    tiny.replace('pipeline/study.ts', "id: 'L.1'", "id: 'L.2'");
    tiny.write(READINGS, matrix({ loud: 'reproduced' }, 'L.2'));
    const found = await moved();
    expect(new Set(found.flatMap(({ why }) => why.movers))).toEqual(new Set(['rule']));
    expect(found.map(({ id }) => id)).toContain('L.2');
  });
});

describe('a verdict under a reading whose tables are not in git', () => {
  it('is not put down to anything', async () => {
    rmSync(join(tiny.root, 'artifacts/tiny/readings'), { recursive: true });
    tiny.replace('params.yaml', 'noise: 1', 'noise: 2');
    record('not reproduced');
    const [{ why }] = await moved();
    expect(why.movers).toEqual([]);
    expect(why.unknown).toMatch(/^git has no tables of it in working tree/);
  });
});
