import { levenbergMarquardt } from 'ml-levenberg-marquardt';

/** One or two exponentials fitted to an autocorrelation over lags 0..L. */
export interface ExponentialFit {
  exponentials: 1 | 2;
  /** Time constants in steps, fastest first. */
  taus: number[];
  /** Amplitudes at lag 0, in the order of `taus`. */
  amplitudes: number[];
  /** Sum of squared residuals. */
  residual: number;
  /** Akaike's information criterion of least squares, 2 k + n ln(RSS / n). */
  aic: number;
  /** `unconverged`: the residual's gradient does not vanish within the bounds; `at bound`: a time constant reached `tauMax`. */
  fault: 'unconverged' | 'at bound' | null;
}

/** A time constant this short (in steps) leaves exp(-20) at lag 1: activity without memory from one step to the next. */
export const SHORTEST_TAU = 0.05;
/** Residuals below this are the rounding of float32 activities: no model is better there. */
const PRECISION = 1e-7;
/** Cosine of residual and slope that counts as no slope. */
const FLAT = 1e-3;
/** What a parameter could still take off the residual and yet count as converged: far below the sampling error of 1e5 steps. */
const NEGLIGIBLE = 1e-4;
const ROUNDS = 12;
const ITERATIONS_A_ROUND = 15;

/** A curve over lags and its derivatives by its parameters, with their bounds and the points to start from. */
interface Model {
  value(parameters: readonly number[], lag: number): number;
  derivatives(parameters: readonly number[], lag: number): number[];
  lower: number[];
  upper: number[];
  starts: number[][];
}

/**
 * a exp(-k / tau), with a in [0, 1] and tau up to `tauMax` steps, by least squares.
 * @param autocorrelation at lags 0, 1, ..., 1 at lag 0
 */
export function fitSingle(autocorrelation: ArrayLike<number>, tauMax: number): ExponentialFit {
  const { parameters, ...fit } = leastSquares(single(autocorrelation, tauMax), autocorrelation);
  const [a, log] = parameters;
  const taus = [Math.exp(log)];
  return { exponentials: 1, taus, amplitudes: [a], ...withBound(fit, taus, tauMax) };
}

/** a (c exp(-k / tau_1) + (1 - c) exp(-k / tau_2)), with a and c in [0, 1] and both tau up to `tauMax`, by least squares. */
export function fitDouble(autocorrelation: ArrayLike<number>, tauMax: number): ExponentialFit {
  const { parameters, ...fit } = leastSquares(double(autocorrelation, tauMax), autocorrelation);
  const [a, log1, log2, c] = parameters;
  const terms = [
    { tau: Math.exp(log1), amplitude: a * c },
    { tau: Math.exp(log2), amplitude: a * (1 - c) },
  ].sort((x, y) => x.tau - y.tau);
  const taus = terms.map((term) => term.tau);
  return {
    exponentials: 2,
    taus,
    amplitudes: terms.map((term) => term.amplitude),
    ...withBound(fit, taus, tauMax),
  };
}

/**
 * The better model by AIC, the single exponential where both are equal; null where neither could be fitted. A model that did not
 * converge or reached `tauMax` (what 31 lags cannot tell from a constant) is none to choose.
 */
export function bestFit(autocorrelation: ArrayLike<number>, tauMax: number): ExponentialFit | null {
  const fits = [fitSingle(autocorrelation, tauMax), fitDouble(autocorrelation, tauMax)];
  return fits
    .filter((fit) => fit.fault === null)
    .reduce<ExponentialFit | null>((best, fit) => (best === null || fit.aic < best.aic ? fit : best), null);
}

/** Parameters a and ln tau: steps of the same size matter alike for short and long time constants. */
function single(autocorrelation: ArrayLike<number>, tauMax: number): Model {
  // Towards the shortest tau the slope vanishes before the bound is reached: activity without memory needs a start at it.
  const shortestTau = autocorrelation[1] > 0 ? [] : [SHORTEST_TAU];
  return {
    value: ([a, log], lag) => a * Math.exp(-lag / Math.exp(log)),
    derivatives: ([a, log], lag) => {
      const rate = lag / Math.exp(log);
      const decay = Math.exp(-rate);
      return [decay, a * decay * rate];
    },
    lower: [0, Math.log(SHORTEST_TAU)],
    upper: [1, Math.log(tauMax)],
    starts: [...startingTaus(autocorrelation, tauMax), ...shortestTau].map((tau) => [1, Math.log(tau)]),
  };
}

/** Parameters a, ln tau_1, ln tau_2 and c. */
function double(autocorrelation: ArrayLike<number>, tauMax: number): Model {
  const [shortest, longest] = [Math.log(SHORTEST_TAU), Math.log(tauMax)];
  const within = (tau: number) => Math.min(Math.max(Math.log(tau), shortest), Math.log(tauMax / 2));
  return {
    value: ([a, log1, log2, c], lag) =>
      a * (c * Math.exp(-lag / Math.exp(log1)) + (1 - c) * Math.exp(-lag / Math.exp(log2))),
    derivatives: ([a, log1, log2, c], lag) => {
      const rate1 = lag / Math.exp(log1);
      const rate2 = lag / Math.exp(log2);
      const [first, second] = [Math.exp(-rate1), Math.exp(-rate2)];
      return [c * first + (1 - c) * second, a * c * first * rate1, a * (1 - c) * second * rate2, a * (first - second)];
    },
    lower: [0, shortest, shortest, 0],
    upper: [1, longest, longest, 1],
    starts: startingTaus(autocorrelation, tauMax).flatMap((tau) => [
      [1, within(tau / 3), within(2 * tau), 0.5],
      [1, within(tau / 3), within(8 * tau), 0.8],
    ]),
  };
}

/** Two guesses: from the decay over one step, and from the area under the curve. */
function startingTaus(autocorrelation: ArrayLike<number>, tauMax: number): number[] {
  const first = autocorrelation[1];
  const byStep = first > 0 && first < 1 ? -1 / Math.log(first) : 0.5;
  let area = 0;
  for (let lag = 1; lag < autocorrelation.length; lag++) area += Math.max(0, autocorrelation[lag]);
  return [byStep, area + 0.5].map((tau) => Math.min(Math.max(tau, 4 * SHORTEST_TAU), tauMax / 2));
}

interface Minimum {
  parameters: number[];
  residual: number;
  aic: number;
  fault: ExponentialFit['fault'];
}

function withBound<Fit extends Pick<Minimum, 'fault'>>(fit: Fit, taus: readonly number[], tauMax: number): Fit {
  return fit.fault === null && Math.max(...taus) > tauMax * (1 - 1e-6) ? { ...fit, fault: 'at bound' } : fit;
}

/** The best minimum over all starts, with the amplitude `a` free and, where that one leaves [0, 1], held at 1. */
function leastSquares(model: Model, autocorrelation: ArrayLike<number>): Minimum {
  const y = Array.from(autocorrelation);
  let parameters = model.starts[0];
  let residual = Number.POSITIVE_INFINITY;
  for (const start of model.starts) {
    for (const held of [false, true]) {
      const found = descend(held ? holding(model) : model, start, y);
      const sum = residualOf(model, found, y);
      if (sum < residual) {
        parameters = found;
        residual = sum;
      }
      // A bounded step of one parameter spoils those of the others: at its bound `a` must be taken out.
      if (isMinimum(model, found, y)) break;
    }
  }
  const n = y.length;
  const aic = 2 * parameters.length + n * Math.log(Math.max(residual / n, PRECISION ** 2));
  return { parameters, residual, aic, fault: isMinimum(model, parameters, y, NEGLIGIBLE) ? null : 'unconverged' };
}

/** The model with its first parameter held at 1. */
function holding(model: Model): Model {
  return {
    ...model,
    derivatives: (parameters, lag) => model.derivatives(parameters, lag).with(0, 0),
    lower: model.lower.with(0, 1),
  };
}

/** Rounds of Levenberg-Marquardt, each from the best point of the one before, until the gradient vanishes. */
function descend(model: Model, start: readonly number[], y: readonly number[]): number[] {
  const x = y.map((_, lag) => lag);
  let parameters = [...start];
  for (let round = 0; round < ROUNDS; round++) {
    const { parameterValues } = levenbergMarquardt({ x, y }, (values) => (lag) => model.value(values, lag), {
      initialValues: parameters,
      jacobianFunction: (values) => (lag) => model.derivatives(values, lag),
      minValues: model.lower,
      maxValues: model.upper,
      damping: 1e-2,
      maxIterations: ITERATIONS_A_ROUND,
      errorTolerance: 1e-18,
    });
    const stuck = parameterValues.every((value, k) => value === parameters[k]);
    parameters = parameterValues;
    if (stuck || isMinimum(model, parameters, y)) break;
  }
  return parameters;
}

function residualOf(model: Model, parameters: readonly number[], y: readonly number[]): number {
  return y.reduce((sum, value, lag) => sum + (value - model.value(parameters, lag)) ** 2, 0);
}

/**
 * Whether no parameter can move within its bounds to lessen the residual: each cosine of slope and residual is near 0, or the
 * slope's share of the residual is `negligible`.
 */
function isMinimum(model: Model, parameters: readonly number[], y: readonly number[], negligible = 0): boolean {
  const residuals = y.map((value, lag) => value - model.value(parameters, lag));
  const slopes = y.map((_, lag) => model.derivatives(parameters, lag));
  const size = Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0));
  if (!Number.isFinite(size)) return false;
  if (size <= PRECISION * Math.sqrt(y.length)) return true;
  return parameters.every((value, k) => {
    const slope = Math.sqrt(slopes.reduce((sum, row) => sum + row[k] * row[k], 0));
    if (slope < PRECISION) return true;
    const cosine = slopes.reduce((sum, row, lag) => sum + row[k] * residuals[lag], 0) / (slope * size);
    if (value <= model.lower[k] && cosine < 0) return true;
    if (value >= model.upper[k] && cosine > 0) return true;
    return Math.abs(cosine) < FLAT || Math.abs(cosine) * size < negligible;
  });
}
