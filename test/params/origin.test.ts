import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { originsOf } from '../../src/params/origin.ts';

describe('the origins of the numbers', () => {
  const text = readFileSync(resolve(import.meta.dirname, '../../params.yaml'), 'utf8');

  it('are stated for every value of params.yaml', () => {
    const silent = originsOf(text).filter(({ origin }) => origin === null);
    expect(silent.map(({ key }) => key)).toEqual([]);
  });

  it('are read with the note beside the value', () => {
    expect(originsOf(text)).toContainEqual({
      key: 'network.leak',
      value: 'inside',
      origin: 'paper',
      note: expect.stringContaining('equation 1'),
    });
  });

  it('are those of the group by default', () => {
    const found = originsOf('profiles:\n  a: # choice: short\n    train: { epochs: 4, seeds: [0, 1] } \n');
    expect(found).toEqual([
      { key: 'profiles.a.train.epochs', value: 4, origin: 'choice', note: 'short' },
      { key: 'profiles.a.train.seeds', value: [0, 1], origin: 'choice', note: 'short' },
    ]);
  });

  it('are null where nothing is said', () => {
    expect(originsOf('a:\n  b: 1 # later\n')).toEqual([{ key: 'a.b', value: 1, origin: null, note: '' }]);
  });
});
