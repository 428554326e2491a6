import { logits, type Simulate } from '../network/dynamics.ts';
import type { Leak, Network } from '../network/network.ts';
import { CheckpointError, readSafetensors } from '../network/safetensors.ts';

/** States and logits of a non-modular network that someone else computed. */
export interface Golden {
  sequences: number;
  /** [T, S] */
  bits: Uint8Array;
  /** [M, S] */
  initial: Float32Array;
  /** For each leak that the file has: activities after the last bit, [S, M], and logits, [heads, S, 2]. */
  expected: Map<Leak, { state: Float32Array; logits: Float32Array }>;
}

export interface GoldenError {
  leak: Leak;
  /** Largest absolute errors. */
  state: number;
  logits: number;
}

/**
 * Reads a golden file: bits [S, T], initial_state [S, M] and, for the leaks inside and outside, state.<leak> [S, M] and
 * logits.<leak> [heads, S, 2].
 * @throws CheckpointError where the file is damaged, or does not belong to `network`.
 */
export function readGolden(bytes: Uint8Array, network: Network): Golden {
  if (network.architecture === 'modular') {
    throw new CheckpointError('Golden states are of one core of neurons: give a non-modular checkpoint.');
  }
  const { tensors } = readSafetensors(bytes);
  const M = network.size;
  const take = (name: string, shape: readonly number[]) => {
    const tensor = tensors.get(name);
    const fits = tensor?.shape.length === shape.length && tensor.shape.every((extent, i) => extent === shape[i]);
    if (tensor && fits) return tensor.values;
    const found = tensor ? `has shape [${tensor.shape.join(', ')}]` : 'is missing';
    throw new CheckpointError(
      `This is no golden file of this network: ${name} of shape [${shape.join(', ')}] is asked for, but ${found}. Give the golden file that was made with the checkpoint.`,
    );
  };
  const [S = 0, T = 0] = tensors.get('bits')?.shape ?? [];
  const bits = take('bits', [S, T]);
  const initial = take('initial_state', [S, M]);
  const expected: Golden['expected'] = new Map();
  for (const leak of ['inside', 'outside'] as const) {
    if (!tensors.has(`state.${leak}`) && !tensors.has(`logits.${leak}`)) continue;
    const state = take(`state.${leak}`, [S, M]);
    expected.set(leak, { state, logits: take(`logits.${leak}`, [network.heads.length, S, 2]) });
  }
  if (expected.size === 0) take('state.inside', [S, M]);
  return {
    sequences: S,
    bits: Uint8Array.from({ length: T * S }, (_, n) => (bits[(n % S) * T + Math.floor(n / S)] > 0.5 ? 1 : 0)),
    initial: Float32Array.from({ length: M * S }, (_, n) => initial[(n % S) * M + Math.floor(n / S)]),
    expected,
  };
}

/** The largest error of the recomputed state and logits, for each leak. */
export function goldenErrors(network: Network, golden: Golden, simulate: Simulate): GoldenError[] {
  const { sequences: S, bits, initial } = golden;
  const M = network.size;
  return [...golden.expected].map(([leak, expected]) => {
    const error: GoldenError = { leak, state: 0, logits: 0 };
    simulate({ ...network, leak }, bits, S, initial, (_, activity) => {
      const last = activity.subarray((bits.length / S) * M * S);
      for (let n = 0; n < M * S; n++) {
        error.state = worse(error.state, last[n] - expected.state[(n % S) * M + Math.floor(n / S)]);
      }
      network.heads.forEach((head, k) => {
        logits(head, last, M, S).forEach((value, n) => {
          const at = (k * S + (n % S)) * 2 + Math.floor(n / S);
          error.logits = worse(error.logits, value - expected.logits[at]);
        });
      });
    });
    return error;
  });
}

/** The larger of two errors; not a number is worse than all. */
function worse(largest: number, difference: number): number {
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largest, Math.abs(difference));
}
