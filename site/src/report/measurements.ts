import { median } from '../../../src/analysis/statistics.ts';
import type { Bench, Scaling, ScalingPoint, BenchWorkload as Workload } from '../../../src/artifact/bench.ts';
import { type Row, round } from '../../../src/artifact/table.ts';

/** The peer that all others are compared with. */
export const KERNEL = 'simd';

/** Names of the peers in sentences, by id; other peers keep their label. */
const NAMES: Record<string, string> = {
  simd: 'the kernel',
  native: 'the native kernel',
  'simd-128': 'the kernel without the revectorizer',
  tfjs: 'tfjs-node',
  jax: 'JAX',
  'torch-stacked': 'PyTorch with modules stacked',
  'torch-loop': 'PyTorch with frozen modules under no_grad',
  'torch-autograd': "PyTorch in the group's style",
};

/** The name of a peer in a sentence. */
export function peerName({ id, label }: { id: string; label: string }): string {
  return NAMES[id] ?? label;
}

/** Modular before non-modular, small before large. */
export function ordered(workloads: readonly Workload[]): Workload[] {
  return [...workloads].sort((a, b) =>
    a.architecture === b.architecture ? a.size - b.size : a.architecture < b.architecture ? -1 : 1,
  );
}

/** Vector width of the kernel in bits. */
export function kernelBits(bench: Bench): number {
  return bench.revectorizer.kernelEngaged ? 256 : 128;
}

/** GFLOP/s of a peer on a workload by the same count as the kernel's; null if it was not timed. */
export function gigaflopsOf(workload: Workload, peer: string): number | null {
  const median = workload.peers[peer]?.milliseconds?.median;
  return median === undefined ? null : (2 * workload.multiplyAdds) / median / 1e6;
}

/** The rows of every drawing of measurements, by its id; empty if the benchmark has not been run. */
export function measuredRows(bench: Bench | null, scaling: Scaling | null): Record<string, Row[]> {
  const limit = bench?.workloads.length ? median(bench.workloads.map(({ limit }) => limit)) : null;
  const points = scaling?.points ?? [];
  const byTask = costRows(points.filter(onCurve(points)), ({ architecture, M }) => `${architecture} ${M}`, limit);
  const bySize = costRows(atOneTask(points), ({ architecture }) => architecture, limit);
  return {
    speed: bench ? speedRows(bench) : [],
    rate: bench ? rateRows(bench) : [],
    'cost-by-task': byTask,
    'rate-by-task': byTask,
    'cost-by-size': bySize,
    'rate-by-size': bySize,
  };
}

function speedRows(bench: Bench): Row[] {
  return ordered(bench.workloads).flatMap((workload) =>
    bench.peers
      .filter(({ id }) => workload.peers[id])
      .map((peer): Row => {
        const { milliseconds, ratio } = workload.peers[peer.id];
        const { name, architecture, size } = workload;
        return {
          workload: name,
          architecture,
          size,
          peer: peer.id,
          name: peerName(peer),
          milliseconds: rounded(milliseconds?.median),
          lowest: rounded(milliseconds?.lowest),
          highest: rounded(milliseconds?.highest),
          ratio: rounded(ratio),
        };
      }),
  );
}

function rateRows(bench: Bench): Row[] {
  const bits = kernelBits(bench);
  const machine = machineRates(bench).map((rate): Row => ({ kind: 'machine', ...rate }));
  const rows = ordered(bench.workloads).flatMap((workload): Row[] => {
    const { name, architecture, size, gigaflops, limit, share } = workload;
    const network = { workload: name, architecture, size };
    const jax = gigaflopsOf(workload, 'jax');
    return [
      { kind: 'kernel', ...network, gigaflops: round(gigaflops), limit: round(limit), bits, share: round(share) },
      ...(jax === null ? [] : [{ kind: 'peer', ...network, peer: 'jax', name: 'JAX', gigaflops: round(jax) }]),
    ];
  });
  return [...machine, ...rows];
}

/** The machine's best rate of separate multiplications and additions at each width of vectors, narrow first. */
export function machineRates({ limits }: Bench): { bits: number; gigaflops: number }[] {
  const separate = limits.filter(({ id }) => !id.endsWith('fused'));
  const widths = new Set(separate.flatMap(({ rates }) => Object.keys(rates)));
  return [...widths]
    .map(Number)
    .sort((a, b) => a - b)
    .map((bits) => ({
      bits,
      gigaflops: round(Math.max(...separate.map(({ rates }) => rates[bits]?.median ?? 0))),
    }));
}

function costRows(
  points: readonly ScalingPoint[],
  curve: (point: ScalingPoint) => string,
  limit: number | null,
): Row[] {
  const best = new Map<string, number>();
  for (const point of points) best.set(curve(point), Math.max(best.get(curve(point)) ?? 0, point.gigaflops));
  return points.map((point): Row => {
    const { architecture, M, N, seconds, flop, gigaflops } = point;
    return {
      architecture,
      size: M,
      N,
      seconds: round(seconds),
      flop,
      gigaflops: round(gigaflops),
      flopSeconds: round(flop / best.get(curve(point))! / 1e9),
      limit: rounded(limit),
    };
  });
}

/** Whether a point's network was measured at several N. */
function onCurve(points: readonly ScalingPoint[]) {
  return ({ architecture, M }: ScalingPoint) =>
    new Set(points.filter((point) => point.architecture === architecture && point.M === M).map(({ N }) => N)).size > 1;
}

/** The points at the task N that most sizes were measured at. */
function atOneTask(points: readonly ScalingPoint[]): ScalingPoint[] {
  const counts = new Map<number, number>();
  for (const { N } of points) counts.set(N, (counts.get(N) ?? 0) + 1);
  const [task] = [...counts].reduce((top, entry) => (entry[1] > top[1] ? entry : top), [0, 0]);
  return points
    .filter(({ N }) => N === task)
    .sort((a, b) => (a.architecture < b.architecture ? -1 : a.architecture > b.architecture ? 1 : a.M - b.M));
}

function rounded(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : round(value);
}
