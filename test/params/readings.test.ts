import { describe, expect, it } from 'vitest';
import { PROTOCOL, readingsOf, withReading } from '../../src/artifact/readings.ts';
import { showValue, valueAt } from '../../src/artifact/values.ts';
import { loadParams, valueFor } from '../../src/params/params.ts';
import { refusal, text } from './refusal.ts';

const params = loadParams(text);
const readings = readingsOf(params);

/** The message with which params.yaml is refused once its readings, or the list that a profile runs, are these. */
function refusedWith(changed: { readings?: unknown; run?: unknown }): string {
  return refusal((raw) => {
    if ('readings' in changed) Object.assign(raw.readings, changed.readings);
    if ('run' in changed) raw.profiles.smoke.readings.run = changed.run;
  });
}

/** Paths of all values that differ between two objects. */
function differences(a: unknown, b: unknown, path: string[] = []): string[] {
  if (typeof a !== 'object' || a === null || Array.isArray(a))
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [path.join('.')];
  return Object.entries(a).flatMap(([key, value]) =>
    differences(value, (b as Record<string, unknown>)[key], [...path, key]),
  );
}

describe('the readings of params.yaml', () => {
  it('are those of the protocol: growth, bits, leak, generalisation, freezing, duplication, learning rate', () => {
    expect(readings.map(({ key, value }) => `${key} ${showValue(value)}`)).toEqual([
      'network.growth copy-all',
      'network.growth shared-draw',
      'task.bits per-batch',
      'task.bits half',
      'network.leak inside (modular), outside (non-modular)',
      'generalize.reading module/all',
      'generalize.reading readout/readout',
      'freeze.rest copied',
      'freeze.trains feedforward',
      'duplicate.feedforward with-input',
      'training.modular.learningRate 0.2',
    ]);
  });

  it('are all run by the paper profile, on three seeds or more', () => {
    const { run, train, freeze, duplicate, timescales } = params.profiles.paper.readings;
    expect(run).toEqual(readings.map(({ name }) => name));
    for (const seeds of [...valueFor('modular', train.seeds), ...freeze.seeds, ...duplicate.seeds, timescales.seeds])
      expect(seeds).toBeGreaterThanOrEqual(3);
  });

  it.each(readings)('$name changes $key and nothing else', ({ name, key, value, protocol }) => {
    const read = withReading(params, name);
    expect(differences(params, read)).toEqual([key]);
    expect(valueAt(read, key)).toEqual(value);
    expect(valueAt(params, key)).toBe(protocol);
  });

  it('leave the protocol itself as it is', () => {
    expect(withReading(params, PROTOCOL)).toEqual(params);
  });

  it.each([
    ['an unknown key', { x: { 'network.growht': 'copy-all' } }, ['readings.x', 'network.growth']],
    ['a group of keys', { x: { network: {} } }, ['readings.x', 'no network']],
    ['a key of the statistics', { x: { 'statistics.confidence': 0.9 } }, ['readings.x', 'statistics.confidence']],
    [
      'a value that the key does not take',
      { x: { 'network.growth': 'copy-al' } },
      ['readings.x.network.growth is "copy-al"', 'copy-connectivity, copy-all, shared-draw'],
    ],
    [
      'a value out of range',
      { x: { 'training.modular.learningRate': -1 } },
      ['training.modular.learningRate is -1', 'above 0'],
    ],
    [
      'a value that the kernel is compiled against',
      { x: { 'network.leakySlope': 0.1 } },
      ['0.01, for which the kernel'],
    ],
    [
      "the protocol's own value",
      { x: { 'network.leak': 'inside' } },
      ['readings.x.network.leak is "inside"', 'a value other than inside'],
    ],
    ['no key', { x: {} }, ['readings.x', 'exactly one key']],
    ['two keys', { x: { 'network.leak': 'outside', 'task.bits': 'half' } }, ['readings.x', 'exactly one key']],
    ['a plain value', { x: 7 }, ['readings.x is 7', 'one key of the protocol']],
    ["the protocol's name", { protocol: { 'network.leak': 'outside' } }, ["'protocol' is taken"]],
  ])('are refused with %s', (_, changed, told) => {
    const message = refusedWith({ readings: changed });
    for (const part of told) expect(message).toContain(part);
  });

  it('are refused where a profile runs one that is not there, or one twice', () => {
    expect(refusedWith({ run: ['bits-hal'] })).toContain("unknown reading 'bits-hal': did you mean 'bits-half'?");
    expect(refusedWith({ run: ['bits-half', 'bits-half'] })).toContain('profiles.smoke.readings.run.1');
    expect(refusedWith({ run: 'all' })).toContain('profiles.smoke.readings.run is "all"');
  });

  it('may be none at a profile', () => {
    expect(refusedWith({ run: [] })).toBe('');
  });
});
