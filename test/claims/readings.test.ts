import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { stepsUnder } from '../../src/artifact/reach.ts';
import { readingsOf } from '../../src/artifact/readings.ts';
import { readsChanged, rests } from '../../src/claims/bearing.ts';
import { claimOf, claims } from '../../src/claims/index.ts';
import { matrixOf } from '../../src/claims/matrix.ts';
import { matrixSchema } from '../../src/claims/matrixRecord.ts';
import { READ_STAGES, stageList } from '../../src/study/stages.ts';
import { tables, tablesWith } from '../figures/tables.ts';
import { columns, context, madeUpMatrix, params, rowsOfModularNetworks } from './columns.ts';

interface Declared {
  do: { params?: string[]; outs: (string | Record<string, unknown>)[] };
}
const stages = parse(readFileSync(resolve(import.meta.dirname, '../../dvc.yaml'), 'utf8')).stages as Record<
  string,
  Declared
>;
const steps = READ_STAGES.filter((stage) => stage !== 'claims');
const readBy = (key: string) => claims.filter((claim) => readsChanged(claim, key)).map(({ id }) => id);
const idsLike = (pattern: RegExp) => claims.map(({ id }) => id).filter((id) => pattern.test(id));

describe('what a reading reaches', () => {
  test.each(readingsOf(params))('$name: every step that reads $key runs', ({ key }) => {
    const declared = steps.filter((step) =>
      stages[step].do.params?.some((name) => key === name || key.startsWith(`${name}.`)),
    );
    expect(declared).not.toEqual([]);
    expect(stepsUnder(stageList, key).map(({ name }) => name)).toEqual(expect.arrayContaining([...declared]));
  });

  test('what trains in generalisation bears on Fig. 2c alone, what is frozen on 6a, what is copied on 6b', () => {
    expect(readBy('generalize.reading')).toEqual(['2c.1', '2c.2']);
    expect(readBy('freeze.rest')).toEqual(idsLike(/^6a\.[^7]$/));
    expect(readBy('duplicate.feedforward')).toEqual(expect.arrayContaining(idsLike(/^6b\./)));
    expect(readBy('duplicate.feedforward').filter((id) => !id.startsWith('6b') && !id.startsWith('B'))).toEqual([]);
  });

  test('growth, bits, leak and learning rate reach every claim that rests on networks', () => {
    for (const key of ['network.growth', 'task.bits', 'network.leak', 'training.modular.learningRate'])
      expect(readBy(key)).toEqual(claims.filter(({ inputs }) => inputs.length > 0).map(({ id }) => id));
  });

  test('modular networks grown otherwise do not bear on claims about non-modular or frozen ones', () => {
    const bears = (id: string) => rests(claimOf(id)!, tables, rowsOfModularNetworks(), context);
    for (const id of ['2a.4', '4a.2', '6a.1', '6a.2', '6a.3', '6a.7']) expect(bears(id), id).toBe(false);
    for (const id of ['2a.1', '2a.2', '2b.1', '2c.1', '3a.1', '3b.1', '4a.1', '4b.2', '5a.1', '5c.1', '6a.4', 'D.1'])
      expect(bears(id), id).toBe(true);
  });
});

describe('claims x readings', () => {
  const matrix = madeUpMatrix(['bits-half']);
  const row = (id: string) => matrix.claims.find((claim) => claim.id === id)!;

  test('fits the format of readings.json', () => {
    expect(matrixSchema.parse(JSON.parse(JSON.stringify(matrix)))).toEqual(JSON.parse(JSON.stringify(matrix)));
  });

  test('has a row for every claim and a column for the protocol and every reading', () => {
    expect(matrix.claims.map(({ id }) => id)).toEqual(claims.map(({ id }) => id));
    expect(matrix.columns.map(({ name }) => name)).toEqual(['protocol', ...Object.keys(params.readings)]);
    for (const { cells } of matrix.claims) expect(Object.keys(cells)).toEqual(matrix.columns.map(({ name }) => name));
  });

  test('says which values give which verdict', () => {
    expect(row('2c.1').cells['generalize-module-all'].verdict).toBe('not reproduced');
    expect(row('2c.1').summary).toMatch(/^Depends on generalize\.reading: reproduced \(module\/readout, readout\/r/);
    expect(row('6a.1').summary).toBe('Depends on freeze.rest: reproduced (fresh); not reproduced (copied).');
    expect(row('5c.1').decisions).toEqual([
      {
        key: 'network.leak',
        verdicts: [
          { reading: 'protocol', value: 'inside', verdict: 'reproduced' },
          { reading: 'leak-outside', value: { modular: 'inside', nonModular: 'outside' }, verdict: 'not reproduced' },
        ],
      },
    ]);
  });

  test('says so where no reading changes the verdict', () => {
    expect(row('2a.2').summary).toMatch(
      /^Reproduced under the protocol and under all \d readings that can change it\.$/,
    );
    expect(row('2a.2').decisions).toEqual([]);
  });

  test('turns round with the tables: the protocol fails where the reading holds', () => {
    const [protocol, ...readings] = columns();
    const leak = readings.find(({ name }) => name === 'leak-outside')!;
    const turned = matrixOf({ profile: 'quick', scale: {} }, claims, new Map(), [
      { ...protocol, judged: leak.judged },
      { ...leak, judged: protocol.judged },
    ]);
    const { cells, summary } = turned.claims.find(({ id }) => id === '5c.1')!;
    expect(cells.protocol.verdict).toBe('not reproduced');
    expect(summary).toBe(
      'Depends on network.leak: not reproduced (inside); reproduced (inside (modular), outside (non-modular)).',
    );
  });

  test('tells what is not affected from what was not run', () => {
    expect(row('2c.1').cells['freeze-rest-copied'].verdict).toBe('not affected');
    expect(row('2a.4').cells['growth-copy-all'].verdict).toBe('not affected');
    expect(row('2c.1').cells['bits-half']).toMatchObject({
      verdict: 'not run',
      reason: { kind: 'reading not run' },
    });
    expect(row('6a.7').summary).toBe('No reading that was run can change it.');
    expect(row('2t.1').cells.protocol).toMatchObject({
      verdict: 'not run',
      reason: { kind: 'no networks' },
    });
  });

  test('does not count a reading that could not be judged as a change of the verdict', () => {
    const [protocol, ...readings] = columns();
    const empty = new Map(claims.map((claim) => [claim.id, claim.judge({}, context)]));
    const failed = readings.map((reading) => ({ ...reading, judged: empty }));
    const { claims: rows } = matrixOf({ profile: 'quick', scale: {} }, claims, new Map(), [protocol, ...failed]);
    for (const { id, decisions, summary } of rows) {
      expect(decisions, id).toEqual([]);
      expect(summary, id).toMatch(
        /^(Not judged under any reading at this scale|No reading that was run can change it)\.$/,
      );
    }
  });

  test('keeps the judgement of the profile itself beside that at the scale of the readings', () => {
    expect(row('2a.1').full).toMatchObject(claimOf('2a.1')!.judge(tablesWith(), context));
  });
});
