import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../../src/artifact/file.ts';
import { runProgram } from '../../src/system/program.ts';
import { endText } from '../../src/system/signal.mjs';

/** What of the checkout its stages run from; nothing of a bundle is ever run. */
const CODE = ['src', 'pipeline', 'package.json'];

/** A folder in which this checkout's stages run on the parameters, networks and tables of a bundle. */
export interface Scratch {
  root: string;
  /** artifacts/<profile> in it. */
  artifacts: string;
  /**
   * Runs a script, a path from the checkout's root; resolves to null, or to the end of what it printed where it fails.
   */
  run(script: string, ...flags: string[]): Promise<string | null>;
}

export interface ScratchOptions {
  /** The checkout whose code runs. */
  code: string;
  /** The folder of the unpacked bundle. */
  bundle: string;
  /** An empty folder. */
  folder: string;
  profile: string;
  engine: string;
  /** Which results of the bundle, by path under artifacts/<profile>/, the stages find there; all others they make. */
  given: (path: string) => boolean;
}

export function openScratch({ code, bundle, folder, profile, engine, given }: ScratchOptions): Scratch {
  for (const name of CODE) cpSync(join(code, name), join(folder, name), { recursive: true });
  symlinkSync(join(code, 'node_modules'), join(folder, 'node_modules'));
  cpSync(join(bundle, 'params.yaml'), join(folder, 'params.yaml'));
  const artifacts = join(folder, 'artifacts', profile);
  const results = join(bundle, 'artifacts', profile);
  mkdirSync(artifacts, { recursive: true });
  for (const path of listFiles(results).filter(given)) cpSync(join(results, path), join(artifacts, path));
  const store = join(bundle, 'artifacts', 'store');
  // A study that trains nothing has none.
  mkdirSync(store, { recursive: true });
  symlinkSync(store, join(folder, 'artifacts', 'store'));
  return {
    root: folder,
    artifacts,
    async run(script, ...flags) {
      const args = [join(folder, script), '--profile', profile, '--engine', engine, ...flags];
      const ended = await runProgram(process.execPath, args, {
        cwd: folder,
        all: true,
        reject: false,
        stdin: 'ignore',
      });
      return ended.failed ? endText(ended, 3).replaceAll('\n', ' ') : null;
    },
  };
}
