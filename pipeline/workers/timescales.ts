import { summarize, type TimescaleProtocol, type TimescaleSummary, timescales } from '../../src/analysis/timescales.ts';
import { loadSimulate } from '../../src/engine/simd/simulate.ts';
import { simulate } from '../../src/network/dynamics.ts';
import type { EngineName } from '../training/engines.ts';
import { readSolved, type TrainedNetwork } from '../training/trained.ts';

export interface TimescalesPayload {
  network: TrainedNetwork;
  /** Ascending; of a non-modular network one alone. */
  tasks: number[];
  protocol: TimescaleProtocol;
  engine: EngineName;
}

/** Timescales of one network: behind every head of interest (modular), or of the core as it had solved one N. */
export default async function work(
  { network, tasks, protocol, engine }: TimescalesPayload,
  report: (fraction: number, label: string) => void,
): Promise<TimescaleSummary[]> {
  const solved = readSolved(network, Math.max(...tasks));
  // TensorFlow.js has no way to keep every state of a long run; beside it stands the plain float64 forward pass.
  const run = engine === 'simd' ? await loadSimulate() : simulate;
  const onModule = (done: number, of: number) => report(done / of, `module ${done} of ${of}`);
  return timescales(solved, protocol, run, { tasks, onModule }).map((one) => summarize(one, protocol.fits));
}
