import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../src/artifact/canonical.ts';
import { networkId } from '../../src/curriculum/configuration.ts';
import type { CurriculumState } from '../../src/curriculum/curriculum.ts';
import { beginCurriculum, isSolved, runCurriculum } from '../../src/curriculum/curriculum.ts';
import { simdEngine } from '../../src/engine/simd/engine.ts';
import { namedTensors } from '../../src/network/tensors.ts';
import { smallConfiguration } from '../engine/configuration.ts';

const engine = await simdEngine();

function run(
  configuration = smallConfiguration(),
  from: CurriculumState = beginCurriculum(configuration),
  epochs = 99,
) {
  const steps = [];
  for (const step of runCurriculum(configuration, engine, from)) {
    steps.push(step);
    if (steps.length === epochs) break;
  }
  return steps;
}

describe('a task', () => {
  it('is solved when the newest head and the mean over all heads are above the threshold', () => {
    expect(isSolved([0.99], 0.98)).toBe(true);
    expect(isSolved([0.98], 0.98)).toBe(false);
    expect(isSolved([1, 1, 0.97], 0.98)).toBe(false);
    expect(isSolved([0.5, 1], 0.98)).toBe(false);
    expect(isSolved([0.97, 1, 1], 0.98)).toBe(true);
  });
});

describe('the modular curriculum', () => {
  const steps = run();
  const { network, history } = steps[steps.length - 1].state;

  it('adds a module and a head for the next N when a task is solved', () => {
    for (const [i, { state, solved }] of steps.entries()) {
      const last = i === steps.length - 1;
      const solvedTasks = state.history[i].nSolved - 1;
      expect(solved !== null).toBe(state.history[i].nSolved === state.history[i].N);
      expect(state.network.modules.length).toBe(last && solved ? solvedTasks : solvedTasks + 1);
      expect(state.network.heads.length).toBe(state.network.modules.length);
    }
    expect(history[history.length - 1].nSolved).toBeGreaterThan(3);
  });

  it('never changes a module again once its task is solved', () => {
    const first = steps[0].solved;
    expect(first).not.toBeNull();
    expect(network.modules[0]).toEqual(first?.modules[0]);
    expect(network.heads[0]).toEqual(first?.heads[0]);
  });

  it('records the time constants of the module in training, never below 1', () => {
    for (const { tauMin, tauMean, tauMax } of history) {
      expect(tauMin).toBeGreaterThanOrEqual(1);
      expect(tauMean).toBeGreaterThanOrEqual(tauMin);
      expect(tauMax).toBeGreaterThanOrEqual(tauMean);
    }
  });
});

describe('the non-modular curriculum', () => {
  const configuration = smallConfiguration({ architecture: 'non-modular', size: 23, epochs: 8 });
  const steps = run({ ...configuration, optimizer: { learningRate: 0.05, momentum: 0.1, clip: 2 } });

  it('adds a head for the next N to the one core, and the core goes on changing', () => {
    const { network } = steps[steps.length - 1].state;
    const solved = steps.filter((step) => step.solved);
    expect(solved.length).toBeGreaterThan(1);
    expect(network.modules.length).toBe(1);
    expect(network.heads.map((head) => head.N)).toEqual([2, 3, 4].slice(0, network.heads.length));
    expect(solved[0].solved?.modules[0]).not.toEqual(network.modules[0]);
  });
});

describe('a curriculum that is stopped', () => {
  it.each(['modular', 'non-modular'] as const)('goes on from any epoch to the same bytes (%s)', (architecture) => {
    const configuration = smallConfiguration({ architecture, epochs: 5 });
    const whole = run(configuration);
    for (let stop = 1; stop < 5; stop++) {
      const resumed = run(configuration, structuredClone(run(configuration, undefined, stop)[stop - 1].state));
      const [a, b] = [whole, resumed].map((steps) => steps[steps.length - 1].state);
      expect(namedTensors(b.network)).toEqual(namedTensors(a.network));
      expect(b.history).toEqual(a.history);
    }
  });
});

describe("a network's key", () => {
  it('does not depend on the order in which a configuration names its values', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.boolean())), (values) => {
        const reversed = Object.fromEntries(Object.entries(values).reverse());
        expect(canonicalText(reversed)).toBe(canonicalText(values));
        expect(JSON.parse(canonicalText(values))).toEqual({ ...values });
      }),
    );
  });

  it('and its id name architecture, size, condition and seed', () => {
    expect(networkId({ architecture: 'modular', size: 5, condition: 'trained', seed: 2 })).toBe('modular-05-seed-2');
    expect(networkId({ architecture: 'modular', size: 10, condition: 'frozen-recurrent', seed: 0 })).toBe(
      'modular-10-frozen-recurrent-seed-0',
    );
    expect(networkId({ architecture: 'non-modular', size: 91, condition: 'trained', seed: 1 })).toBe(
      'non-modular-091-seed-1',
    );
  });
});
