import { createHash } from 'node:crypto';

/** What decides one fit. */
export interface Configuration {
  engine: string;
  seed: number;
  points: number;
  data: { slope: number; spread: number; noise: 'normal' | 'uniform' };
  through: 'anywhere' | 'origin';
}

/** Seeded numbers from 0 to 1. */
export function stream(seed: number, purpose: string): () => number {
  let drawn = 0;
  return () => createHash('sha256').update(`${seed} ${purpose} ${drawn++}`).digest().readUInt32BE() / 2 ** 32;
}

/** A line fitted by least squares to points on y = slope x with noise. */
export function fitLine({ seed, points, data, through }: Configuration): { slope: number; intercept: number } {
  const next = stream(seed, 'noise');
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const noise = () => data.spread * (data.noise === 'normal' ? normal() : Math.sqrt(12) * (next() - 0.5));
  const x = Array.from({ length: points }, (_, i) => i / (points - 1));
  const y = x.map((one) => data.slope * one + noise());
  const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [mx, my] = through === 'origin' ? [0, 0] : [mean(x), mean(y)];
  const slope = mean(x.map((one, i) => (one - mx) * (y[i] - my))) / mean(x.map((one) => (one - mx) ** 2));
  return { slope, intercept: my - slope * mx };
}
