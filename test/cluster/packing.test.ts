import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arraysOf, pack, wallOf } from '../../pipeline/cluster/packing.ts';
import type { Item } from '../../src/artifact/cluster.ts';

const item = (seconds: number, i: number): Item => ({
  id: `network-${i}`,
  key: i.toString(16).padStart(16, '0'),
  seconds,
  worker: 'worker.ts',
  payload: {},
});
const seconds = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 200 });

describe('tasks of a cluster', () => {
  it('hold every item once', () => {
    fc.assert(
      fc.property(seconds, fc.integer({ min: 1, max: 16 }), fc.integer({ min: 0, max: 4000 }), (all, cores, least) => {
        const items = all.map(item);
        const keys = pack(items, { cores, seconds: least }).flatMap((task) => task.map(({ key }) => key));
        expect(keys.sort()).toEqual(items.map(({ key }) => key));
      }),
    );
  });

  it('take at least as long as they should, on average, unless there is too little for one', () => {
    fc.assert(
      fc.property(seconds, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 4000 }), (all, cores, least) => {
        const tasks = pack(all.map(item), { cores, seconds: least });
        const total = all.reduce((sum, one) => sum + one, 0);
        if (tasks.length > 1) expect(total / cores / tasks.length).toBeGreaterThanOrEqual(least);
      }),
    );
  });

  it('differ by no more than the longest item', () => {
    fc.assert(
      fc.property(seconds, fc.integer({ min: 1, max: 500 }), (all, least) => {
        const loads = pack(all.map(item), { cores: 1, seconds: least }).map((task) => wallOf(task, 1));
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(Math.max(...all));
      }),
    );
  });

  it('are one an item on each core where no time is set', () => {
    const items = [1, 2, 3, 4, 5].map(item);
    expect(pack(items, { cores: 1, seconds: 0 }).map((task) => task.map((one) => one.seconds))).toEqual(
      [5, 4, 3, 2, 1].map((one) => [one]),
    );
    expect(pack(items, { cores: 2, seconds: 0 })).toHaveLength(3);
    expect(pack([], { cores: 2, seconds: 0 })).toEqual([]);
  });

  it('go into arrays that are as large as they may be', () => {
    expect(arraysOf(9, 4)).toEqual([
      { first: 0, count: 4 },
      { first: 4, count: 4 },
      { first: 8, count: 1 },
    ]);
    expect(arraysOf(4, 4)).toEqual([{ first: 0, count: 4 }]);
    expect(arraysOf(0, 4)).toEqual([]);
  });
});
