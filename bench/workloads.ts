import type { Optimizer } from '../src/engine/engine.ts';
import { FRESH, grow } from '../src/network/growth.ts';
import { initialNetwork } from '../src/network/initial.ts';
import type { Architecture, Network, ParameterGroup } from '../src/network/network.ts';
import type { Params } from '../src/params/params.ts';
import type { BatchOrigin } from '../src/task/batch.ts';

/** A training step on sequences of one length, by shapes. */
export interface Workload {
  name: string;
  architecture: Architecture;
  /** M */
  size: number;
  /** D, modules (modular), or K, heads on the one core (non-modular). */
  tasks: number;
  /** L */
  length: number;
}

export const ALL_GROUPS: readonly ParameterGroup[] = ['recurrent', 'feedforward', 'input', 'tau', 'readout'];
const SEED = 7;

/** A workload named after its shapes. */
export function workload(architecture: Architecture, size: number, tasks: number, length: number): Workload {
  return { name: `${architecture} ${size}/${tasks}/${length}`, architecture, size, tasks, length };
}

export const WORKLOADS: readonly Workload[] = [
  workload('modular', 5, 29, 75),
  workload('modular', 15, 29, 75),
  workload('modular', 20, 59, 150),
  workload('modular', 10, 59, 150),
  workload('non-modular', 20, 10, 30),
  workload('non-modular', 54, 10, 30),
  workload('non-modular', 91, 12, 35),
  workload('non-modular', 128, 20, 50),
];

/** Small workloads of the same kinds, for tests. */
export const QUICK_WORKLOADS: readonly Workload[] = [
  workload('modular', 5, 4, 12),
  workload('modular', 7, 1, 6),
  workload('non-modular', 11, 3, 9),
];

/** The network of a workload, grown task by task without copying: every module has different weights. */
export function networkOf({ architecture, size, tasks }: Workload): Network {
  let network = initialNetwork(architecture, size, SEED);
  for (let task = 1; task < tasks; task++) network = grow(network, FRESH, SEED);
  return network;
}

/** The batch of all peers. */
export function originOf({ length }: Workload): BatchOrigin {
  return { seed: SEED, purpose: 'train', index: 0, length, bits: 'per-sequence' };
}

/** The optimizer of an architecture in the protocol. */
export function optimizerOf({ architecture }: Workload, { training }: Params): Optimizer {
  const optimizer = architecture === 'modular' ? training.modular : training.nonModular;
  return { ...optimizer, clip: training.clip };
}
