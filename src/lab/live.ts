import { drawInitial } from '../analysis/perturbation.ts';
import type { Kernel, KernelInstance } from '../engine/simd/kernel.ts';
import { place, wasmKernels } from '../engine/simd/kernel.ts';
import { difference, openKernel } from '../engine/simd/session.ts';
import { moduleOfHead, type Network } from '../network/network.ts';
import { namedTensors } from '../network/tensors.ts';
import { answerOf, RunningLabels } from '../task/label.ts';
import { longestLength } from '../task/length.ts';

/** Lanes of the kernel; a live network runs in the first of them. */
const LANES = 16;
/** Number of answers in a running accuracy. */
const WINDOW = 200;

/** The state after one bit. */
export interface LiveStep {
  /** Bits seen, this one included. */
  t: number;
  bit: number;
  /** Activity of every neuron, [modules, M]. */
  activity: Float32Array;
  /** Each head's evidence for odd parity (logit of odd less that of even), and its answer, 1 for odd. */
  evidence: Float32Array;
  answers: Uint8Array;
  /** True label of the last N bits of each head; where fewer were seen, the bits before the first count as zeros. */
  truth: Uint8Array;
  /** Whether N bits have been seen; only then an answer counts. */
  counts: Uint8Array;
  /** Share of right answers among the last 200 that counted, by head; NaN before the first. */
  running: Float32Array;
}

/** A network fed one bit at a time on the kernel. Every number equals that of a run over the whole sequence, to the bit. */
export class LiveRun {
  readonly #seed: number;
  readonly #kernel: Kernel;
  readonly #memory: KernelInstance['memory'];
  #network: Network;
  /** Difference of the logit weights of every head, [M + 1]. */
  #readouts: Float32Array[];
  #activity: Float32Array;
  readonly #labels: RunningLabels;
  /** Right answers, [heads, WINDOW] as rings, and how many of each ring are ones. */
  readonly #right: Uint8Array;
  readonly #sums: Uint16Array;

  /** The initial activity is that of the first draw of stage `perturb` for this seed. */
  constructor(compiled: WebAssembly.Module, network: Network, seed: number) {
    this.#seed = seed;
    const largest = Math.max(...network.heads.map((head) => head.N));
    this.#labels = new RunningLabels(largest);
    this.#right = new Uint8Array(network.heads.length * WINDOW);
    this.#sums = new Uint16Array(network.heads.length);
    this.#activity = drawInitial(network, seed, 0);
    this.#network = network;
    this.#readouts = network.heads.map(difference);
    ({ kernel: this.#kernel, memory: this.#memory } = openKernel(
      wasmKernels(compiled),
      network,
      LANES,
      longestLength(largest),
    ));
  }

  /** Replaces the parameters by those of a network of the same shape; activity is kept. */
  replace(network: Network): void {
    this.#network = network;
    this.#readouts = network.heads.map(difference);
    const tensors = namedTensors(network).filter(({ group }) => group !== 'readout');
    const parameters = place(this.#kernel, 'parameters');
    network.modules.forEach((_, d) => {
      let at = parameters;
      for (const { values } of tensors.filter(({ module }) => module === d)) {
        new Float32Array(this.#memory.buffer, at, values.length).set(values);
        at += 4 * values.length;
      }
      this.#kernel.packForward(d, d > 0);
    });
  }

  /** Resets to the initial activity, or to a given one, [modules, M]. */
  reset(initial: Float32Array = drawInitial(this.#network, this.#seed, 0)): void {
    this.#activity = initial.slice();
    this.#labels.clear();
    this.#right.fill(0);
    this.#sums.fill(0);
  }

  /** Feeds one bit, 0 or 1 (equations 1 to 4). */
  step(bit: number): LiveStep {
    this.#advance(bit);
    const { heads } = this.#network;
    this.#labels.push(bit);
    const t = this.#labels.length;
    const evidence = Float32Array.from(heads, (_, k) => this.#evidence(k));
    const answers = Uint8Array.from(evidence, answerOf);
    const truth = Uint8Array.from(heads, ({ N }) => this.#labels.label(N));
    const counts = Uint8Array.from(heads, ({ N }) => (t >= N ? 1 : 0));
    const running = Float32Array.from(heads, ({ N }, k) => this.#keep(k, N, answers[k] === truth[k]));
    return { t, bit, activity: this.#activity.slice(), evidence, answers, truth, counts, running };
  }

  /** Advances all modules by one step, each from its activity and that of the module before. */
  #advance(bit: number): void {
    const { size: M, modules, leak, architecture } = this.#network;
    const at = (name: Parameters<typeof place>[1]) => place(this.#kernel, name);
    const stride = at('stride');
    const states = new Float32Array(this.#memory.buffer, at('statesA'), (2 * stride) / 4);
    const modular = architecture === 'modular';
    const statesBefore = modular ? new Float32Array(this.#memory.buffer, at('statesB'), stride / 4) : null;
    new Float32Array(this.#memory.buffer, at('bits'), LANES)[0] = bit;
    const next = new Float32Array(this.#activity.length);
    const blocks = Math.ceil(M / 5);
    modules.forEach((_, d) => {
      for (let i = 0; i < M; i++) {
        states[i * LANES] = this.#activity[d * M + i];
        if (statesBefore && d > 0) statesBefore[i * LANES] = this.#activity[(d - 1) * M + i];
      }
      const packed = at('packedForward') + d * at('packedBytes');
      const before = d > 0 ? at('statesB') : 0;
      const outside = leak === 'outside';
      this.#kernel.forwardModule(M, blocks, stride, packed, at('statesA'), before, 0, at('bits'), 1, outside);
      for (let i = 0; i < M; i++) next[d * M + i] = states[stride / 4 + i * LANES];
    });
    this.#activity = next;
  }

  /** The difference of a head's logits, summed in float32 in the kernel's order. */
  #evidence(k: number): number {
    const M = this.#network.size;
    const weights = this.#readouts[k];
    const from = moduleOfHead(this.#network, k) * M;
    let sum = weights[M];
    for (let j = 0; j < M; j++) sum = Math.fround(sum + Math.fround(weights[j] * this.#activity[from + j]));
    return sum;
  }

  #keep(k: number, N: number, right: boolean): number {
    const counted = this.#labels.length - N + 1;
    if (counted < 1) return Number.NaN;
    const at = k * WINDOW + (counted % WINDOW);
    this.#sums[k] += (right ? 1 : 0) - this.#right[at];
    this.#right[at] = right ? 1 : 0;
    return this.#sums[k] / Math.min(counted, WINDOW);
  }
}
