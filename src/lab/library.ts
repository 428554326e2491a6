import type { $ZodType } from 'zod/v4/core';
import { UserError } from '../artifact/error.ts';
import { fitting } from '../artifact/format.ts';
import { readCheckpoint } from '../network/checkpoint.ts';
import type { Network } from '../network/network.ts';
import { solvedPart } from '../network/prefix.ts';
import { stepBytes, type Verification, verify } from './digest.ts';
import { type LabIndex, type LabNetwork, type LabRecord, labIndexSchema, labRecordSchema } from './format.ts';

/** Reads a file of the lab's folder, by its path there. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

/** A network as it was when it had just solved N. */
export interface ArchivedNetwork {
  network: Network;
  verification: Verification;
}

/** Name of the checkpoint of a non-modular network that had just solved N. */
export const solvedFile = (N: number) => `solved-${String(N).padStart(2, '0')}.safetensors`;
export const FINAL_FILE = 'network.safetensors';
export const RECORD_FILE = 'record.json';

/** The lab's folder. Files are read on demand, each once. */
export class Library {
  readonly #read: ReadFile;
  readonly #kept = new Map<string, Promise<Uint8Array>>();

  constructor(read: ReadFile) {
    this.#read = read;
  }

  /** @throws UserError where it does not fit its format. */
  async index(): Promise<LabIndex> {
    return this.#json('index.json', labIndexSchema);
  }

  /** @throws UserError for an id that the index does not have. */
  async entry(id: string): Promise<LabNetwork> {
    const { networks } = await this.index();
    const entry = networks.find((network) => network.id === id);
    if (!entry)
      throw new UserError(`The lab has no network '${id}'. It has ${networks.map(({ id }) => id).join(', ')}.`);
    return entry;
  }

  /** @throws UserError where it does not fit its format. */
  async record(id: string): Promise<LabRecord> {
    return this.#json(`${id}/${RECORD_FILE}`, labRecordSchema);
  }

  /**
   * The network as it was when it had just solved N: the first modules of a modular network, or the checkpoint of a non-modular one.
   * A network that solved nothing (N = 1) is returned in its final state.
   * @throws RangeError for an N that the network did not solve.
   */
  async networkAt(id: string, N?: number): Promise<ArchivedNetwork> {
    const entry = await this.entry(id);
    const { firstN } = entry.configuration;
    const wanted = N ?? entry.nSolved;
    if (wanted > entry.nSolved || (N !== undefined && N < firstN)) {
      throw new RangeError(`${id} did not solve N = ${wanted}: it solved N = ${firstN} to ${entry.nSolved}`);
    }
    const file = entry.architecture === 'non-modular' && wanted >= firstN ? solvedFile(wanted) : FINAL_FILE;
    const bytes = await this.#file(`${id}/${file}`);
    const verification = await verify(file, bytes, entry.files[file].sha256);
    const { network } = readCheckpoint(bytes);
    return { network: wanted >= firstN ? solvedPart(network, wanted) : network, verification };
  }

  /** The archive's bytes of the step that solved N; null if it was not solved. */
  async stepOf(id: string, N: number): Promise<Uint8Array | null> {
    const { nSolved } = await this.entry(id);
    return N <= nSolved ? stepBytes((await this.networkAt(id, N)).network, N) : null;
  }

  async #json<T>(path: string, schema: $ZodType<T>): Promise<T> {
    const value: unknown = JSON.parse(new TextDecoder().decode(await this.#file(path)));
    return fitting(schema, value, (fault, cause) => {
      return new UserError(`The lab's file ${path} ${fault} Build the report again.`, { cause });
    });
  }

  #file(path: string): Promise<Uint8Array> {
    const known = this.#kept.get(path);
    if (known) return known;
    const reading = this.#read(path);
    this.#kept.set(path, reading);
    // A failed read may succeed the next time.
    reading.catch(() => this.#kept.delete(path));
    return reading;
  }
}
