import { describe, expect, it } from 'vitest';
import { compareValues, flatten } from '../../src/comparison/values.ts';

describe('values of two revisions', () => {
  it('differ by their paths, whatever the order of keys', () => {
    const before = { training: { clip: 2, modular: { learningRate: 0.4 } }, freeze: { sizes: [5, 10] } };
    const after = { freeze: { sizes: [5, 10] }, training: { modular: { learningRate: 0.2 }, clip: 2 } };
    expect(compareValues(before, after)).toEqual([{ path: 'training.modular.learningRate', before: 0.4, after: 0.2 }]);
  });

  it('count a group that one side alone has as one change', () => {
    const deep = { modularSize: 15, pool: 64 };
    expect(compareValues({ task: 1 }, { task: 1, deep })).toEqual([{ path: 'deep', after: deep }]);
    expect(compareValues({ task: 1, deep }, { task: 1 })).toEqual([{ path: 'deep', before: deep }]);
  });

  it('tell a value that is null from one that is missing', () => {
    expect(compareValues({ a: null }, {})).toEqual([{ path: 'a', before: null }]);
    expect(compareValues({ a: null }, { a: null })).toEqual([]);
  });

  it('have a path each', () => {
    expect([...flatten({ a: { b: 1, c: [2, 3] }, d: {} })]).toEqual([
      ['a.b', 1],
      ['a.c', [2, 3]],
      ['d', {}],
    ]);
  });
});
