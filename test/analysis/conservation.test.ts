import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conservation } from '../../src/analysis/conservation.ts';
import { randomNetwork } from '../network/randomNetwork.ts';

const deep = (seed = 1) => randomNetwork({ architecture: 'modular', size: 6, depth: 4, seed });

describe('conservation of weights between consecutive modules', () => {
  it('compares W^R from the second module on and W^FF from the third on, since the first module has none', () => {
    expect(conservation(deep()).map(({ N, target }) => `${target} ${N}`)).toEqual([
      'recurrent 3',
      'recurrent 4',
      'feedforward 4',
      'recurrent 5',
      'feedforward 5',
    ]);
  });

  it('is nothing for a network without modules to compare', () => {
    expect(conservation(randomNetwork({ architecture: 'non-modular', size: 6, heads: 3, seed: 1 }))).toEqual([]);
    expect(conservation(randomNetwork({ architecture: 'modular', size: 6, depth: 1, seed: 1 }))).toEqual([]);
  });

  it('has no variance where a module is a copy, and none where it is a copy scaled and shifted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: -4, max: 4 }), (scale, shift) => {
        const network = deep();
        const [, before, now] = network.modules;
        now.recurrentWeight = before.recurrentWeight.map((w, n) => (n % 7 === 0 ? 0 : w * scale + shift));
        now.feedforwardWeight = before.feedforwardWeight!.map((w) => w * scale + shift);
        const changes = conservation(network).filter(({ N }) => N === 4);
        expect(changes).toHaveLength(2);
        for (const { variance } of changes) expect(variance).toBeLessThan(1e-5);
      }),
    );
  });

  it('is 4 where every weight turned its sign', () => {
    const network = deep();
    network.modules[1].recurrentWeight = network.modules[0].recurrentWeight.map((w) => -w);
    expect(conservation(network)[0]).toMatchObject({ N: 3, target: 'recurrent' });
    expect(conservation(network)[0].variance).toBeCloseTo(4, 10);
  });

  it('is about 2 for modules that were drawn independently', () => {
    const all = Array.from({ length: 20 }, (_, seed) => conservation(deep(seed))).flat();
    const mean = all.reduce((sum, { variance }) => sum + variance, 0) / all.length;
    expect(mean).toBeGreaterThan(1.8);
    expect(mean).toBeLessThan(2.2);
  });
});
