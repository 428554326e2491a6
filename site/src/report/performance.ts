import { meanLength } from '../../../src/task/length.ts';
import type { Bench, Deep, Scaling, ScalingPoint, Workload } from './benchmark.ts';
import { gigaflopsOf, KERNEL, kernelBits, ordered, peerName } from './measurements.ts';

// What the records of the benchmark say, in sentences.

/** Below this share of its own best rate a curve counts as off the flop count. */
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

function range(values: readonly number[], say: (value: number) => string): string {
  const [low, high] = [say(Math.min(...values)), say(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
}

const percent = (share: number) => `${Math.round(100 * share)}`;

/** How the kernel stands beside each peer, the one that it is furthest ahead of first; peers that beat it anywhere by themselves. */
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
    return `than ${name} ${range(ratios, times)} times${part}`;
  });
  const first = clauses.length > 0 ? [`A training step of the kernel is faster ${listed(clauses)}.`] : [];
  return [...first, ...standings.filter((own) => !behind.includes(own)).map(contested)];
}

function onlyOn(timed: readonly { workload: Workload }[]): string {
  const [first, ...others] = new Set(timed.map(({ workload }) => workload.architecture));
  return others.length === 0 ? `${first} networks` : listed(timed.map(({ workload }) => networkOf(workload)));
}

function contested({ name, timed }: { name: string; timed: readonly { workload: Workload; ratio: number }[] }): string {
  const ahead = timed.filter(({ ratio }) => ratio >= 1).map(({ ratio }) => ratio);
  const lost = timed.filter(({ ratio }) => ratio < 1);
  const where = listed(lost.map(({ workload, ratio }) => `${times(1 / ratio)} times on ${networkOf(workload)}`));
  if (ahead.length === 0) return `${name} is faster than the kernel throughout: ${where}.`;
  return `${name} is faster than the kernel on ${lost.length} of ${timed.length} workloads: ${where}; on the other ${ahead.length} the kernel is ${range(ahead, times)} times faster.`;
}

/** How much of the machine's own rate the kernel turns into work. */
export function shareOf(bench: Bench): string {
  const shares = bench.workloads.map(({ share }) => share);
  return `The kernel does ${range(shares, percent)}% of the multiply-adds that this machine was measured to do with vectors of ${kernelBits(bench)} bits.`;
}

/** Where peers do more than any program of the kernel's vectors could, and why; null where none does. */
export function beyond(bench: Bench): string | null {
  const bits = kernelBits(bench);
  const above = bench.peers.flatMap((peer) =>
    ordered(bench.workloads).flatMap((workload) => {
      const rate = gigaflopsOf(workload, peer.id);
      return peer.id !== KERNEL && rate !== null && rate > workload.limit ? [{ peer, workload, rate }] : [];
    }),
  );
  const top = above.reduce<(typeof above)[number] | null>(
    (best, own) => (best && best.rate > own.rate ? best : own),
    null,
  );
  if (!top) return null;
  const { vectorBits } = bench.machine;
  const wider =
    vectorBits !== null && vectorBits > bits ? `This processor has vectors of ${vectorBits} bits, and ` : '';
  return `${wider}${peerName(top.peer)} does ${top.rate.toFixed(0)} GFLOP/s on ${networkOf(top.workload)}, more than the ${top.workload.limit.toFixed(0)} that any program reaches here with multiplications and additions at ${bits} bits. WebAssembly has vectors of 128 bits, V8's revectorizer makes 256 of them, and nothing makes more; the kernel also leaves out fused multiply-adds, which would not give the same bits everywhere.`;
}

/** Whether other work ran beside the benchmark: on an idle machine the load is near 0 before, and 1 to 2 after. */
export function shared({ load }: Pick<Bench, 'load'>): boolean {
  return load.before >= 0.5 || load.after >= 2.3;
}

/** What the load before and after says about the record. */
export function loadSentence(record: Pick<Bench, 'load' | 'note'>): string {
  const { before, after } = record.load;
  const said = `${before.toFixed(1)} running processes before the run and ${after.toFixed(1)} after it (means of a minute)`;
  return shared(record)
    ? `The machine was shared with other work: ${said}, where an idle one has none before. Rounds are interleaved, so ratios still compare like with like; rates, and two workers against one, come out lower than on an idle machine.`
    : `The machine was otherwise idle: ${said}.`;
}

/** Whether V8 made 256-bit operations of the kernel's, and what it gains. */
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

/** Where the cost leaves the flop count, at small N and at large; null where no curve does. */
export function departures({ points }: Scaling): { small: string | null; large: string | null } {
  const curves = [...Map.groupBy(points, ({ architecture, M }) => `${architecture} ${M}`).entries()]
    .map(([name, own]) => ({ name, own: own.toSorted((a, b) => a.N - b.N), best: Math.max(...own.map(rateOf)) }))
    .filter(({ own }) => own.length > 1);
  const slowStart = curves.filter(({ own, best }) => rateOf(own[0]) < FOLLOWS * best);
  const slowEnd = curves.filter(({ own, best }) => rateOf(own[own.length - 1]) < FOLLOWS * best);
  return {
    small: slowStart.length === 0 ? null : smallEnd(slowStart),
    large: slowEnd.length === 0 ? null : largeEnd(slowEnd),
  };
}

interface CostCurve {
  name: string;
  own: readonly ScalingPoint[];
  best: number;
}

function smallEnd(curves: readonly CostCurve[]): string {
  const said = curves.map(({ name, own, best }) => {
    const reached = own.find((point) => rateOf(point) >= FOLLOWS * best)!;
    return `${name} (${rateOf(own[0]).toFixed(0)} GFLOP/s at N = ${own[0].N}, ${rateOf(reached).toFixed(0)} from N = ${reached.N})`;
  });
  return `Below ${percent(FOLLOWS)}% of their best rate at the smallest N: ${listed(said)}.`;
}

function largeEnd(curves: readonly CostCurve[]): string {
  const said = curves.map(({ name, own, best }) => {
    const last = own[own.length - 1];
    return `${name} (${rateOf(last).toFixed(0)} GFLOP/s of ${best.toFixed(0)} at N = ${last.N}, with ${sequenceKilobytes(last)} kB a sequence)`;
  });
  return `Below ${percent(FOLLOWS)}% of their best rate at the largest N: ${listed(said)}.`;
}

function rateOf({ gigaflops }: ScalingPoint): number {
  return gigaflops;
}

/** The sequence [L, M, lanes] of one module or core at the mean length of the task's batches. */
function sequenceKilobytes({ M, N }: ScalingPoint): number {
  return Math.round((meanLength(N) * M * LANES * BYTES) / 1000);
}

/** What it takes to go far on a pool of prefix activations: time and memory of the whole, and what a step costs without the pool. */
export function deepSentences({ training, steps, load, machine }: Deep): string[] {
  const { size, nSolved, epochs, seconds, processorSeconds, peakMegabytes } = training;
  const minutes = (of: number) => (of < 90 ? `${Math.round(of)} s` : `${Number((of / 60).toPrecision(3))} minutes`);
  const last = steps.at(-1);
  const busy =
    load.after > machine.cores
      ? [`Other work ran beside it (load ${times(load.after)} on ${machine.cores} cores).`]
      : [];
  return [
    `One modular network with ${size} neurons a module came to N = ${nSolved} in ${epochs} epochs: ${minutes(seconds)} on one core, of which ${minutes(processorSeconds)} of computing, with at most ${Math.round(peakMegabytes)} MB.`,
    ...busy,
    ...(last
      ? [
          `At N = ${last.N} a training step takes ${Number(last.pooled.toPrecision(3))} ms on the pool and ${Number(last.whole.toPrecision(3))} ms with every module run at every step, ${times(last.whole / last.pooled)} times as long.`,
        ]
      : []),
  ];
}
