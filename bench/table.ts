import type { BenchMachine, BenchWorkload, ScalingPoint, WorkersResult } from '../src/artifact/bench.ts';
import type { BenchmarkResult } from './benchmark.ts';
import { REFERENCE } from './roster.ts';

const LABEL = 38;
const COLUMN = 12;

/** The benchmark for a terminal: medians in milliseconds a step, ratios to the kernel, and the kernel against the machine. */
export function describeBenchmark(result: BenchmarkResult, machine: BenchMachine): string {
  const { workloads, peers, limits, leftOut, revectorizer } = result;
  const row = (label: string, cell: (workload: BenchWorkload) => string) =>
    label.padEnd(LABEL) + workloads.map((workload) => cell(workload).padStart(COLUMN)).join('');
  const time = ({ peers }: BenchWorkload, id: string) => {
    const found = peers[id];
    if (!found) return '';
    return found.milliseconds ? significant(found.milliseconds.median) : 'differs';
  };
  const ratio = ({ peers }: BenchWorkload, id: string) =>
    peers[id]?.ratio == null ? '' : `${significant(peers[id].ratio)} x`;
  const others = peers.filter(({ id }) => id !== REFERENCE);
  const spared = (workload: BenchWorkload) =>
    workload.drawMilliseconds === null
      ? ''
      : significant(workload.peers[REFERENCE].milliseconds!.median - workload.drawMilliseconds);
  const rates = (limit: BenchmarkResult['limits'][number]) =>
    Object.entries(limit.rates)
      .map(([bits, { median }]) => `${median.toFixed(1)} at ${bits} bits`)
      .join(', ');
  return [
    `${machine.cpu}${machine.family ? ` (${machine.family})` : ''}, ${machine.cores} cores, Node ${machine.node}, V8 ${machine.v8}; one thread each${machine.pinned ? ', all on one core' : ''}`,
    '',
    row('', ({ architecture }) => architecture),
    row('M / modules or heads / L', ({ size, tasks, length }) => `${size}/${tasks}/${length}`),
    '',
    'milliseconds per training step (median over rounds)',
    ...peers.map(({ id, label }) => row(`  ${label}`, (workload) => time(workload, id))),
    row('  simd kernel, less drawing the batch', spared),
    '',
    'times slower than the simd kernel',
    ...others.map(({ id, label }) => row(`  ${label}`, (workload) => ratio(workload, id))),
    '',
    row('simd kernel, GFLOP/s', ({ gigaflops }) => gigaflops.toFixed(1)),
    row('machine, multiply + add, GFLOP/s', ({ limit }) => limit.toFixed(1)),
    row('share of the machine', ({ share }) => `${(100 * share).toFixed(0)} %`),
    row('native kernel, GFLOP/s', ({ native }) => native?.gigaflops.toFixed(1) ?? ''),
    row('machine at its full width, GFLOP/s', ({ native }) => native?.limit.toFixed(1) ?? ''),
    row('share of the machine', ({ native }) => (native ? `${(100 * native.share).toFixed(0)} %` : '')),
    row('times faster than the simd kernel', ({ native }) => (native ? `${significant(native.faster)} x` : '')),
    row('times faster than JAX', (workload) => fasterThanJax(workload)),
    '',
    'The kernel draws bits and initial states within its step; the peers receive theirs.',
    `The revectorizer ${revectorizer.kernelEngaged ? 'engaged' : 'did not engage'} on the kernel (${revectorizer.kernelRatio.toFixed(2)} x) and ${revectorizer.engaged ? 'engaged' : 'did not engage'} on the multiply-add program (${revectorizer.ratio.toFixed(2)} x).`,
    ...peers.flatMap(({ id, label }) => beyond(id, label, workloads)),
    ...limits.map((limit) => `Multiply-adds, ${limit.label}: ${rates(limit)} (GFLOP/s)`),
    ...leftOut.map(({ label, reason }) => `Left out: ${label}: ${reason}.`),
  ].join('\n');
}

function fasterThanJax({ peers }: BenchWorkload): string {
  const [native, jax] = ['native', 'jax'].map((id) => peers[id]?.milliseconds?.median);
  return native === undefined || jax === undefined ? '' : `${significant(jax / native)} x`;
}

/** Workloads on which a peer exceeds the limit of the vectors and operations of the kernel. */
function beyond(id: string, label: string, workloads: readonly BenchWorkload[]): string[] {
  const above = workloads.filter(({ peers, multiplyAdds, limit }) => {
    const milliseconds = peers[id]?.milliseconds?.median;
    return milliseconds !== undefined && (2 * multiplyAdds) / milliseconds / 1e6 > limit;
  });
  if (above.length === 0) return [];
  const names = above.map(({ name }) => name).join(', ');
  return [`${label}: above the limit, so with wider vectors or fused operations, on ${names}.`];
}

/** Two workers compared with one, as text. */
export function describeWorkers(results: readonly WorkersResult[]): string {
  return results
    .map(
      ({ workload, one, two, ratio }) =>
        `Two workers, ${workload}: ${significant(two)} steps a second, one alone ${significant(one)}: ${ratio.toFixed(2)} x`,
    )
    .join('\n');
}

/** Seconds of a curriculum step by M and N. */
export function describeScaling(points: readonly ScalingPoint[]): string {
  const lines = points.map(
    ({ architecture, M, N, seconds, gigaflops, flop }) =>
      `  ${architecture.padEnd(12)} M ${String(M).padStart(4)}  N ${String(N).padStart(4)}  ${significant(seconds).padStart(8)} s  ${significant(flop / 1e9).padStart(8)} GFLOP  ${gigaflops.toFixed(1).padStart(6)} GFLOP/s`,
  );
  return ['cost of a curriculum step', ...lines].join('\n');
}

function significant(value: number): string {
  return value >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
