import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testCount, trainingCount } from '../../bench/count.ts';
import { workload } from '../../bench/workloads.ts';

describe('the multiply-adds that the equations ask for', () => {
  test('are those counted by hand for two modules of two neurons and three bits', () => {
    // Frozen: 2 of 3 steps of 2 x (1 recurrent + bit + leak). Newest forward: 3 steps of 2 x (1 + 2 + bit + leak).
    const forward = 2 * 6 + 3 * 10;
    // Back: 2 times W^R and leak, 3 times the products for W^R, W^FF, W^I and tau. Readout: difference, its gradient, the state's.
    const back = 2 * 2 * 2 + 3 * 2 * 5 + 6;
    expect(trainingCount(workload('modular', 2, 2, 3), 1)).toBe(forward + back);
  });

  test('of a test are those of every module to the last bit, and of every head', () => {
    expect(testCount(workload('modular', 2, 2, 3), 1)).toBe(3 * 6 + 3 * 10 + 2 * 2);
    expect(testCount(workload('non-modular', 3, 4, 5), 1)).toBe(5 * 3 * 4 + 4 * 3);
  });

  test('are proportional to the batch, and one module alone costs what a core with one head does', () => {
    const shapes = fc.record({
      M: fc.integer({ min: 1, max: 200 }),
      tasks: fc.integer({ min: 1, max: 60 }),
      more: fc.integer({ min: 2, max: 100 }),
    });
    fc.assert(
      fc.property(shapes, ({ M, tasks, more }) => {
        const work = workload('modular', M, tasks, tasks + more);
        expect(trainingCount(work, 256)).toBe(256 * trainingCount(work, 1));
        const [module, core] = [workload('modular', M, 1, more), workload('non-modular', M, 1, more)];
        expect(trainingCount(module, 1)).toBe(trainingCount(core, 1));
      }),
    );
  });
});
