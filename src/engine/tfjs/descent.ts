import type { NamedTensor } from '../../network/tensors.ts';
import type { Gradients, Optimizer } from '../engine.ts';

/** Euclidean norm of a gradient over all its tensors. */
export function gradientNorm(gradients: Gradients): number {
  let sum = 0;
  for (const gradient of gradients.values()) for (const g of gradient) sum += g * g;
  return Math.sqrt(sum);
}

/**
 * One step of stochastic gradient descent in place: the whole gradient scaled by min(1, clip / (norm + 1e-6)), then Nesterov
 * momentum in PyTorch's form, v = mu v + g and p = p - lr (g + mu v).
 *
 * @param velocity by tensor name; one that is missing starts at zero
 * @returns the norm before clipping
 */
export function descend(
  tensors: readonly NamedTensor[],
  gradients: Gradients,
  velocity: Map<string, Float32Array>,
  optimizer: Optimizer,
): number {
  const { learningRate, momentum, clip } = optimizer;
  const norm = gradientNorm(gradients);
  const coefficient = Math.min(1, clip / (norm + 1e-6));
  for (const { name, values } of tensors) {
    const gradient = gradients.get(name);
    if (!gradient) throw new Error(`no gradient of ${name}`);
    const v = velocity.get(name) ?? new Float32Array(values.length);
    velocity.set(name, v);
    for (let n = 0; n < values.length; n++) {
      const g = coefficient * gradient[n];
      v[n] = momentum * v[n] + g;
      values[n] -= learningRate * (g + momentum * v[n]);
    }
  }
  return norm;
}
