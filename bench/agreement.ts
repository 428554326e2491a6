import type { Agreement } from '../src/artifact/bench.ts';
import type { Gradients } from '../src/engine/engine.ts';

/** Largest relative differences at which a peer still agrees. */
export const TOLERANCE = { loss: 1e-4, gradient: 1e-3, lossAfterUpdates: 1e-3 };

/** Loss and gradients of a peer at the initial network, and the losses of its first training steps. */
export interface PeerOutcome {
  loss: number;
  gradients: Gradients;
  losses: number[];
}

/**
 * Compares a peer with the kernel. The difference of a tensor is relative to its norm, but at least to a thousandth of the norm of the
 * whole gradient. A tensor that only one of them has counts as an infinite difference.
 */
export function compare(peer: PeerOutcome, kernel: PeerOutcome): Agreement {
  const loss = relative(peer.loss, kernel.loss);
  const whole = Math.hypot(...[...kernel.gradients.values()].map((gradient) => norm(gradient)));
  let gradient = { tensor: '', relativeError: -1 };
  for (const tensor of new Set([...kernel.gradients.keys(), ...peer.gradients.keys()])) {
    const [a, b] = [peer.gradients.get(tensor), kernel.gradients.get(tensor)];
    const same = a && b && a.length === b.length;
    const error = same ? norm(a.map((g, n) => g - b[n])) / Math.max(norm(b), 1e-3 * whole) : Number.MAX_VALUE;
    if (!(error <= gradient.relativeError)) gradient = { tensor, relativeError: error };
  }
  const lossAfterUpdates = Math.max(...kernel.losses.map((loss, step) => relative(peer.losses[step], loss)));
  const agrees =
    loss <= TOLERANCE.loss &&
    gradient.relativeError <= TOLERANCE.gradient &&
    lossAfterUpdates <= TOLERANCE.lossAfterUpdates;
  return { loss, gradient, lossAfterUpdates, agrees };
}

function relative(a: number, b: number): number {
  return Math.abs(a - b) / Math.abs(b);
}

function norm(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
