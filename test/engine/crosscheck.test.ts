import { describe, expect, test } from 'vitest';
import { type CrosscheckPlan, crosscheck, worstGradientOf } from '../../src/engine/crosscheck.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { simdEngine } from '../../src/engine/simd/engine.ts';
import { tfjsEngine } from '../../src/engine/tfjs/engine.ts';
import { longestLength, shortestLength } from '../../src/task/length.ts';

const [simd, tfjs] = await Promise.all([simdEngine(), tfjsEngine()]);

function planOf(architecture: CrosscheckPlan['architecture']): CrosscheckPlan {
  return {
    architecture,
    size: 7,
    seed: 4,
    leak: 'inside',
    growth: { growth: 'copy-connectivity' },
    bits: 'per-sequence',
    longest: '4 N + 1',
    batchSize: 64,
    firstN: 2,
    optimizer: { learningRate: 0.2, momentum: 0.2, clip: 2 },
    steps: 6,
    tasks: 3,
  };
}

describe('the cross-check of the two engines', () => {
  test.each(['modular', 'non-modular'] as const)(
    'keeps both together over three tasks of a %s network',
    (architecture) => {
      const seen: number[] = [];
      const { steps } = crosscheck({ simd, tfjs }, planOf(architecture), ({ step }) => seen.push(step));
      expect(seen).toEqual(Array.from({ length: 18 }, (_, n) => n + 1));
      expect(steps.map(({ N }) => N)).toEqual([2, 3, 4].flatMap((N) => Array(6).fill(N)));
      for (const { N, length, loss, gradientNorm, accuracy, worstGradient } of steps) {
        expect(length).toBeGreaterThanOrEqual(shortestLength(N));
        expect(length).toBeLessThanOrEqual(longestLength(N));
        expect(Math.abs(loss.simd / loss.tfjs - 1)).toBeLessThan(1e-3);
        expect(Math.abs(gradientNorm.simd / gradientNorm.tfjs - 1)).toBeLessThan(1e-2);
        expect(Math.abs(accuracy.simd - accuracy.tfjs)).toBeLessThanOrEqual(1 / 64);
        expect(worstGradient.relativeError).toBeLessThan(1e-4);
      }
    },
  );

  test('shows an engine that learns at another rate by its drift, with gradients still the same', () => {
    const faster: Engine = {
      ...tfjs,
      open: (network, options, velocity) => {
        const optimizer = { ...options.optimizer, learningRate: 0.22 };
        return tfjs.open(network, { ...options, optimizer }, velocity);
      },
    };
    const { steps } = crosscheck({ simd, tfjs: faster }, planOf('modular'));
    expect(steps[0].loss.tfjs / steps[0].loss.simd).toBeCloseTo(1, 5);
    expect(Math.max(...steps.map(({ loss }) => Math.abs(loss.tfjs / loss.simd - 1)))).toBeGreaterThan(1e-3);
    expect(Math.max(...steps.map(({ worstGradient }) => worstGradient.relativeError))).toBeLessThan(1e-4);
  });

  test('shows an engine whose gradient of one tensor is wrong by its name', () => {
    const wrong: Engine = {
      ...tfjs,
      open: (...given) => {
        const session = tfjs.open(...given);
        return {
          ...session,
          gradients: (origin) => {
            const result = session.gradients(origin);
            for (const [name, gradient] of result.gradients) if (name.endsWith('tau')) gradient[0] *= 1.5;
            return result;
          },
        };
      },
    };
    const { steps } = crosscheck({ simd, tfjs: wrong }, { ...planOf('modular'), tasks: 1, steps: 1 });
    expect(steps[0].worstGradient.tensor).toBe('module.0.tau');
    expect(steps[0].worstGradient.relativeError).toBeGreaterThan(1e-3);
  });

  test('measures a gradient by the norm of its difference', () => {
    const a = new Map([
      ['x', Float32Array.of(3, 4)],
      ['y', Float32Array.of(1)],
    ]);
    const b = new Map([
      ['x', Float32Array.of(3, 5)],
      ['y', Float32Array.of(1)],
    ]);
    const { tensor, relativeError } = worstGradientOf(a, b);
    expect(tensor).toBe('x');
    expect(relativeError).toBeCloseTo(1 / Math.hypot(3, 5), 6);
    expect(() => worstGradientOf(new Map(), b)).toThrow(/gradient of x/);
  });
});
