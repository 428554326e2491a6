import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Autocovariance } from '../../src/analysis/autocorrelation.ts';

/** Writes a series where one of a pair belongs. */
function write(series: readonly number[], out: Float64Array) {
  for (const [t, x] of series.entries()) out[2 * t] = x;
}

/** The definition: mean removed, products at distance k summed, divided by their number. */
function direct(series: readonly number[], maxLag: number): number[] {
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  const centred = series.map((value) => value - mean);
  return Array.from({ length: maxLag + 1 }, (_, lag) => {
    let sum = 0;
    for (let t = 0; t + lag < series.length; t++) sum += centred[t] * centred[t + lag];
    return sum / (series.length - lag);
  });
}

const value = fc.double({ min: -10, max: 10, noNaN: true });

describe('the autocovariance by FFT', () => {
  it('is that of the definition, for both series of a pair, at every lag', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 130 })
          .chain((steps) =>
            fc.tuple(
              fc.array(value, { minLength: steps, maxLength: steps }),
              fc.array(value, { minLength: steps, maxLength: steps }),
              fc.nat(steps - 1),
            ),
          ),
        ([a, b, maxLag]) => {
          const found = new Autocovariance(a.length, maxLag).pair(1, true, (which, _, out) => {
            write(which === 0 ? a : b, out);
          });
          [a, b].forEach((series, which) => {
            direct(series, maxLag).forEach((expected, lag) => {
              expect(found[which][lag]).toBeCloseTo(expected, 9);
            });
          });
        },
      ),
    );
  });

  it('is the mean over trials, each with its mean removed', () => {
    const trials = [
      [1, 5, 2, 8, 3, 3],
      [100, 101, 100, 103, 99, 100],
      [0, 0, 0, 0, 0, 0],
    ];
    const [found] = new Autocovariance(6, 3).pair(3, false, (_, trial, out) => {
      write(trials[trial], out);
    });
    const each = trials.map((trial) => direct(trial, 3));
    for (let lag = 0; lag <= 3; lag++) {
      expect(found[lag]).toBeCloseTo((each[0][lag] + each[1][lag] + each[2][lag]) / 3, 10);
    }
  });

  it('keeps nothing of the pair before', () => {
    const transform = new Autocovariance(8, 2);
    const series = [3, 1, 4, 1, 5, 9, 2, 6];
    const run = (scale: number, both: boolean) =>
      transform.pair(1, both, (_, __, out) => {
        write(
          series.map((x) => x * scale),
          out,
        );
      });
    const before = run(1, false)[0];
    run(50, true);
    expect(run(1, false)[0]).toEqual(before);
  });

  it('cannot have lags as long as the series', () => {
    expect(() => new Autocovariance(30, 30)).toThrow(/30/);
  });
});
