import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { canonicalText } from '../../src/artifact/canonical.ts';
import { dvcStages, dvcYamlSchema, itemOf } from '../../src/artifact/dvc.ts';
import { listFiles, readText } from '../../src/artifact/file.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import type { Measurement } from '../../src/artifact/study.ts';
import { parseYaml } from '../../src/artifact/yaml.ts';
import type { Paths } from '../driver/paths.ts';
import { keyOfText, StoreEntry } from '../store/store.ts';
import { runJobs } from './jobs.ts';

/** Set by the driver where jobs were done elsewhere: stages take their results from the store. */
export const RESULTS_VARIABLE = 'MODULAR_GROWTH_RESULTS';

/** What of a stage decides the results of its jobs, and where they are kept. */
interface Measuring {
  name: string;
  engine: string;
  paths: Pick<Paths, 'root' | 'store'>;
}

/** The result of one job in the store, as threads hand it on, every bit of it. */
export class StoredResult extends StoreEntry {
  static readonly #FILE = 'result.bin';

  constructor(store: string, key: string) {
    super(store, key, StoredResult.#FILE);
  }

  keep(result: unknown, seconds: number): void {
    this.write(StoredResult.#FILE, serialize(result));
    this.finish({ seconds });
  }

  /** Null where there is none that is whole. */
  read(): { result: unknown } | null {
    if (this.finished() === null) return null;
    return { result: deserialize(readFileSync(join(this.folder, StoredResult.#FILE))) };
  }
}

/** The key of a job's result: the hash of the code that its stage runs, of the network's key and of all that the job is given. */
export function resultKey(stage: Measuring, { network, payload }: Measurement<{ key: string }>): string {
  return keyOfText(codeOf(stage), canonicalText({ stage: stage.name, network: network.key, payload }));
}

/** Does the jobs of a stage; where the driver had them done elsewhere, only those whose results the store lacks. */
export async function runMeasurements<Result>(
  stage: Measuring & Parameters<typeof runJobs>[0],
  worker: URL,
  jobs: readonly Measurement<{ key: string }>[],
): Promise<Result[]> {
  const known = jobs.map((job) =>
    process.env[RESULTS_VARIABLE] ? new StoredResult(stage.paths.store, resultKey(stage, job)).read() : null,
  );
  const open = jobs.flatMap(({ id, seconds, network, payload }, i) =>
    known[i] === null ? [{ id, cost: seconds, payload: { ...payload, network } }] : [],
  );
  const made = await runJobs<object, Result>(stage, worker, open);
  return known.map((one) => (one === null ? (made.shift() as Result) : (one.result as Result)));
}

const codes = new Map<string, string>();

/** The hash of the source files that dvc.yaml lists for a stage. */
function codeOf({ name, engine, paths: { root } }: Measuring): string {
  const address = [root, name, engine].join('\n');
  const known = codes.get(address);
  if (known !== undefined) return known;
  const declared = parseYaml(dvcYamlSchema, readText(join(root, 'dvc.yaml')), 'dvc.yaml');
  const deps = dvcStages(declared, '', itemOf('', engine)).find((stage) => stage.name === name)?.deps ?? [];
  const files = deps
    .filter((path) => !path.startsWith('artifacts/') && existsSync(join(root, path)))
    .flatMap((path) =>
      statSync(join(root, path)).isDirectory() ? listFiles(join(root, path)).map((file) => `${path}/${file}`) : [path],
    )
    .filter((path) => !path.endsWith('.tmp'));
  const code = sha256(files.map((path) => `${path} ${sha256(readFileSync(join(root, path)))}`).join('\n'));
  codes.set(address, code);
  return code;
}
