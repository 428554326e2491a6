import { readJson } from './artifacts.ts';

interface Both {
  simd: number;
  tfjs: number;
}

/** One training step of one network, computed by both engines from the same seed and the same batch. */
export interface Step {
  step: number;
  N: number;
  length: number;
  loss: Both;
  gradientNorm: Both;
  accuracy: Both;
  worstGradient: { tensor: string; relativeError: number };
}

export interface CheckedNetwork {
  architecture: string;
  size: number;
  seed: number;
  steps: Step[];
}

/** The two engines side by side, or null when the stage has not run. */
export const crosscheck = readJson<{ engines: unknown; networks: CheckedNetwork[] }>('tables/crosscheck.json');

/** The largest relative difference between the engines over some steps. */
export function worst(steps: readonly Step[]): { loss: number; gradient: number; tensor: string } {
  const gradient = steps.reduce((a, b) => (b.worstGradient.relativeError > a.worstGradient.relativeError ? b : a));
  return {
    loss: Math.max(...steps.map(({ loss }) => Math.abs(loss.simd - loss.tfjs) / Math.abs(loss.tfjs))),
    gradient: gradient.worstGradient.relativeError,
    tensor: gradient.worstGradient.tensor,
  };
}
