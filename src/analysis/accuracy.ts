import { logits, type Simulate } from '../network/dynamics.ts';
import { moduleOfHead, type Network } from '../network/network.ts';
import { INITIAL_STATE_SCALE } from '../task/batch.ts';
import { answerOf, labelsOf } from '../task/label.ts';
import { stream } from '../task/stream.ts';

export interface AccuracyProtocol {
  sequences: number;
  /** Bits a sequence; at least the largest N. */
  length: number;
  /** Probability of a one: the same for all sequences, or p ~ U[0,1] per sequence. */
  p: number | 'uniform';
  seed: number;
}

export interface HeadAccuracy {
  N: number;
  /** Share of sequences that the head answers right at the last step. */
  accuracy: number;
}

/** Sequences simulated at a time. */
const BATCH = 256;

/**
 * Accuracy of every head at the last step of fresh sequences, from initial activities 0.1 U[0,1).
 * @throws RangeError where the sequences are shorter than the largest task.
 */
export function headAccuracy(network: Network, protocol: AccuracyProtocol, simulate: Simulate): HeadAccuracy[] {
  const { sequences, length } = protocol;
  const largestN = Math.max(...network.heads.map((head) => head.N));
  if (length < largestN) throw new RangeError(`sequences of ${length} bits are too short for N = ${largestN}`);
  const right = network.heads.map(() => 0);
  const M = network.size;
  for (let first = 0; first < sequences; first += BATCH) {
    const S = Math.min(BATCH, sequences - first);
    const { bits, initial } = drawSequences(network, protocol, first, S);
    simulate(network, bits, S, initial, (module, activity) => {
      const last = activity.subarray(length * M * S);
      network.heads.forEach((head, k) => {
        if (moduleOfHead(network, k) !== module) return;
        const answers = logits(head, last, M, S);
        const labels = labelsOf(bits, S, head.N);
        for (let s = 0; s < S; s++) if (answerOf(answers[S + s] - answers[s]) === labels[s]) right[k]++;
      });
    });
  }
  return network.heads.map(({ N }, k) => ({ N, accuracy: right[k] / sequences }));
}

/** Bits [L, S] and initial states [modules, M, S] of sequences first, ..., first + S - 1, each from separate streams. */
function drawSequences(network: Network, { length, p, seed }: AccuracyProtocol, first: number, S: number) {
  const bits = new Uint8Array(length * S);
  const neurons = network.modules.length * network.size;
  const initial = new Float32Array(neurons * S);
  for (let s = 0; s < S; s++) {
    const words = stream(seed, 'evaluation bits', first + s);
    const drawn = words.word();
    const threshold = p === 'uniform' ? drawn : p * 2 ** 32;
    for (let t = 0; t < length; t++) bits[t * S + s] = words.word() < threshold ? 1 : 0;
    const state = stream(seed, 'evaluation initial state', first + s);
    for (let n = 0; n < neurons; n++) initial[n * S + s] = (state.word() >>> 8) * INITIAL_STATE_SCALE;
  }
  return { bits, initial };
}
