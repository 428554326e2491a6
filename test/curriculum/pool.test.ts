import { describe, expect, it } from 'vitest';
import type { CurriculumState } from '../../src/curriculum/curriculum.ts';
import { beginCurriculum, runCurriculum } from '../../src/curriculum/curriculum.ts';
import { testAccuracies } from '../../src/curriculum/epoch.ts';
import { lastTask, poolOf } from '../../src/curriculum/sessions.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { simdEngine } from '../../src/engine/simd/engine.ts';
import { namedTensors } from '../../src/network/tensors.ts';
import { smallConfiguration } from '../engine/configuration.ts';

const engine = await simdEngine();
const configuration = smallConfiguration({ pool: 6, untilN: 6, epochs: 12 });

/** The same batches, but every module runs through them at every step. */
const wholeNetworks: Engine = {
  ...engine,
  openPool: ({ batchSize, length }) => ({
    open: (network, options, velocity) => engine.open(network, { ...options, batchSize, maxLength: length }, velocity),
  }),
};

function states(on = engine, from: CurriculumState = beginCurriculum(configuration), of = configuration) {
  return [...runCurriculum(of, on, from)].map(({ state }) => state);
}
const trained = states();
const end = trained[trained.length - 1];

describe('a curriculum on a pool of prefix activations', () => {
  it('gives the bytes and the history of one that runs every module at every step', () => {
    const whole = states(wholeNetworks);
    expect(end.history).toEqual(whole[whole.length - 1].history);
    expect(namedTensors(end.network)).toEqual(namedTensors(whole[whole.length - 1].network));
  });

  it('solves one task after another, and ends with the one that it is to end with', () => {
    expect(end.history.at(-1)).toMatchObject({ N: 6, nSolved: 6 });
    expect(end.history.length).toBeLessThan(12);
    expect(end.network.modules.length).toBe(5);
    expect(states(engine, end)).toEqual([]);
  });

  it('goes on from any epoch to the same bytes: the pool comes back from the seed and the frozen modules', () => {
    for (const stopped of trained.slice(0, -1)) {
      const resumed = states(engine, structuredClone(stopped)).at(-1);
      expect(resumed?.history).toEqual(end.history);
      expect(namedTensors(resumed!.network)).toEqual(namedTensors(end.network));
    }
  });

  it('is as right on fresh sequences, run through the whole network, as on its test batches', () => {
    const { batchSize, optimizer, stepsPerEpoch, seed, bits } = configuration;
    const session = engine.open(end.network, { batchSize, maxLength: 25, optimizer, trainable: [] });
    const plan = { seed, N: 6, bits, batchSize, stepsPerEpoch, testBatches: 50, epoch: 99 };
    const fresh = testAccuracies(session, plan);
    expect(fresh.length).toBe(5);
    // Four test batches of 64 sequences leave a standard deviation of two hundredths.
    fresh.forEach((accuracy, k) => {
      expect(Math.abs(accuracy - (end.history.at(-1)?.accuracies[k] ?? 0))).toBeLessThan(0.08);
    });
  });

  it('draws every batch of the first task afresh: nothing is frozen yet', () => {
    expect(poolOf(configuration, 1)).toBeUndefined();
    expect(poolOf(configuration, 2)).toEqual({ batches: 6, testBatches: 1 });
    const fresh = states(engine, undefined, smallConfiguration({ untilN: 6, epochs: 1 }));
    expect(fresh[0].history).toEqual(trained[0].history);
  });

  it('holds sequences as long as the last task can ask for', () => {
    expect(lastTask({ firstN: 2, epochs: 260, untilN: 200 })).toBe(200);
    expect(lastTask({ firstN: 2, epochs: 30, untilN: 200 })).toBe(31);
    expect(lastTask({ firstN: 2, epochs: 30 })).toBe(31);
  });

  it('says where there can be none', () => {
    const begin = (of: typeof configuration, on: Engine) => states(on, beginCurriculum(of), of);
    expect(() => begin(smallConfiguration({ pool: 6, architecture: 'non-modular' }), engine)).toThrow('non-modular');
    expect(() => begin(configuration, { ...engine, name: 'tfjs', openPool: undefined })).toThrow('tfjs has no pool');
  });
});

describe('a curriculum with a last task', () => {
  it('trains as one without, and stops when that task is solved', () => {
    const bounded = states(engine, undefined, smallConfiguration({ untilN: 3 }));
    const unbounded = states(engine, undefined, smallConfiguration());
    expect(bounded.at(-1)?.history).toEqual(unbounded[bounded.length - 1].history);
    expect(bounded.at(-1)?.history.at(-1)?.nSolved).toBe(3);
    expect(bounded.length).toBeLessThan(unbounded.length);
  });
});
