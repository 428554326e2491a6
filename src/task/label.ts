/** Names of the two labels, by label: the parity of the number of ones. */
export const LABELS = ['even', 'odd'] as const;
export type Label = 0 | 1;

/** The label of the last N bits of each sequence, [B]; bits are [L, B] with L >= N. */
export function labelsOf(bits: ArrayLike<number>, batchSize: number, N: number): Uint8Array {
  const length = bits.length / batchSize;
  const labels = new Uint8Array(batchSize);
  for (let t = length - N; t < length; t++) {
    for (let b = 0; b < batchSize; b++) labels[b] ^= bits[t * batchSize + b];
  }
  return labels;
}

/** The label of the last N bits after each bit of one sequence, [T]; bits before the first count as zeros. */
export function labelsOverTime(bits: ArrayLike<number>, N: number): Uint8Array {
  const running = new RunningLabels(N);
  return Uint8Array.from(bits, (bit) => {
    running.push(bit);
    return running.label(N);
  });
}

/** The answer of a head: the label with the greater logit, 'even' where both are equal. `evidence` is the logit of odd less that of even. */
export function answerOf(evidence: number): Label {
  return evidence > 0 ? 1 : 0;
}

/** Labels of one sequence as its bits come in, for every task up to the largest. */
export class RunningLabels {
  /** Parity of the first t bits, at t modulo its length. */
  readonly #parities: Uint8Array;
  #t = 0;

  constructor(largestN: number) {
    this.#parities = new Uint8Array(largestN + 1);
  }

  /** Bits that came in. */
  get length(): number {
    return this.#t;
  }

  push(bit: number): void {
    const before = this.#at(this.#t);
    this.#t++;
    this.#parities[this.#t % this.#parities.length] = before ^ bit;
  }

  /** The label of the last N bits; bits before the first count as zeros. */
  label(N: number): Label {
    return (this.#at(this.#t) ^ this.#at(Math.max(0, this.#t - N))) as Label;
  }

  /** Forgets every bit. */
  clear(): void {
    this.#parities.fill(0);
    this.#t = 0;
  }

  #at(t: number): number {
    return this.#parities[t % this.#parities.length];
  }
}
