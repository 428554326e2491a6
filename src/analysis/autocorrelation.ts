import FFT from 'fft.js';

/**
 * Adds up autocovariances of one group of time series over trials: mean removed per trial, lag k divided by its T - k pairs,
 * lags 0..maxLag. By FFT (Wiener-Khinchin), zero-padded so that no lag wraps around, two series in one complex transform.
 */
export class Autocovariance {
  private readonly steps: number;
  private readonly maxLag: number;
  private readonly fft: FFT;
  private readonly packed: Float64Array;
  private readonly transformed: Float64Array;
  private readonly power: Float64Array;

  /** For series of `steps` values; the buffers are kept and used again. */
  constructor(steps: number, maxLag: number) {
    if (maxLag >= steps) throw new RangeError(`lags up to ${maxLag} need more than ${steps} steps`);
    this.steps = steps;
    this.maxLag = maxLag;
    const size = 2 ** Math.ceil(Math.log2(Math.max(steps + maxLag, 2)));
    this.fft = new FFT(size);
    this.packed = new Float64Array(2 * size);
    this.transformed = new Float64Array(2 * size);
    this.power = new Float64Array(2 * size);
  }

  /**
   * Mean autocovariance over `trials` of the two series that `read` gives, as two arrays [maxLag + 1]. `read(which, trial, out)`
   * writes a series to out[0], out[2], out[4], ... (`out` starts at a separate place); `pair` false leaves the second out.
   */
  pair(trials: number, pair: boolean, read: (which: 0 | 1, trial: number, out: Float64Array) => void): Float64Array[] {
    const { packed, transformed, power, fft, steps, maxLag } = this;
    const size = packed.length / 2;
    power.fill(0);
    for (let trial = 0; trial < trials; trial++) {
      packed.fill(0);
      read(0, trial, packed.subarray(0));
      if (pair) read(1, trial, packed.subarray(1));
      removeMeans(packed, steps);
      fft.transform(transformed, packed);
      addPower(power, transformed, size);
    }
    // Both power spectra are real and even: so are their inverse transforms, which come out as real and imaginary part.
    fft.inverseTransform(transformed, power);
    return [0, 1].map((part) =>
      Float64Array.from({ length: maxLag + 1 }, (_, lag) => transformed[2 * lag + part] / (trials * (steps - lag))),
    );
  }
}

function removeMeans(packed: Float64Array, steps: number): void {
  let first = 0;
  let second = 0;
  for (let t = 0; t < steps; t++) {
    first += packed[2 * t];
    second += packed[2 * t + 1];
  }
  first /= steps;
  second /= steps;
  for (let t = 0; t < steps; t++) {
    packed[2 * t] -= first;
    packed[2 * t + 1] -= second;
  }
}

/** Adds |A|^2 + i |B|^2 for the transform Z of a + i b: A = (Z_k + conj Z_-k) / 2, B = (Z_k - conj Z_-k) / 2i. */
function addPower(power: Float64Array, Z: Float64Array, size: number): void {
  for (let k = 0; k < size; k++) {
    const mirrored = 2 * ((size - k) & (size - 1));
    const re = Z[2 * k];
    const im = Z[2 * k + 1];
    const mirroredRe = Z[mirrored];
    const mirroredIm = Z[mirrored + 1];
    const aRe = (re + mirroredRe) / 2;
    const aIm = (im - mirroredIm) / 2;
    const bRe = (im + mirroredIm) / 2;
    const bIm = (mirroredRe - re) / 2;
    power[2 * k] += aRe * aRe + aIm * aIm;
    power[2 * k + 1] += bRe * bRe + bIm * bIm;
  }
}
