import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../pipeline/paths.ts';
import { median } from '../src/analysis/statistics.ts';
import type { Params } from '../src/params/params.ts';
import { type Agreement, compare, type Outcome } from './agreement.ts';
import { trainingCount } from './count.ts';
import { readGradients, writeWorkload } from './exchange.ts';
import { Peer, PeerError, type PeerSpec } from './peer.ts';
import { REFERENCE, type Roster } from './roster.ts';
import type { Workload } from './workloads.ts';

/** A quantity over the rounds. */
export interface Measured {
  median: number;
  lowest: number;
  highest: number;
}

export interface PeerResult {
  agreement: Agreement;
  /** Of a training step; null where the peer does not agree, and is not timed. */
  milliseconds: Measured | null;
  /** Its median over the kernel's. */
  ratio: number | null;
}

export interface WorkloadResult extends Workload {
  batch: number;
  /** Multiply-adds of a step that the equations ask for. */
  multiplyAdds: number;
  /** Of the kernel: two floating-point operations a multiply-add. */
  gigaflops: number;
  /** The machine's multiply-add rate in the same rounds, GFLOP/s, at the width that the kernel runs at. */
  limit: number;
  share: number;
  /** Part of the kernel's step that draws the batch, which the peers are given; null where it could not be measured. */
  drawMilliseconds: number | null;
  /** The kernel's own gain by the revectorizer: time without over time with. */
  revectorized: number;
  peers: Record<string, PeerResult>;
}

export interface BenchmarkResult {
  peers: { id: string; label: string; versions: Record<string, string> }[];
  leftOut: { id: string; label: string; reason: string }[];
  /** GFLOP/s by program and width in bits, over all rounds of all workloads. */
  limits: { id: string; label: string; rates: Record<string, Measured> }[];
  revectorizer: {
    /** Whether V8 makes 256-bit operations of the multiply-add program's, by its rate with over without. */
    engaged: boolean;
    ratio: number;
    /** The same of the kernel, by the median over the workloads. */
    kernelEngaged: boolean;
    kernelRatio: number;
  };
  workloads: WorkloadResult[];
}

export interface BenchmarkOptions {
  params: Params;
  workloads: readonly Workload[];
  rounds: number;
  /** Time that a peer gets in a round, at least one step. */
  sliceMilliseconds: number;
  core: number | null;
  say(text: string): void;
}

/** From how much gain on the vectors count as paired: half of what pairing all of them gives. */
const ENGAGED = 1.4;
const STEPS_COMPARED = 3;

/**
 * The interleaved run: on every workload each peer first proves that it computes the kernel's loss and gradients, then all take turns,
 * round by round, in rotating order. A peer that fails is left out from there on and named.
 */
export async function runBenchmark(roster: Roster, options: BenchmarkOptions): Promise<BenchmarkResult> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const leftOut = [...roster.leftOut];
  const peers = await startAll(roster.peers, options.core, leftOut);
  const limits = await startAll(roster.limits, options.core, leftOut);
  try {
    if (!peers.some(({ spec }) => spec.id === REFERENCE)) {
      throw new PeerError(`The kernel itself does not run here: ${leftOut.map(({ reason }) => reason).join('; ')}`);
    }
    const described = peers.map(({ spec: { id, label }, versions }) => ({ id, label, versions }));
    const labels = limits.map(({ spec: { id, label } }) => ({ id, label }));
    const workloads: WorkloadResult[] = [];
    const rates = new Map<string, number[]>();
    for (const workload of options.workloads) {
      options.say(workload.name);
      workloads.push(await measure(workload, peers, limits, leftOut, rates, folder, options));
    }
    return {
      peers: described,
      leftOut: leftOut.map((one) => ({ ...one, reason: one.reason.replaceAll(`${ROOT}/`, '') })),
      limits: labels.map(({ id, label }) => ({ id, label, rates: ratesOf(rates, id) })),
      revectorizer: verdict(rates, workloads),
      workloads,
    };
  } finally {
    await Promise.all([...peers, ...limits].map((peer) => peer.close()));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startAll(specs: readonly PeerSpec[], core: number | null, leftOut: Roster['leftOut']) {
  const started: Peer[] = [];
  for (const spec of specs) {
    try {
      started.push(await Peer.start(spec, core));
    } catch (error) {
      leave(error, spec, leftOut);
    }
  }
  return started;
}

/** Notes why a peer is left out; any other error is not a peer's. */
function leave(error: unknown, { id, label }: PeerSpec, leftOut: Roster['leftOut']): void {
  if (!(error instanceof PeerError)) throw error;
  leftOut.push({ id, label, reason: error.message });
}

/** One workload. Peers that fail are taken out of `peers`. */
async function measure(
  workload: Workload,
  peers: Peer[],
  limits: readonly Peer[],
  leftOut: Roster['leftOut'],
  rates: Map<string, number[]>,
  folder: string,
  { params, rounds, sliceMilliseconds, say }: BenchmarkOptions,
): Promise<WorkloadResult> {
  const file = join(folder, 'workload.safetensors');
  writeWorkload(file, workload, params);
  const results: Record<string, PeerResult> = {};
  const timed: { peer: Peer; steps: number; slices: number[] }[] = [];
  let kernel: Outcome | undefined;
  for (const peer of [...peers]) {
    if (peer.spec.only !== undefined && peer.spec.only !== workload.architecture) continue;
    // One module has nothing to stack, and nothing frozen to differ in.
    if (peer.spec.only === 'modular' && workload.tasks === 1) continue;
    try {
      const outcome = await ask(peer, workload, file, join(folder, 'gradients.safetensors'));
      kernel ??= outcome;
      const agreement = compare(outcome, kernel);
      results[peer.spec.id] = { agreement, milliseconds: null, ratio: null };
      if (!agreement.agrees) say(`  ${peer.spec.label}: does not agree, not timed`);
      else timed.push({ peer, steps: await stepsFor(peer, sliceMilliseconds), slices: [] });
    } catch (error) {
      leave(error, peer.spec, leftOut);
      peers.splice(peers.indexOf(peer), 1);
      if (peer.spec.id === REFERENCE) throw error;
    }
  }
  const own = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < timed.length; turn++) {
      const { peer, steps, slices } = timed[(round + turn) % timed.length];
      slices.push(await slice(peer, steps));
    }
    for (const limit of limits) {
      const answer = await limit.ask<{ rates: Record<string, number> }>({ do: 'rate' });
      for (const [bits, rate] of Object.entries(answer.rates)) {
        for (const map of [rates, own]) {
          const key = `${limit.spec.id} ${bits}`;
          map.set(key, [...(map.get(key) ?? []), rate]);
        }
      }
    }
  }
  for (const { peer, slices } of timed) results[peer.spec.id].milliseconds = measured(slices);
  const milliseconds = results[REFERENCE].milliseconds!.median;
  for (const result of Object.values(results)) {
    if (result.milliseconds) result.ratio = result.milliseconds.median / milliseconds;
  }
  const revectorized = results['simd-128']?.ratio ?? 1;
  const multiplyAdds = trainingCount(workload, params.task.batchSize);
  const gigaflops = (2 * multiplyAdds) / milliseconds / 1e6;
  const limit = limitAt(own, revectorized >= ENGAGED ? 256 : 128);
  const draws = await drawing(timed[0].peer, timed[0].steps * rounds);
  return {
    ...workload,
    batch: params.task.batchSize,
    multiplyAdds,
    gigaflops,
    limit,
    share: gigaflops / limit,
    drawMilliseconds: draws,
    revectorized,
    peers: results,
  };
}

/** Loads a workload and asks for everything that is compared. */
async function ask(peer: Peer, workload: Workload, file: string, gradientsFile: string): Promise<Outcome> {
  await peer.ask({ do: 'load', file, workload });
  const { loss } = await peer.ask<{ loss: number }>({ do: 'gradients', file: gradientsFile });
  const { losses } = await peer.ask<{ losses: number[] }>({ do: 'train', steps: STEPS_COMPARED });
  return { loss, gradients: readGradients(gradientsFile), losses };
}

/** How many steps fill a slice, after the same steps as a warm-up. */
async function stepsFor(peer: Peer, sliceMilliseconds: number): Promise<number> {
  const fitting = (step: number) => Math.min(Math.max(Math.round(sliceMilliseconds / step), 1), 400);
  return fitting(await slice(peer, fitting(await slice(peer, 2))));
}

async function slice(peer: Peer, steps: number): Promise<number> {
  return median((await peer.ask<{ milliseconds: number[] }>({ do: 'train', steps })).milliseconds);
}

async function drawing(kernel: Peer, times: number): Promise<number | null> {
  if (kernel.spec.args.length < 3) return null;
  return median((await kernel.ask<{ milliseconds: number[] }>({ do: 'draw', steps: times })).milliseconds);
}

/** The best rate of separate multiplications and additions that any program reached at a width, GFLOP/s. */
function limitAt(rates: Map<string, number[]>, bits: number): number {
  const keys = [`wasm-${bits} ${bits}`, `gcc ${bits}`];
  return Math.max(...keys.map((key) => (rates.has(key) ? median(rates.get(key)!) : 0)));
}

function ratesOf(rates: Map<string, number[]>, id: string): Record<string, Measured> {
  const own = [...rates].filter(([key]) => key.startsWith(`${id} `));
  return Object.fromEntries(own.map(([key, values]) => [key.slice(id.length + 1), measured(values)]));
}

function verdict(rates: Map<string, number[]>, workloads: readonly WorkloadResult[]): BenchmarkResult['revectorizer'] {
  const [on, off] = [rates.get('wasm-256 256'), rates.get('wasm-128 128')];
  const ratio = on && off ? median(on) / median(off) : 1;
  const kernelRatio = median(workloads.map(({ revectorized }) => revectorized));
  return { engaged: ratio >= ENGAGED, ratio, kernelEngaged: kernelRatio >= ENGAGED, kernelRatio };
}

export function measured(values: readonly number[]): Measured {
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) };
}
