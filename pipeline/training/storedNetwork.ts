import { canonicalText } from '../../src/artifact/canonical.ts';
import type { HistoryEntry } from '../../src/artifact/history.ts';
import type { Configuration } from '../../src/curriculum/configuration.ts';
import type { CurriculumState } from '../../src/curriculum/curriculum.ts';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import { CheckpointError, readCheckpoint, writeCheckpoint } from '../../src/network/checkpoint.ts';
import type { Network } from '../../src/network/network.ts';
import { DamagedEntryError, type Finished, keyOfText, StoreEntry, type Timing } from '../store/store.ts';
import { FINAL_FILE, HISTORY_FILE, solvedFile } from './files.ts';

/** A network's key in the store: the hash of its configuration and the kernel's version. */
export function keyOf(configuration: Configuration): string {
  return keyOfText(KERNEL_VERSION, canonicalText(configuration));
}

/** One network in the store: its checkpoints and its history. */
export class StoredNetwork extends StoreEntry<{ history: HistoryEntry[] }> {
  readonly #configuration: Configuration;

  constructor(store: string, configuration: Configuration) {
    super(store, keyOf(configuration), FINAL_FILE);
    this.#configuration = configuration;
  }

  /** The state to go on from, or null where there is none that can be read. */
  resumed(): CurriculumState | null {
    return this.resume((bytes, { history }) => {
      try {
        const { network, velocity } = readCheckpoint(bytes);
        return { network, velocity: velocity ?? new Map(), history };
      } catch (error) {
        throw error instanceof CheckpointError ? new DamagedEntryError(error.message, { cause: error }) : error;
      }
    });
  }

  /** Keeps the state between two epochs. */
  keep({ network, velocity, history }: CurriculumState): void {
    this.save(history.length, 'safetensors', this.#checkpoint(network, history, velocity), { history });
  }

  /** Keeps a non-modular network as it stood when it had just solved task N. */
  keepSolved(network: Network, N: number, history: HistoryEntry[]): void {
    this.write(solvedFile(N), this.#checkpoint(network, history));
  }

  /** Ends the network: its last state and history, then the hashes of its files. */
  end({ network, history }: CurriculumState, timing: Timing): Finished {
    this.write(FINAL_FILE, this.#checkpoint(network, history));
    const record = { configuration: this.#configuration, epochs: history };
    this.write(HISTORY_FILE, `${JSON.stringify(record, null, 2)}\n`);
    const { architecture } = this.#configuration;
    const solved = history.filter(({ N, nSolved }) => N === nSolved && architecture === 'non-modular');
    return this.finish(timing, [FINAL_FILE, HISTORY_FILE, ...solved.map(({ N }) => solvedFile(N))]);
  }

  #checkpoint(network: Network, history: HistoryEntry[], velocity?: Map<string, Float32Array>): Uint8Array {
    const nSolved = history.at(-1)?.nSolved ?? 1;
    const { seed } = this.#configuration;
    const origin = { nSolved, seed, configuration: this.key, kernelVersion: KERNEL_VERSION };
    return writeCheckpoint(network, origin, velocity);
  }
}
