import type { Bench, Deep, Scaling, ScalingPoint, BenchWorkload as Workload } from '../../../src/artifact/bench.ts';
import { meanLength } from '../../../src/task/length.ts';
import { gigaflopsOf, KERNEL, kernelBits, ordered, peerName } from './measurements.ts';
import { capital } from './text.ts';

// Sentences about the records of the benchmark.

/** Below this share of its best rate a curve departs from the flop count. */
const FOLLOWS = 0.8;
/** Sequences in the lanes of a tile, and bytes of a float32. */
const LANES = 16;
const BYTES = 4;

/** 'modular 5'. */
export function networkOf({ architecture, size }: Workload): string {
  return `${architecture} ${size}`;
}

/** A ratio as it is read: 1.07, 13, 310. */
export function times(ratio: number): string {
  return ratio >= 10 ? String(Math.round(ratio)) : String(Number(ratio.toPrecision(3)));
}

/** 'a, b and c'. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

function range(values: readonly number[], format: (value: number) => string): string {
  const [low, high] = [format(Math.min(...values)), format(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
}

const percent = (share: number) => `${Math.round(100 * share)}`;

/** Compares the kernel with each peer, slowest peer first; peers that are faster on some workload get a sentence each. */
export function answer(bench: Bench): string[] {
  const standings = bench.peers
    .filter(({ id }) => id !== KERNEL && id !== 'simd-128')
    .map((peer) => ({
      name: peerName(peer),
      timed: ordered(bench.workloads).flatMap((workload) => {
        const ratio = workload.peers[peer.id]?.ratio ?? null;
        return ratio === null ? [] : [{ workload, ratio }];
      }),
    }))
    .filter(({ timed }) => timed.length > 0)
    .map((standing) => ({ ...standing, ratios: standing.timed.map(({ ratio }) => ratio) }))
    .sort((a, b) => Math.max(...b.ratios) - Math.max(...a.ratios));
  const behind = standings.filter(({ ratios }) => ratios.every((ratio) => ratio >= 1));
  const clauses = behind.map(({ name, timed, ratios }) => {
    const part = timed.length < bench.workloads.length ? ` (${onlyOn(timed)})` : '';
    return `${range(ratios, times)} times as fast as ${name}${part}`;
  });
  const first = clauses.length > 0 ? [`On the same training step, the kernel is ${listed(clauses)}.`] : [];
  return [...first, ...standings.filter((standing) => !behind.includes(standing)).map(contested)];
}

function onlyOn(timed: readonly { workload: Workload }[]): string {
  const [first, ...others] = new Set(timed.map(({ workload }) => workload.architecture));
  return others.length === 0 ? `${first} networks` : listed(timed.map(({ workload }) => networkOf(workload)));
}

function contested({ name, timed }: { name: string; timed: readonly { workload: Workload; ratio: number }[] }): string {
  const ahead = timed.filter(({ ratio }) => ratio >= 1).map(({ ratio }) => ratio);
  const lost = timed.filter(({ ratio }) => ratio < 1);
  const asFast = range(
    lost.map(({ ratio }) => 1 / ratio),
    times,
  );
  if (ahead.length === 0) return `${capital(name)} is ${asFast} times as fast as the kernel on every workload.`;
  const where = listed(lost.map(({ workload }) => networkOf(workload)));
  return `${capital(name)} is ${asFast} times as fast as the kernel on ${lost.length} of ${timed.length} workloads (${where}); on the other ${ahead.length} the kernel is ${range(ahead, times)} times as fast as ${name}.`;
}

/** The share of the machine's limit that the kernel reaches. */
export function shareOf(bench: Bench): string {
  const shares = bench.workloads.map(({ share }) => share);
  return `The kernel reaches ${range(shares, percent)}% of the measured multiply-add limit of this machine with ${kernelBits(bench)}-bit vectors.`;
}

/** Explains peers that exceed the limit of the kernel's vector width; null if there are none. */
export function beyond(bench: Bench): string | null {
  const bits = kernelBits(bench);
  const above = bench.peers.flatMap((peer) =>
    ordered(bench.workloads).flatMap((workload) => {
      const rate = gigaflopsOf(workload, peer.id);
      return peer.id !== KERNEL && rate !== null && rate > workload.limit ? [{ peer, workload, rate }] : [];
    }),
  );
  const top = above.reduce<(typeof above)[number] | null>(
    (best, entry) => (best && best.rate > entry.rate ? best : entry),
    null,
  );
  if (!top) return null;
  const { vectorBits } = bench.machine;
  const wider = vectorBits !== null && vectorBits > bits ? `This processor has ${vectorBits}-bit vectors, and ` : '';
  return `${wider}${peerName(top.peer)} reaches ${top.rate.toFixed(0)} GFLOP/s on ${networkOf(top.workload)}, above the limit of ${top.workload.limit.toFixed(0)} GFLOP/s for multiplications and additions with ${bits}-bit vectors. WebAssembly has 128-bit vectors, which V8's revectorizer widens to 256 bits at most. The kernel also avoids fused multiply-adds, which do not give the same bits on every machine.`;
}

/** Whether other work ran beside the benchmark: on an idle machine the load is near 0 before, and 1 to 2 after. */
export function shared({ load }: Pick<Bench, 'load'>): boolean {
  return load.before >= 0.5 || load.after >= 2.3;
}

/** Describes the load of the machine during the benchmark. */
export function loadSentence(record: Pick<Bench, 'load' | 'note'>): string {
  const { before, after } = record.load;
  const running = `its load (running processes, mean of a minute) was ${before.toFixed(1)} before the run and ${after.toFixed(1)} after it`;
  return shared(record)
    ? `Other work may have run on the machine: ${running}, while an idle machine has a load near 0 before. Rounds are interleaved, so ratios stay comparable; rates and the gain of a second worker can be lower than on an idle machine.`
    : `The machine was otherwise idle: ${running}.`;
}

/** Whether V8 widened the kernel to 256-bit operations, and the speed-up. */
export function revectorizerSentence({ revectorizer, workloads }: Bench): string {
  if (!revectorizer.kernelEngaged) return 'did not engage: 128-bit operations';
  return `engaged: the kernel is ${range(
    workloads.map(({ revectorized }) => revectorized),
    times,
  )} times faster with it`;
}

/** Two workers on two cores against one. */
export function workersSentences(bench: Bench): string[] {
  return bench.workers.map(({ workload, one, two, ratio }) => {
    const network = bench.workloads.find(({ name }) => name === workload);
    return `On ${network ? networkOf(network) : workload} one worker takes ${one.toFixed(0)} steps a second and two take ${two.toFixed(0)}: ${ratio.toFixed(2)} times as many.`;
  });
}

/** Where the cost departs from the flop count, at small and at large N; null if no curve does. */
export function departures({ points }: Scaling): { small: string | null; large: string | null } {
  const curves = [...Map.groupBy(points, ({ architecture, M }) => `${architecture} ${M}`).entries()]
    .map(([name, points]) => ({
      name,
      points: points.toSorted((a, b) => a.N - b.N),
      best: Math.max(...points.map(rateOf)),
    }))
    .filter(({ points }) => points.length > 1);
  const slowStart = curves.filter(({ points, best }) => rateOf(points[0]) < FOLLOWS * best);
  const slowEnd = curves.filter(({ points, best }) => rateOf(points[points.length - 1]) < FOLLOWS * best);
  return {
    small: slowStart.length === 0 ? null : smallEnd(slowStart),
    large: slowEnd.length === 0 ? null : largeEnd(slowEnd),
  };
}

interface CostCurve {
  name: string;
  points: readonly ScalingPoint[];
  best: number;
}

function smallEnd(curves: readonly CostCurve[]): string {
  const departing = curves.map(({ name, points, best }) => {
    const reached = points.find((point) => rateOf(point) >= FOLLOWS * best)!;
    return `${name} (${rateOf(points[0]).toFixed(0)} GFLOP/s at N = ${points[0].N}, ${rateOf(reached).toFixed(0)} from N = ${reached.N})`;
  });
  return `Below ${percent(FOLLOWS)}% of their best rate at the smallest N: ${listed(departing)}.`;
}

function largeEnd(curves: readonly CostCurve[]): string {
  const departing = curves.map(({ name, points, best }) => {
    const last = points[points.length - 1];
    return `${name} (${rateOf(last).toFixed(0)} GFLOP/s of ${best.toFixed(0)} at N = ${last.N}, with ${sequenceKilobytes(last)} kB a sequence)`;
  });
  return `Below ${percent(FOLLOWS)}% of their best rate at the largest N: ${listed(departing)}.`;
}

function rateOf({ gigaflops }: ScalingPoint): number {
  return gigaflops;
}

/** The sequence [L, M, lanes] of one module or core at the mean length of the task's batches. */
function sequenceKilobytes({ M, N }: ScalingPoint): number {
  return Math.round((meanLength(N) * M * LANES * BYTES) / 1000);
}

/** Time and memory of training to a large N on a pool of prefix activations, and the time of a step with and without the pool. */
export function deepSentences({ training, steps, load, machine }: Deep): string[] {
  const { size, nSolved, epochs, seconds, processorSeconds, peakMegabytes } = training;
  const minutes = (of: number) => (of < 90 ? `${Math.round(of)} s` : `${Number((of / 60).toPrecision(3))} minutes`);
  const last = steps.at(-1);
  const busy =
    load.after > machine.cores
      ? [`Other work ran beside it (load ${times(load.after)} on ${machine.cores} cores).`]
      : [];
  return [
    `One modular network with ${size} neurons a module solved N = ${nSolved} in ${epochs} epochs. This took ${minutes(seconds)} on one core (processor time ${minutes(processorSeconds)}) and at most ${Math.round(peakMegabytes)} MB of memory.`,
    ...busy,
    ...(last
      ? [
          `At N = ${last.N} a training step takes ${Number(last.pooled.toPrecision(3))} ms with the pool and ${Number(last.whole.toPrecision(3))} ms (${times(last.whole / last.pooled)} times as long) without it.`,
        ]
      : []),
  ];
}
