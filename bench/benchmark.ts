import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../pipeline/driver/paths.ts';
import { median } from '../src/analysis/statistics.ts';
import type { Bench, BenchWorkload, Measured, PeerResult } from '../src/artifact/bench.ts';
import type { Params } from '../src/params/params.ts';
import { trainingCount } from './count.ts';
import { writeWorkload } from './exchange.ts';
import { type Peer, PeerError } from './peer.ts';
import { NATIVE, REFERENCE, type Roster } from './roster.ts';
import { bringTogether, type Participants, type Rates, startAll, takeTurns } from './turns.ts';
import type { Workload } from './workloads.ts';

/** What the interleaved run adds to the head of bench.json. */
export type BenchmarkResult = Omit<Bench, 'format' | 'note' | 'machine' | 'load' | 'settings' | 'workers'>;

export interface BenchmarkOptions {
  params: Params;
  workloads: readonly Workload[];
  rounds: number;
  /** Time of a peer per round, at least one step. */
  sliceMilliseconds: number;
  core: number | null;
  log(text: string): void;
}

/** Speed-up above which the revectorizer counts as engaged. */
const ENGAGED = 1.4;

/**
 * The interleaved run. On every workload each peer must first give the kernel's loss and gradients; then all run in turn, round by round,
 * in rotating order. A peer that fails is left out from then on and reported.
 * @throws PeerError if the kernel or every multiply-add program fails
 */
export async function runBenchmark(roster: Roster, options: BenchmarkOptions): Promise<BenchmarkResult> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const field = await startAll(roster, options.core);
  try {
    const peers = field.peers.map(({ spec: { id, label }, versions }) => ({ id, label, versions }));
    const limits = field.limits.map(({ spec: { id, label } }) => ({ id, label }));
    const workloads: BenchWorkload[] = [];
    const rates: Rates = new Map();
    for (const workload of options.workloads) {
      options.log(workload.name);
      workloads.push(await measure(workload, field, rates, folder, options));
    }
    return {
      peers,
      leftOut: field.leftOut.map((one) => ({ ...one, reason: one.reason.replaceAll(`${ROOT}/`, '') })),
      limits: limits.map(({ id, label }) => ({ id, label, rates: ratesOf(rates, id) })),
      revectorizer: verdict(rates, workloads),
      workloads,
    };
  } finally {
    await Promise.all([...field.peers, ...field.limits].map((peer) => peer.close()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One workload. Peers that fail are taken out of `field`. */
async function measure(
  workload: Workload,
  field: Participants,
  rates: Rates,
  folder: string,
  { params, rounds, sliceMilliseconds, log }: BenchmarkOptions,
): Promise<BenchWorkload> {
  const file = join(folder, 'workload.safetensors');
  writeWorkload(file, workload, params);
  const { agreements, ready } = await bringTogether(workload, field, file, sliceMilliseconds);
  const differing = Object.keys(agreements).filter((id) => !agreements[id].agrees);
  if (differing.length > 0) log(`  not timed, results differ: ${differing.join(', ')}`);
  const roundRates = await takeTurns(ready, field, rounds);
  for (const [key, values] of roundRates) rates.set(key, [...(rates.get(key) ?? []), ...values]);
  const kernel = measured(ready.find(({ peer }) => peer.spec.id === REFERENCE)!.slices);
  const peers: Record<string, PeerResult> = {};
  for (const [id, agreement] of Object.entries(agreements)) {
    const slices = ready.find(({ peer }) => peer.spec.id === id)?.slices;
    const milliseconds = slices ? measured(slices) : null;
    peers[id] = { agreement, milliseconds, ratio: milliseconds && milliseconds.median / kernel.median };
  }
  const revectorized = peers['simd-128']?.ratio ?? 1;
  const multiplyAdds = trainingCount(workload, params.task.batchSize);
  const gigaflops = (2 * multiplyAdds) / kernel.median / 1e6;
  const limit = limitAt(roundRates, revectorized >= ENGAGED ? 256 : 128);
  const drawMilliseconds = await drawing(field.peers.find(({ spec }) => spec.id === REFERENCE)!);
  const share = gigaflops / limit;
  const batch = params.task.batchSize;
  const native = nativeResult(peers, roundRates, multiplyAdds, kernel.median);
  return { ...workload, batch, multiplyAdds, gigaflops, limit, share, drawMilliseconds, revectorized, native, peers };
}

/** The native kernel is measured against the widest vectors that the machine has, whichever of them it uses. */
function nativeResult(
  peers: Record<string, PeerResult>,
  rates: Rates,
  multiplyAdds: number,
  reference: number,
): BenchWorkload['native'] {
  const time = peers[NATIVE]?.milliseconds?.median;
  const bits = [512, 256, 128].find((width) => rates.has(`gcc ${width}`));
  if (time === undefined || bits === undefined) return null;
  const gigaflops = (2 * multiplyAdds) / time / 1e6;
  const limit = limitAt(rates, bits);
  return { gigaflops, bits, limit, share: gigaflops / limit, faster: reference / time };
}

async function drawing(kernel: Peer): Promise<number | null> {
  // Without the program that draws, see roster.ts.
  if (kernel.spec.args.length < 3) return null;
  return median((await kernel.call<{ milliseconds: number[] }>({ do: 'draw', steps: 100 })).milliseconds);
}

/** The best rate of separate multiplications and additions that any program reached at a width, GFLOP/s. */
function limitAt(rates: Rates, bits: number): number {
  const keys = [`wasm-${bits} ${bits}`, `gcc ${bits}`];
  const known = keys.flatMap((key) => (rates.has(key) ? [median(rates.get(key)!)] : []));
  if (known.length === 0)
    throw new PeerError(
      `No program measured the multiply-add rate of this machine at ${bits} bits. Check 'Left out' in the table for the reasons.`,
    );
  return Math.max(...known);
}

function ratesOf(rates: Rates, id: string): Record<string, Measured> {
  const measuredRates = [...rates].filter(([key]) => key.startsWith(`${id} `));
  return Object.fromEntries(measuredRates.map(([key, values]) => [key.slice(id.length + 1), measured(values)]));
}

function verdict(rates: Rates, workloads: readonly BenchWorkload[]): BenchmarkResult['revectorizer'] {
  const [on, off] = [rates.get('wasm-256 256'), rates.get('wasm-128 128')];
  const ratio = on && off ? median(on) / median(off) : 1;
  const kernelRatio = median(workloads.map(({ revectorized }) => revectorized));
  return { engaged: ratio >= ENGAGED, ratio, kernelEngaged: kernelRatio >= ENGAGED, kernelRatio };
}

export function measured(values: readonly number[]): Measured {
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) };
}
