import { type CrosscheckStep, crosscheckSchema } from '../../../src/artifact/crosscheck.ts';
import { readJson } from './artifacts.ts';

/** The two engines side by side, or null when the stage has not run. */
export const crosscheck = readJson('tables/crosscheck.json', crosscheckSchema);

/** The largest relative difference between the engines over some steps. */
export function worst(steps: readonly CrosscheckStep[]): { loss: number; gradient: number; tensor: string } {
  const gradient = steps.reduce((a, b) => (b.worstGradient.relativeError > a.worstGradient.relativeError ? b : a));
  return {
    loss: Math.max(...steps.map(({ loss }) => Math.abs(loss.simd - loss.tfjs) / Math.abs(loss.tfjs))),
    gradient: gradient.worstGradient.relativeError,
    tensor: gradient.worstGradient.tensor,
  };
}
