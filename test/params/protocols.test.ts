import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { allRuns, paramsOfRun, runNamed, runOf } from '../../src/artifact/protocols.ts';
import { withReading } from '../../src/artifact/readings.ts';
import { valueAt } from '../../src/artifact/values.ts';
import { loadParams, ParamsError, profileOf } from '../../src/params/params.ts';
import { refusal, text } from './refusal.ts';

const params = loadParams(text);
const codes = (id: string) => paramsOfRun(params, runNamed(params, id));

describe('protocols', () => {
  it('are as-written, which is what the sections say, and as-coded', () => {
    expect(Object.keys(params.protocols)).toEqual(['as-written', 'as-coded']);
    expect(paramsOfRun(params, runOf(params, 'paper', 'as-written'))).toEqual(params);
  });

  it('set their values in the sections, and nothing else', () => {
    const coded = codes('paper_as-coded');
    for (const [key, value] of Object.entries(params.protocols['as-coded'])) {
      expect(valueAt(coded, key)).toEqual(value);
      expect(valueAt(params, key)).not.toEqual(value);
    }
    const back = structuredClone(coded) as typeof params;
    for (const key of Object.keys(params.protocols['as-coded'])) {
      const path = key.split('.');
      const last = path.pop() as string;
      (valueAt(back, path.join('.')) as Record<string, unknown>)[last] = valueAt(params, key);
    }
    expect({ ...back, profiles: null }).toEqual({ ...params, profiles: null });
  });

  it('are runs of a profile by an id, the default by the name of the profile alone', () => {
    expect(allRuns(params).map(({ id }) => id)).toEqual([
      'smoke',
      'smoke_as-coded',
      'quick',
      'quick_as-coded',
      'paper',
      'paper_as-coded',
    ]);
    for (const run of allRuns(params)) expect(runNamed(params, run.id)).toEqual(run);
    const coded = codes('quick_as-coded');
    expect(profileOf(coded, 'quick_as-coded').readings.run).toEqual([]);
    expect(profileOf(params, 'quick').readings.run).not.toEqual([]);
    expect(profileOf(coded, 'quick_as-coded').train).toEqual(profileOf(params, 'quick').train);
  });

  it.each([
    ['a protocol that is not there', () => runOf(params, 'paper', 'as-code'), /unknown protocol 'as-code'.*as-coded/],
    ['a profile that is not there', () => runOf(params, 'papr', 'as-coded'), /'papr'.*paper/],
    ['a run of an unknown profile', () => runNamed(params, 'x_as-coded'), /'x'/],
    ['a run of an unknown protocol', () => runNamed(params, 'paper_x'), /'x'/],
    ['a run with nothing after the line', () => runNamed(params, 'paper_'), /unknown protocol ''/],
    ['a name that every object has', () => runOf(params, 'paper', 'constructor'), /unknown protocol/],
  ])('refuse %s', (_, call, told) => {
    expect(call).toThrow(ParamsError);
    expect(call).toThrow(told);
  });

  it('refuse a reading that says what the protocol says', () => {
    const raw = parse(text);
    raw.readings.shared = { 'network.growth': 'shared-draw' };
    const read = loadParams(stringify(raw));
    expect(withReading(read, 'shared').network.growth).toBe('shared-draw');
    const coded = paramsOfRun(read, runNamed(read, 'paper_as-coded'));
    expect(() => withReading(coded, 'shared')).toThrow(/Reading shared sets network\.growth to shared-draw/);
  });
});

describe('params.yaml is refused', () => {
  it.each<[string, (raw: ReturnType<typeof parse>) => void, string[]]>([
    ['without protocols', (raw) => delete raw.protocols, ['protocols is missing']],
    ['with none', (raw) => Object.assign(raw, { protocols: {} }), ['at least one protocol']],
    [
      'with a value in the first',
      (raw) => Object.assign(raw.protocols['as-written'], { 'network.growth': 'copy-all' }),
      ['protocols.as-written', 'the first protocol is what the sections above say'],
    ],
    [
      'with an unknown key',
      (raw) => Object.assign(raw.protocols['as-coded'], { 'network.growht': 'copy-all' }),
      ['protocols.as-coded.network.growht', 'did you mean network.growth?'],
    ],
    [
      'with a group of keys',
      (raw) => Object.assign(raw.protocols['as-coded'], { network: { growth: 'copy-all' } }),
      ['protocols.as-coded.network', 'a key that the protocol has'],
    ],
    [
      'with a key that no protocol may set',
      (raw) => Object.assign(raw.protocols['as-coded'], { 'statistics.confidence': 0.9 }),
      ['protocols.as-coded.statistics.confidence'],
    ],
    [
      'with a value that is not allowed',
      (raw) => Object.assign(raw.protocols['as-coded'], { 'task.bits': { modular: 'half' } }),
      ['protocols.as-coded.task.bits', 'one of per-sequence, per-batch, half; or { modular'],
    ],
    [
      'with a value that it has without it',
      (raw) => Object.assign(raw.protocols['as-coded'], { 'freeze.trains': 'rest' }),
      ['protocols.as-coded.freeze.trains', 'a value other than rest'],
    ],
    ['with a name of other letters', (raw) => Object.assign(raw.protocols, { as_coded: {} }), ['names of lower-case']],
    ['where a protocol is no group', (raw) => Object.assign(raw.protocols, { other: 'copy' }), ['protocols.other']],
    [
      'where a profile does not name the first',
      (raw) => delete raw.profiles.smoke.protocols['as-written'],
      ['profiles.smoke.protocols', 'as-written first'],
    ],
    [
      'where a profile names one that is not there',
      (raw) => Object.assign(raw.profiles.smoke.protocols, { 'as-code': {} }),
      ["unknown protocol 'as-code': did you mean 'as-coded'?"],
    ],
    [
      'where a profile sets an unknown key under one',
      (raw) => Object.assign(raw.profiles.smoke.protocols['as-coded'], { 'train.epoch': 3 }),
      ['profiles.smoke.protocols.as-coded.train.epoch', 'did you mean train.epochs?'],
    ],
    [
      'where values do not go together under one',
      (raw) => Object.assign(raw.profiles.smoke.protocols['as-coded'], { 'train.modularSizes': [5] }),
      ['profiles.smoke.protocols.as-coded', 'as many sizes as modularSizes'],
    ],
    [
      'where a profile runs a reading under one that says it itself',
      (raw) => {
        raw.readings.shared = { 'network.growth': 'shared-draw' };
        raw.profiles.smoke.protocols['as-coded'] = { 'readings.run': ['shared'] };
      },
      ['profiles.smoke.protocols.as-coded', 'runs reading shared', 'protocol as-coded says itself'],
    ],
  ])('%s', (_, change, told) => {
    const message = refusal(change);
    for (const part of told) expect(message).toContain(part);
  });
});
