import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from '../../src/artifact/error.ts';
import { listFiles, writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import { parseJson } from '../../src/artifact/json.ts';
import type { Configuration } from '../../src/curriculum/configuration.ts';
import { canonicalText } from '../../src/curriculum/configuration.ts';
import type { CurriculumState, HistoryEntry } from '../../src/curriculum/curriculum.ts';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import { CheckpointError, readCheckpoint, writeCheckpoint } from '../../src/network/checkpoint.ts';
import type { Network } from '../../src/network/network.ts';
import { FINAL_FILE, HISTORY_FILE, solvedFile } from './networks.ts';

/** A network's key in the store: the hash of its configuration and the kernel's version. */
export function keyOf(configuration: Configuration): string {
  return sha256(`${KERNEL_VERSION}\n${canonicalText(configuration)}`).slice(0, 16);
}

interface Resume {
  file: string;
  history: HistoryEntry[];
}

/** What a finished network consists of: each file with its hash. */
export interface Finished {
  files: Record<string, string>;
}

/** What training a network took: of no consequence for its bytes. */
export interface Timing {
  /** Of the wall clock, of the last start to the end. */
  seconds: number;
  /** The build of the kernel that ran, where the engine has several. */
  kernel?: string;
}

/**
 * One network's folder in the store. Every file is written whole; `resume.json` names the state to go on from and is written
 * after it, `done.json` is written last. So a killed run loses what came after the last saved state, never more.
 */
export class StoredNetwork {
  readonly key: string;
  readonly folder: string;
  readonly #configuration: Configuration;

  constructor(store: string, configuration: Configuration) {
    this.#configuration = configuration;
    this.key = keyOf(configuration);
    this.folder = join(store, this.key);
  }

  /** The finished network's files, if it is finished and every file still has its hash; a damaged one is begun again. */
  finished(): Finished | null {
    const done = this.#readJson<Partial<Finished>>('done.json');
    if (!done) return null;
    // A file of hashes without the network's own is no more than one that is cut off.
    const files = done.files ?? {};
    const whole =
      FINAL_FILE in files &&
      Object.entries(files).every(
        ([file, hash]) => existsSync(join(this.folder, file)) && sha256(readFileSync(join(this.folder, file))) === hash,
      );
    if (whole) return { files };
    rmSync(this.folder, { recursive: true, force: true });
    return null;
  }

  /** The state to go on from, or null where there is none that can be read. */
  resume(): CurriculumState | null {
    const resume = this.#readJson<Resume>('resume.json');
    if (!resume) return null;
    try {
      const { network, velocity } = readCheckpoint(readFileSync(join(this.folder, resume.file)));
      return { network, velocity: velocity ?? new Map(), history: resume.history };
    } catch (error) {
      if (!isAbsentOrDamaged(error)) throw explain(error);
      rmSync(this.folder, { recursive: true, force: true });
      return null;
    }
  }

  /** Keeps the state between two epochs. */
  save(state: CurriculumState): void {
    const file = `state-${state.history.length}.safetensors`;
    writeAtomic(join(this.folder, file), this.#checkpoint(state.network, state.history, state.velocity));
    writeJson(join(this.folder, 'resume.json'), { file, history: state.history } satisfies Resume);
    for (const old of this.#states()) if (old !== file) rmSync(join(this.folder, old));
  }

  /** Keeps a non-modular network as it stood when it had just solved task N. */
  saveSolved(network: Network, N: number, history: HistoryEntry[]): void {
    writeAtomic(join(this.folder, solvedFile(N)), this.#checkpoint(network, history));
  }

  /** Ends the network: its last state and history, then the hashes of its files. */
  finish(state: CurriculumState, timing: Timing): Finished {
    writeAtomic(join(this.folder, FINAL_FILE), this.#checkpoint(state.network, state.history));
    writeJson(join(this.folder, HISTORY_FILE), { configuration: this.#configuration, epochs: state.history });
    writeJson(join(this.folder, 'timing.json'), timing);
    const kept = listFiles(this.folder).filter((file) =>
      /^(network|solved-\d+)\.safetensors$|^history\.json$/.test(file),
    );
    const hash = (file: string) => sha256(readFileSync(join(this.folder, file)));
    const finished = { files: Object.fromEntries(kept.map((file) => [file, hash(file)])) };
    writeJson(join(this.folder, 'done.json'), finished);
    for (const old of [...this.#states(), 'resume.json']) rmSync(join(this.folder, old), { force: true });
    return finished;
  }

  #states(): string[] {
    return listFiles(this.folder).filter((file) => /^state-\d+\.safetensors$/.test(file));
  }

  #checkpoint(network: Network, history: HistoryEntry[], velocity?: Map<string, Float32Array>): Uint8Array {
    const nSolved = history.at(-1)?.nSolved ?? 1;
    const { seed } = this.#configuration;
    const origin = { nSolved, seed, configuration: this.key, kernelVersion: KERNEL_VERSION };
    return writeCheckpoint(network, origin, velocity);
  }

  #readJson<T>(name: string): T | null {
    try {
      return parseJson(readFileSync(join(this.folder, name), 'utf8')) as T;
    } catch (error) {
      if (!isAbsentOrDamaged(error)) throw explain(error);
      return null;
    }
  }
}

/** Whether a network has to be trained again; a file that cannot be read for another reason may be whole. */
function isAbsentOrDamaged(error: unknown): boolean {
  return (
    error instanceof SyntaxError ||
    error instanceof CheckpointError ||
    (error as NodeJS.ErrnoException).code === 'ENOENT'
  );
}
