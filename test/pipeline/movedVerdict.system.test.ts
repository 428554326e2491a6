import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { compareRevisions } from '../../pipeline/compare/compare.ts';
import { summaryOf } from '../../src/comparison/summary.ts';
import { makeTinyStudy, type TinyStudy } from './tinyStudy.ts';

let tiny: TinyStudy;
beforeAll(async () => {
  tiny = await makeTinyStudy();
});
afterEach(() => tiny.reset());
afterAll(() => tiny?.remove());

const compare = async () => (await compareRevisions({ study: tiny.study, root: tiny.root, base: 'base' })).comparison;
const whyOf = async () => (await compare()).profiles[0].verdicts[0].why;
const setSlopes = (...slopes: number[]) =>
  tiny.write(
    'artifacts/tiny/tables/lines.csv',
    ['seed,slope', ...slopes.map((slope, i) => `${i},${slope}`), ''].join('\n'),
  );
const setNoise = () => tiny.replace('params.yaml', 'noise: 1', 'noise: 2');

describe('a verdict moves by', () => {
  it('its rule, though its words stay: the threshold is told before and after', async () => {
    tiny.setThreshold(0.55);
    tiny.record('not reproduced');
    const { rules, profiles } = await compare();
    expect(rules.changes).toEqual([
      {
        id: 'L.1',
        statement: 'The lines rise.',
        before: 'The mean slope is above 0.3.',
        after: 'The mean slope is above 0.3.',
        thresholds: [{ path: 'mean slope', before: 'above 0.3', after: 'above 0.55' }],
        numbers: [],
        verdicts: ['base', 'head'].map((tables) => ({
          profile: 'tiny',
          reading: null,
          tables,
          before: 'reproduced',
          after: 'not reproduced',
        })),
      },
    ]);
    expect(profiles[0].verdicts[0].why).toEqual({
      movers: ['rule'],
      joint: null,
      unknown: null,
      oldRule: 'reproduced',
      newRule: 'not reproduced',
    });
  });

  it('parameters behind its table', async () => {
    setSlopes(0.1, 0.2);
    setNoise();
    tiny.record('not reproduced');
    expect(await whyOf()).toMatchObject({ movers: ['parameters'], unknown: null });
  });

  it('code behind its table, where a comment in the rule changed too', async () => {
    setSlopes(0.1, 0.2);
    tiny.replace('src/fit.ts', '1', '2');
    tiny.edit('src/rule.ts', (text) => `${text}// A remark.\n`);
    tiny.record('not reproduced');
    const { rules, profiles } = await compare();
    expect(rules.changes).toEqual([]);
    expect(profiles[0].verdicts[0].why).toMatchObject({ movers: ['code'], unknown: null });
  });

  it('parameters of the judgement, and not by the table that changed beside them', async () => {
    setSlopes(0.45, 0.55);
    tiny.edit('params.yaml', (text) =>
      text.replace('confidence: 1', 'confidence: 0.5').replace('noise: 1', 'noise: 2'),
    );
    tiny.record('not reproduced');
    expect(await whyOf()).toMatchObject({ movers: ['parameters'], joint: null, unknown: null });
  });

  it('other data where neither parameters nor code changed', async () => {
    setSlopes(0.1, 0.2);
    tiny.record('not reproduced');
    expect(await whyOf()).toMatchObject({ movers: ['data'], unknown: null });
  });

  it('nothing, where its file was edited', async () => {
    tiny.record('not reproduced');
    expect(await whyOf()).toMatchObject({ movers: [], unknown: null });
  });

  it('rule and parameters, each alone', async () => {
    tiny.setThreshold(0.55);
    setSlopes(0.1, 0.2);
    setNoise();
    tiny.record('not reproduced');
    expect(await whyOf()).toMatchObject({ movers: ['rule', 'parameters'], joint: 'each' });
  });

  it('rule and parameters together, where neither alone would move it', async () => {
    tiny.setThreshold(0.45);
    setSlopes(0.35, 0.45);
    setNoise();
    tiny.record('not reproduced');
    expect(await whyOf()).toEqual({
      movers: ['rule', 'parameters'],
      joint: 'together',
      unknown: null,
      oldRule: 'reproduced',
      newRule: 'reproduced',
    });
  });

  it('a rule that is new', async () => {
    tiny.replace('pipeline/study.ts', "id: 'L.1'", "id: 'L.2'");
    tiny.replace('artifacts/tiny/claims.json', 'L.1', 'L.2');
    const { rules, profiles } = await compare();
    expect(rules.changes.map(({ id, before, after }) => [id, before === null, after === null])).toEqual([
      ['L.2', true, false],
      ['L.1', false, true],
    ]);
    expect(profiles[0].verdicts.map(({ why }) => why?.movers)).toEqual([['rule'], ['rule']]);
  });
});

describe('a rule that changed', () => {
  it('is told where no verdict moved, first in the comment', async () => {
    tiny.setThreshold(0.2);
    const found = await compare();
    expect(found).toMatchObject({ changed: true, rules: { changes: [{ id: 'L.1', verdicts: [] }] } });
    expect(found.profiles[0].verdicts).toEqual([]);
    const summary = summaryOf(found);
    expect(summary.indexOf('mean slope: above 0.3 → above 0.2')).toBeGreaterThan(0);
    expect(summary.indexOf('above 0.2')).toBeLessThan(summary.indexOf('### Profile'));
  });

  it('is told where its words alone changed', async () => {
    tiny.replace('src/rule.ts', "'The mean slope is above 0.3.'", "'The mean slope is large.'");
    const [rule] = (await compare()).rules.changes;
    expect(rule).toMatchObject({
      before: 'The mean slope is above 0.3.',
      after: 'The mean slope is large.',
      thresholds: [],
      verdicts: [],
    });
  });

  it('and was not judged by: the recorded verdict is told to be of another rule', async () => {
    tiny.setThreshold(0.55);
    const { warnings, profiles } = await compare();
    expect(profiles[0].verdicts).toEqual([]);
    expect(warnings).toEqual([
      {
        text: expect.stringMatching(/^claims\.json of working tree/),
        cases: ['tiny: L.1 is reproduced there and not reproduced by its rule'],
        remake: ['tiny'],
      },
    ]);
  });
});

describe('rules that cannot be run', () => {
  it.each([
    ['do not parse', (text: string) => `${text}\n)`],
    ['need what is not there', (text: string) => `import '../src/gone.ts';\n${text}`],
    ['have another interface', (text: string) => text.replace('study =', 'claims =')],
    ['end the process', (text: string) => `process.exit(0);\n${text}`],
    [
      'print instead of judging',
      (text: string) => text.replace('const lines', "console.log('[]');process.exit(0);const lines"),
    ],
  ])('for they %s: rule and data are not told apart, and the rest is compared', async (_name, change) => {
    tiny.edit('pipeline/study.ts', change);
    setSlopes(0.1, 0.2);
    tiny.record('not reproduced');
    const found = await compare();
    expect(found.failures).toEqual([]);
    expect(found.profiles[0].verdicts[0].why?.unknown ?? '').not.toBe('');
    expect(summaryOf(found)).toContain('rule or data changed, not separable');
  });

  it('for they do not read the tables of the other side', async () => {
    tiny.edit('pipeline/study.ts', (text) =>
      text.replaceAll('slope:', 'rise:').replace('({ slope })', '({ rise })').replace('=> slope)', '=> rise)'),
    );
    tiny.write('artifacts/tiny/tables/lines.csv', 'seed,rise\n0,0.1\n1,0.2\n');
    tiny.record('not reproduced');
    expect((await whyOf())?.unknown).toBe('the rule of one side does not read the tables of the other');
  });

  it('write nothing, start nothing and read nothing beyond their code', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'modular-growth-outside-'));
    try {
      writeFileSync(join(outside, 'secret'), 'SECRET');
      const attempts = [
        `writeFileSync('${outside}/written', '')`,
        `writeFileSync(new URL('written', import.meta.url), '')`,
        `execSync('touch ${outside}/started')`,
        `throw new Error(readFileSync('${outside}/secret', 'utf8'))`,
        `throw new Error(JSON.stringify(process.env))`,
      ];
      tiny.edit('pipeline/study.ts', (text) =>
        [
          "import { readFileSync, writeFileSync } from 'node:fs';",
          "import { execSync } from 'node:child_process';",
          `const found = [];`,
          ...attempts.map((one) => `try { ${one} } catch (error) { found.push(error.message) }`),
          text.replace("statement: 'The lines rise.'", 'statement: found.join()'),
        ].join('\n'),
      );
      tiny.setThreshold(0.5);
      const [{ statement }] = (await compare()).rules.changes;
      expect(statement).toMatch(/restricted|denied/i);
      expect(statement).not.toContain('SECRET');
      expect(statement).not.toContain(process.env.HOME ?? 'HOME');
      expect(existsSync(join(outside, 'written')) || existsSync(join(outside, 'started'))).toBe(false);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });
});
