import { describe, expect, it } from 'vitest';
import { bestFit, fitDouble, fitSingle } from '../../src/analysis/exponential.ts';
import { stream } from '../../src/task/stream.ts';

const LAGS = 31;
const curve = (terms: readonly (readonly [amplitude: number, tau: number])[], noise = 0, seed = 0) => {
  const normals = stream(seed, 'noise');
  return Float64Array.from({ length: LAGS }, (_, lag) =>
    terms.reduce((sum, [amplitude, tau]) => sum + amplitude * Math.exp(-lag / tau), noise * normals.normal()),
  );
};

describe('the single exponential', () => {
  it.each([0.2, 1, 3.7, 20, 80])('gives back a time constant of %s steps', (tau) => {
    const fit = fitSingle(curve([[0.9, tau]]), 100);
    expect(fit.fault).toBeNull();
    expect(fit.taus[0]).toBeCloseTo(tau, 5);
    expect(fit.amplitudes[0]).toBeCloseTo(0.9, 6);
  });

  it('keeps the amplitude at 1 and still finds the minimum where the curve would have it above', () => {
    const concave = Float64Array.from({ length: LAGS }, (_, lag) => Math.max(0, 1 - lag / 12));
    const fit = fitSingle(concave, 100);
    expect(fit.fault).toBeNull();
    expect(fit.amplitudes[0]).toBe(1);
    const residual = (tau: number) => concave.reduce((sum, y, lag) => sum + (y - Math.exp(-lag / tau)) ** 2, 0);
    expect(fit.residual).toBeLessThanOrEqual(residual(fit.taus[0] * 1.01));
    expect(fit.residual).toBeLessThanOrEqual(residual(fit.taus[0] * 0.99));
  });

  it('says so where the time constant runs into its bound', () => {
    expect(fitSingle(new Float64Array(LAGS).fill(1), 100).fault).toBe('at bound');
  });

  it('has hardly a time constant for white activity', () => {
    const white = Float64Array.from({ length: LAGS }, (_, lag) => (lag === 0 ? 1 : 0));
    const fit = fitSingle(white, 100);
    expect(fit.fault).toBeNull();
    expect(fit.taus[0]).toBeLessThan(0.25);
  });
});

describe('the double exponential', () => {
  it.each([
    [0.6, 1.5, 12],
    [0.3, 2, 30],
    [0.8, 0.5, 5],
  ])('gives back both time constants: weight %s of %s steps, the rest of %s', (weight, fast, slow) => {
    const fit = fitDouble(
      curve([
        [weight, fast],
        [1 - weight, slow],
      ]),
      100,
    );
    expect(fit.fault).toBeNull();
    expect(fit.taus[0]).toBeCloseTo(fast, 3);
    expect(fit.taus[1]).toBeCloseTo(slow, 3);
    expect(fit.amplitudes[0]).toBeCloseTo(weight, 4);
  });
});

describe('Akaike’s criterion', () => {
  it('is 2 k + n ln(RSS / n)', () => {
    const noisy = curve([[1, 5]], 0.01);
    for (const [fit, parameters] of [
      [fitSingle(noisy, 100), 2],
      [fitDouble(noisy, 100), 4],
    ] as const) {
      expect(fit.aic).toBeCloseTo(2 * parameters + LAGS * Math.log(fit.residual / LAGS), 9);
    }
  });

  it('prefers one exponential where there is one, with noise and without', () => {
    expect(bestFit(curve([[0.95, 6]]), 100)?.exponentials).toBe(1);
    const chosen = Array.from({ length: 20 }, (_, seed) => bestFit(curve([[0.95, 6]], 0.005, seed), 100)?.exponentials);
    expect(chosen.filter((exponentials) => exponentials === 1).length).toBeGreaterThan(13);
  });

  it('prefers two where there are two', () => {
    for (let seed = 0; seed < 10; seed++) {
      const fit = bestFit(
        curve(
          [
            [0.6, 1.5],
            [0.4, 12],
          ],
          0.003,
          seed,
        ),
        100,
      );
      expect(fit?.exponentials).toBe(2);
      expect(fit?.taus[1]).toBeGreaterThan(9);
      expect(fit?.taus[1]).toBeLessThan(16);
    }
  });

  it('chooses no model that reached its bound', () => {
    const withConstant = curve([
      [0.7, 3],
      [0.3, 1e6],
    ]);
    expect(fitDouble(withConstant, 100).fault).not.toBeNull();
    expect(bestFit(withConstant, 100)?.exponentials).toBe(1);
    expect(bestFit(new Float64Array(LAGS).fill(1), 100)).toBeNull();
  });
});
