import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withReading } from '../../src/artifact/readings.ts';
import {
  choicesOf,
  departures,
  isSpecification,
  specificationOf,
  specificationsOf,
  withSpecification,
} from '../../src/artifact/specifications.ts';
import { isSame, setAt, valueAt } from '../../src/artifact/values.ts';
import { loadParams } from '../../src/params/params.ts';
import { refusal, text } from './refusal.ts';

const params = loadParams(text);
const choices = choicesOf(params);
const keys = choices.map(({ key }) => key);
const levels = fc.tuple(...choices.map(({ values }) => fc.nat(values.length - 1)));

describe('the multiverse of params.yaml', () => {
  it('crosses 72 or more specifications of training in the paper profile', () => {
    const all = specificationsOf(params, params.profiles.paper.multiverse.cross);
    const training = new Set(all.map(({ levels }) => levels.slice(0, keys.indexOf('perturb.diagonal')).join('')));
    expect(training.size).toBeGreaterThanOrEqual(72);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it('crosses what is named and keeps the rest at the protocol', () => {
    fc.assert(
      fc.property(fc.subarray(keys), (cross) => {
        const all = specificationsOf(params, cross);
        const count = choices.reduce(
          (product, { key, values }) => product * (cross.includes(key) ? values.length : 1),
          1,
        );
        expect(all).toHaveLength(cross.length === 0 ? 0 : count);
        for (const { levels } of all)
          choices.forEach(({ key, protocol }, i) => {
            if (!cross.includes(key)) expect(levels[i]).toBe(protocol);
          });
      }),
    );
  });

  it('sets by an id what its digits say, and nothing else', () => {
    fc.assert(
      fc.property(levels, (chosen) => {
        const id = chosen.join('');
        expect(isSpecification(id)).toBe(true);
        const read = withSpecification(params, id);
        choices.forEach(({ key, values }, i) => void expect(valueAt(read, key)).toEqual(values[chosen[i]]));
        const back = structuredClone(read);
        for (const { key } of choices) setAt(back, key, valueAt(params, key));
        expect(back).toEqual(params);
        expect(withReading(params, id)).toEqual(read);
        expect(departures(choices, specificationOf(params, id).levels)).toHaveLength(
          choices.filter(({ key }) => !isSame(valueAt(params, key), valueAt(read, key))).length,
        );
      }),
    );
  });

  it.each([
    ['2101', /no specification\. A specification is a digit for each of 7 choices/],
    ['9000000', /network\.growth has no value 9/],
    ['0000002', /timescales\.fits has no value 2/],
    ['00000000', /no specification/],
    ['', /no specification/],
  ])('refuses the specification %j', (id, message) => {
    expect(() => specificationOf(params, id)).toThrow(message);
  });

  it.each<[string, (raw: Raw) => void, string[]]>([
    [
      'an unknown key',
      (raw) => Object.assign(raw.multiverse, { 'network.grwth': [1, 2] }),
      ['multiverse.network.grwth', 'did you mean network.growth?'],
    ],
    [
      'a value that the key cannot take',
      (raw) => raw.multiverse['task.bits'].push('fair'),
      ['multiverse.task.bits', 'per-batch'],
    ],
    ['a value twice', (raw) => raw.multiverse['task.bits'].push('half'), ['multiverse.task.bits', 'each value once']],
    [
      'one value alone',
      (raw) => Object.assign(raw.multiverse, { 'task.bits': ['half'] }),
      ['multiverse.task.bits', 'two to ten values'],
    ],
    [
      "values without the protocol's",
      (raw) => Object.assign(raw.multiverse, { 'task.bits': ['half', 'per-batch'] }),
      ['multiverse.task.bits', 'per-sequence'],
    ],
    [
      'a crossing of what is no choice',
      (raw) => raw.profiles.smoke.multiverse.cross.push('task.batchSize'),
      ['profiles.smoke.multiverse.cross.2', 'keys of multiverse'],
    ],
    [
      'a crossing twice',
      (raw) => raw.profiles.smoke.multiverse.cross.push('network.growth'),
      ['profiles.smoke.multiverse.cross.2', 'each key once'],
    ],
  ])('refuses %s', (_, change, told) => {
    const message = refusal(change);
    for (const part of told) expect(message).toContain(part);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: params.yaml as it is parsed, before it is checked
type Raw = any;
