import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { explain } from '../../src/artifact/error.ts';
import { listFiles, writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import { parseJson } from '../../src/artifact/json.ts';
import { temporaryOf } from '../../src/artifact/temporary.mjs';

/** A key in the store: the hash of a version and of a configuration in its canonical form. */
export function keyOfText(version: string, canonical: string): string {
  return sha256(`${version}\n${canonical}`).slice(0, 16);
}

/** What a finished entry consists of: each file with its hash. */
export const finishedSchema = z.object({ files: z.record(z.string(), z.string()) });
export type Finished = z.infer<typeof finishedSchema>;

/** The state to go on from, and what its maker saved beside. */
const resumeSchema = z.looseObject({ file: z.string().regex(/^state-\d+\.\w+$/) });

/** What an entry took to make: of no consequence for its bytes. */
export const timingSchema = z.object({
  /** Of the wall clock, of the last start to the end. */
  seconds: z.number(),
  /** The build of the kernel that ran, where the engine has several. */
  kernel: z.string().optional(),
});
export type Timing = z.infer<typeof timingSchema>;

/** What of an entry is on the way, or about it: no part of its results. */
const PASSING = /^(state-\d+\..*|(resume|timing|done)\.json|.*\.tmp)$/;

/** A file of an entry that does not hold what it must: the entry is made again. */
export class DamagedEntryError extends Error {}

/**
 * One folder of the store, by key. Every file is written whole; `resume.json` names the state to go on from and is written
 * after it, `done.json` is written last. So a killed run loses what came after the last saved state, never more.
 */
export class StoreEntry<Progress = unknown> {
  readonly key: string;
  readonly folder: string;
  readonly #main: string;

  /** @param main the file without which the entry is not finished */
  constructor(store: string, key: string, main: string) {
    this.key = key;
    this.folder = join(store, key);
    this.#main = main;
  }

  /** The finished files, if every one still has its hash; a damaged entry is begun again. */
  finished(): Finished | null {
    const done = this.#readJson('done.json', finishedSchema.partial().catch({}));
    if (!done) return null;
    // A file of hashes without the main file is no more than one that is cut off.
    const { files = {} } = done;
    const whole =
      this.#main in files &&
      Object.entries(files).every(
        ([file, hash]) => existsSync(join(this.folder, file)) && sha256(readFileSync(join(this.folder, file))) === hash,
      );
    if (whole) return { files };
    this.#setAside();
    return null;
  }

  /**
   * The state to go on from as `read` makes it of its bytes and of what was saved with them; null where there is none that can be read.
   * `read` throws a DamagedEntryError for bytes that hold no state.
   */
  resume<State>(read: (bytes: Uint8Array, progress: Progress) => State): State | null {
    const resume = this.#readJson('resume.json', resumeSchema);
    if (!resume) return null;
    try {
      return read(readFileSync(join(this.folder, resume.file)), resume as Progress);
    } catch (error) {
      if (!isAbsentOrDamaged(error)) throw explain(error);
      this.#setAside();
      return null;
    }
  }

  /** Keeps a state, the `step`-th of its entry, in place of the one before. */
  save(step: number, ending: string, bytes: Uint8Array, progress: Progress): void {
    const file = `state-${step}.${ending}`;
    this.write(file, bytes);
    writeJson(join(this.folder, 'resume.json'), { file, ...progress });
    // Another process that makes the same entry may be ahead.
    for (const old of this.#states()) if (stepOf(old) < step) rmSync(join(this.folder, old), { force: true });
  }

  /** Writes a file of the results. */
  write(file: string, data: Uint8Array | string): void {
    writeAtomic(join(this.folder, file), data);
  }

  /**
   * Ends the entry: the hashes of all files of its results.
   * @param expected the files that have to be among them
   * @throws DamagedEntryError where one is not there; the entry is then begun again
   */
  finish(timing: Timing, expected: readonly string[] = [this.#main]): Finished {
    const absent = expected.find((file) => !existsSync(join(this.folder, file)));
    if (absent !== undefined) {
      this.#setAside();
      throw new DamagedEntryError(
        `${absent} of ${this.folder} was taken away while the rest was made: run the same command again, which begins this network anew.`,
      );
    }
    writeJson(join(this.folder, 'timing.json'), timing);
    const kept = listFiles(this.folder).filter((file) => !PASSING.test(file));
    const hash = (file: string) => sha256(readFileSync(join(this.folder, file)));
    const finished = { files: Object.fromEntries(kept.map((file) => [file, hash(file)])) };
    writeJson(join(this.folder, 'done.json'), finished);
    for (const old of [...this.#states(), 'resume.json']) rmSync(join(this.folder, old), { force: true });
    return finished;
  }

  #states(): string[] {
    return listFiles(this.folder).filter((file) => Number.isFinite(stepOf(file)));
  }

  /** Nothing is deleted, since another process may still be writing there. */
  #setAside(): void {
    try {
      renameSync(this.folder, temporaryOf(this.folder));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw explain(error, this.folder);
    }
  }

  #readJson<T>(name: string, schema: z.ZodType<T>): T | null {
    try {
      const { data, success } = schema.safeParse(parseJson(readFileSync(join(this.folder, name), 'utf8')));
      return success ? data : null;
    } catch (error) {
      if (!isAbsentOrDamaged(error)) throw explain(error);
      return null;
    }
  }
}

/** The step of a saved state by its name; NaN for any other file. */
function stepOf(file: string): number {
  return Number(/^state-(\d+)\./.exec(file)?.[1] ?? Number.NaN);
}

/** Whether an entry has to be made again; a file that cannot be read for another reason may be whole. */
function isAbsentOrDamaged(error: unknown): boolean {
  return (
    error instanceof SyntaxError ||
    error instanceof DamagedEntryError ||
    (error as NodeJS.ErrnoException).code === 'ENOENT'
  );
}
