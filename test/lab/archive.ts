import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Library } from '../../src/lab/library.ts';

/** The lab of a profile as it lies in git. */
export const labFolder = (profile: string) => resolve(import.meta.dirname, '../../artifacts', profile, 'lab');

export const openLibrary = (profile: string) => new Library((path) => readFile(join(labFolder(profile), path)));
