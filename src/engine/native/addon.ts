import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, threadId } from 'node:worker_threads';
import { z } from 'zod';
import { UserError } from '../../artifact/error.ts';
import { parseFormat } from '../../artifact/format.ts';
import { LEAKY_SLOPE } from '../../network/dynamics.ts';
import type { ModuleRun, SequenceKernel } from '../../network/sequence.ts';
import type { Kernel, KernelSource } from '../simd/kernel.ts';

/** Where the set-up puts the compiled addons and what it knows of them. */
export const BUILD_FOLDER = new URL('./build/', import.meta.url);

/** `manifest.json` of the build folder, written by pipeline/setup/native.mjs after the addons themselves. */
const manifestSchema = z.looseObject({
  /** SHA-256 of the source, the flags and the headers; the compiler by its version. */
  source: z.string(),
  compiler: z.string(),
  /** The operating system and processor that they are for, as `process.platform` and `process.arch` name them. */
  platform: z.string(),
  /** SHA-256 of each addon by the name of its build, the one that runs on every processor first. */
  builds: z.record(z.string(), z.string()).refine((builds) => Object.keys(builds).length > 0, 'at least one build'),
});
type Manifest = z.infer<typeof manifestSchema>;

/** What a compiled addon exports; see addon.cpp. */
interface Addon extends Record<keyof Kernel | 'attach', (handle: unknown, ...args: unknown[]) => number> {
  create(): unknown;
  runSequence(...run: unknown[]): void;
  /** The name of this build. */
  build: string;
  /** The name of the best build for this processor. */
  best: string;
}

/** The native kernels of one build: for batches in float32, and for single sequences in float64. */
export interface NativeKernels {
  source: KernelSource;
  sequence: SequenceKernel;
  build: string;
}

/** Rows that runSequence takes side by side: `SEQUENCE_ROWS` in sequence.h. */
const ROWS = 8;

/** Addons of this process by file; Node loads a file once. */
const loaded = new Map<string, Addon>();
let warned = false;

/**
 * The native kernels of the best build for this processor; null where the set-up compiled none. Where the addons are damaged or of
 * another machine, one line says so and the answer is null.
 *
 * @throws UserError where `forced` and there are none, or none that run
 */
export function nativeKernels(forced: boolean, folder = BUILD_FOLDER): NativeKernels | null {
  try {
    const manifest = readManifest(folder);
    if (manifest === null) {
      if (forced) throw new Error('the set-up compiled none');
      return null;
    }
    const [first] = Object.keys(manifest.builds);
    const { best } = loadAddon(folder, manifest, first);
    const build = best in manifest.builds ? best : first;
    return kernelsOfBuild(folder, manifest, build);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    if (forced) {
      throw new UserError(
        `The native kernel cannot run (${why}). Run \`npm run setup -- --retry\`, or leave MODULAR_GROWTH_KERNEL out.`,
        { cause },
      );
    }
    // Of several threads the first one speaks for all.
    if (!warned && (isMainThread || threadId === 1)) {
      console.error(
        `The native kernel is left out (${why}): the WebAssembly kernel runs. \`npm run setup\` repairs it.`,
      );
    }
    warned = true;
    return null;
  }
}

/** The native kernels of every build that this processor runs, for tests. */
export function allNativeKernels(folder = BUILD_FOLDER): NativeKernels[] {
  const manifest = readManifest(folder);
  if (manifest === null) return [];
  const builds = Object.keys(manifest.builds);
  const { best } = loadAddon(folder, manifest, builds[0]);
  // From the plainest to the widest: a processor that runs one runs all before it.
  const running = builds.slice(0, builds.indexOf(best) + 1);
  return running.map((build) => kernelsOfBuild(folder, manifest, build));
}

function kernelsOfBuild(folder: URL, manifest: Manifest, build: string): NativeKernels {
  const addon = loadAddon(folder, manifest, build);
  return { source: kernelsOf(addon), sequence: { rows: ROWS, run: (module) => runSequence(addon, module) }, build };
}

function runSequence(
  addon: Addon,
  { activity, before, bits, weights, rest, inputWeight, rates, inside }: ModuleRun,
): void {
  addon.runSequence(activity, before, bits, weights, rest, inputWeight, rates, inside, LEAKY_SLOPE);
}

function readManifest(folder: URL): Manifest | null {
  let text: string;
  try {
    text = readFileSync(new URL('manifest.json', folder), 'utf8');
  } catch {
    return null;
  }
  const manifest = parseFormat(manifestSchema, text, 'manifest.json');
  const here = `${process.platform}-${process.arch}`;
  if (manifest.platform !== here) throw new Error(`it was compiled for ${manifest.platform}, this is ${here}`);
  return manifest;
}

/** Loads an addon whose bytes are those that the set-up compiled: a damaged library could end the process. */
function loadAddon(folder: URL, manifest: Manifest, build: string): Addon {
  const file = fileURLToPath(new URL(`kernel-${build}.node`, folder));
  const known = loaded.get(file);
  if (known) return known;
  if (createHash('sha256').update(readFileSync(file)).digest('hex') !== manifest.builds[build]) {
    throw new Error(`the addon '${build}' is not what the set-up compiled`);
  }
  const module = { exports: {} };
  process.dlopen(module, file, constants.dlopen.RTLD_NOW);
  const addon = module.exports as Addon;
  if (addon.build !== build) throw new Error(`the addon '${build}' is build '${addon.build}'`);
  loaded.set(file, addon);
  return addon;
}

/** Kernels on an addon; their memory is an ArrayBuffer as long as the plan asks for. */
function kernelsOf(addon: Addon): KernelSource {
  return () => {
    const handle = addon.create();
    const memory = { buffer: new ArrayBuffer(0) };
    const bound = <Name extends keyof Kernel>(name: Name) =>
      ((...args: unknown[]) => addon[name](handle, ...args)) as unknown as Kernel[Name];
    const grown = (bytes: number) => {
      if (bytes === 0) return 0;
      try {
        memory.buffer = new ArrayBuffer(bytes);
      } catch {
        return 0;
      }
      addon.attach(handle, memory.buffer);
      return bytes;
    };
    const kernel: Kernel = {
      configure: (...args) => grown(addon.configure(handle, ...args)),
      openPool: (...args) => grown(addon.openPool(handle, ...args)),
      pointer: bound('pointer'),
      pack: bound('pack'),
      packForward: bound('packForward'),
      evaluate: bound('evaluate'),
      differentiate: bound('differentiate'),
      drawPool: bound('drawPool'),
      advancePool: bound('advancePool'),
      usePool: bound('usePool'),
      gradientNorm: bound('gradientNorm'),
      update: bound('update'),
      forwardModule: bound('forwardModule'),
    };
    return { kernel, memory };
  };
}
