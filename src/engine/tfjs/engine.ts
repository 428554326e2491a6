import type { Engine } from '../engine.ts';
import { BACKENDS, type Backend, loadBackend } from './backend.ts';
import { openSession } from './session.ts';

/**
 * The reference engine: the training step by TensorFlow.js's automatic differentiation, on tfjs-node where it loads, else
 * on the backends of TensorFlow.js. `backend` says which.
 *
 * @throws Error where none of `choices` loads
 */
export async function tfjsEngine(choices: readonly Backend[] = BACKENDS): Promise<Engine> {
  const { tf, backend } = await loadBackend(choices);
  return {
    name: 'tfjs',
    backend,
    open: (network, options, velocity) => openSession(tf, network, options, velocity),
  };
}
