import { availableParallelism } from 'node:os';

/**
 * The cores that this process may use: those of the machine, of its container or control group, and no more than a batch system gave its task
 * or the user allows programs of many threads.
 */
export function coresHere(variables: NodeJS.ProcessEnv = process.env): number {
  const { SLURM_CPUS_PER_TASK, OMP_NUM_THREADS } = variables;
  const limits = [SLURM_CPUS_PER_TASK, OMP_NUM_THREADS].filter((text) => /^[1-9]\d{0,4}$/.test(text ?? '')).map(Number);
  return Math.min(availableParallelism(), ...limits);
}
