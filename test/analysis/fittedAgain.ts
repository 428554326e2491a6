import { SHORTEST_TAU } from '../../src/analysis/exponential.ts';

// Least squares by looking everywhere: no descent, no derivative, nothing of src/analysis but the bound.

export interface Best {
  taus: number[];
  residual: number;
  aic: number;
}

const clip = (x: number) => Math.min(1, Math.max(0, x));
const aicOf = (parameters: number, residual: number, lags: number) => 2 * parameters + lags * Math.log(residual / lags);

function dot(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k] * y[k];
  return sum;
}

/** `count` time constants at equal ratios, within the bounds, with exp(-k / tau) and its square sum. */
function between(from: number, to: number, tauMax: number, count: number, lags: number) {
  const [low, high] = [Math.max(from, SHORTEST_TAU), Math.min(to, tauMax)];
  return Array.from({ length: count }, (_, i) => {
    const tau = i === count - 1 ? high : low * (high / low) ** (i / (count - 1));
    const decay = Float64Array.from({ length: lags }, (_, k) => Math.exp(-k / tau));
    return { tau, decay, square: dot(decay, decay) };
  });
}

/** The best a exp(-k / tau), a in [0, 1]: for each tau the best a is a quotient, clipped. Looks twice, the second time closely. */
export function bestSingle(y: ArrayLike<number>, tauMax: number): Best {
  let best = { taus: [Number.NaN], residual: Number.POSITIVE_INFINITY };
  const look = (from: number, to: number) => {
    for (const { tau, decay, square } of between(from, to, tauMax, 500, y.length)) {
      const projection = dot(decay, y);
      const a = clip(projection / square);
      const residual = dot(y, y) - 2 * a * projection + a * a * square;
      if (residual < best.residual) best = { taus: [tau], residual };
    }
  };
  look(SHORTEST_TAU, tauMax);
  look(best.taus[0] / 1.05, best.taus[0] * 1.05);
  return { ...best, aic: aicOf(2, best.residual, y.length) };
}

/**
 * The best u exp(-k / tau_1) + v exp(-k / tau_2), u and v at least 0 and at most 1 together: for each pair of taus the minimum inside
 * that triangle, or else the least of those on its three sides. Looks three times, each time closer.
 */
export function bestDouble(y: ArrayLike<number>, tauMax: number): Best {
  let best = { taus: [Number.NaN, Number.NaN], residual: Number.POSITIVE_INFINITY };
  const square = dot(y, y);
  const look = (fast: ReturnType<typeof between>, slow: ReturnType<typeof between>) => {
    const slowOwn = slow.map(({ decay }) => dot(decay, y));
    for (const { tau, decay, square: a } of fast) {
      const p = dot(decay, y);
      slow.forEach(({ tau: other, decay: otherDecay, square: c }, j) => {
        if (other <= tau) return;
        const [b, q] = [dot(decay, otherDecay), slowOwn[j]];
        const at = (u: number, v: number) => square - 2 * (u * p + v * q) + u * u * a + 2 * u * v * b + v * v * c;
        const determinant = a * c - b * b;
        const [u, v] = [(p * c - q * b) / determinant, (q * a - p * b) / determinant];
        const share = clip((p - q - b + c) / (a - 2 * b + c));
        const inside = u >= 0 && v >= 0 && u + v <= 1;
        const residual = inside ? at(u, v) : Math.min(at(clip(p / a), 0), at(0, clip(q / c)), at(share, 1 - share));
        if (residual < best.residual) best = { taus: [tau, other], residual };
      });
    }
  };
  const everywhere = between(SHORTEST_TAU, tauMax, tauMax, 300, y.length);
  look(everywhere, everywhere);
  for (const [near, far] of [
    [1.12, 1.6],
    [1.02, 1.2],
  ]) {
    const [fast, slow] = best.taus;
    look(
      between(fast / near, fast * near, tauMax, 120, y.length),
      between(slow / far, slow * far, tauMax, 120, y.length),
    );
  }
  return { ...best, aic: aicOf(4, best.residual, y.length) };
}
