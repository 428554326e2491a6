import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { listFiles } from '../../../src/artifact/file.ts';
import { type LabIndex, labIndexSchema } from '../../../src/lab/format.ts';
import { readJson } from './artifacts.ts';
import { href } from './link.ts';
import { artifactsFolder } from './profile.ts';

const folder = path.join(artifactsFolder, 'lab');
/** As `npm run setup` compiles it, beside its sources. */
const kernelFile = path.join(process.cwd(), 'src/engine/simd/build/kernel.wasm');

/** The networks that the lab can open; null if stage `lab` has not run or the kernel is not built. */
export const labIndex: LabIndex | null = existsSync(kernelFile) ? readJson('lab/index.json', labIndexSchema) : null;

/** Paths of the kernel and the archive. */
export const labUrls = { kernel: href('data/lab/kernel.wasm'), archive: href('data/lab/') };

/** The files that the lab fetches when it is used, by their path below data/lab/. */
export function labFiles(): string[] {
  return labIndex ? [...listFiles(folder), 'kernel.wasm'] : [];
}

export function readLabFile(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(name === 'kernel.wasm' ? kernelFile : path.join(folder, name)));
}
