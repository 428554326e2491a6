import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  duplicateConfigurations,
  freezeConfigurations,
  trainConfigurations,
} from '../../pipeline/training/configurations.ts';
import { keyOf } from '../../pipeline/training/storedNetwork.ts';
import { PROTOCOL, withReading } from '../../src/artifact/readings.ts';
import { networkId } from '../../src/curriculum/configuration.ts';
import { loadParams } from '../../src/params/params.ts';

const params = loadParams(readFileSync(resolve(import.meta.dirname, '../../params.yaml'), 'utf8'));

/** Keys of all networks of the paper profile's readings by id, under one reading. */
function keysUnder(reading: string): Map<string, string> {
  const read = withReading(params, reading);
  const { readings, ...profile } = read.profiles.paper;
  const stage = { params: read, settings: { ...profile, ...readings, readings }, engine: 'simd' } as const;
  const all = [trainConfigurations, freezeConfigurations, duplicateConfigurations].flatMap((of) => of(stage));
  return new Map(all.map((configuration) => [networkId(configuration), keyOf(configuration)]));
}

const protocol = keysUnder(PROTOCOL);
/** Ids of the networks that a reading makes otherwise than the protocol. */
const changed = (reading: string) =>
  [...keysUnder(reading)].filter(([id, key]) => protocol.get(id) !== key).map(([id]) => id);
const all = [...protocol.keys()];

describe('the networks of a reading', () => {
  it.each([
    ['growth-copy-all', /^modular-\d\d-(seed|recurrent-)/],
    ['growth-shared-draw', /^modular-\d\d-(seed|recurrent-)/],
    ['rate-0.2', /^modular-/],
    ['leak-outside', /^non-modular/],
    ['bits-half', /./],
    ['generalize-module-all', /$^/],
    ['freeze-rest-copied', /frozen/],
    ['freeze-trains-feedforward', /frozen/],
    ['duplicate-with-input', /feedforward-copied/],
  ])('%s are others where it reaches them, and come from the store where not', (reading, reached) => {
    expect(changed(reading)).toEqual(all.filter((id) => reached.test(id)));
  });
});
