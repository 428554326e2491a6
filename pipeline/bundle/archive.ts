import { unzipSync, type Zippable, zipSync } from 'fflate';
import { usage } from '../../src/artifact/error.ts';
import { type Files, pathsIn } from './files.ts';

/** The first two bytes of every zip archive. */
const SIGNATURE = 'PK';
/** What unpacked files may take in all, in bytes: far above any bundle, far below what fills a disk. */
const LARGEST = 4e9;

/**
 * The files as a zip archive below one folder. The same files give the same bytes on every machine: sorted names, one date (the first that
 * the format can hold), a script that names its interpreter as a program and all else as no program, and a compressor that is plain JavaScript.
 */
export function packArchive(files: Files, folder: string): Uint8Array {
  const entries: Zippable = {};
  for (const path of pathsIn(files)) {
    const bytes = files.get(path) as Uint8Array;
    entries[`${folder}/${path}`] = [bytes, { attrs: modeOf(bytes) << 16 }];
  }
  // Local time, since that is what the format holds and what the packer reads.
  return zipSync(entries, { level: 6, mtime: new Date(1980, 0, 1), os: 3 });
}

function modeOf(bytes: Uint8Array): number {
  return bytes[0] === 0x23 && bytes[1] === 0x21 ? 0o100755 : 0o100644;
}

/**
 * The files of an archive, without the folder that they lie in. Nothing is written anywhere.
 * @throws UserError (exit code 2) for what is no archive, is cut off or damaged, or has names that would leave its folder.
 */
export function unpackArchive(bytes: Uint8Array, name: string): Files {
  if (Buffer.from(bytes.subarray(0, 2)).toString('latin1') !== SIGNATURE) {
    throw usage(`${name} is not a zip archive: give the file that 'npm run publish:bundle' wrote.`);
  }
  const names = new Set<string>();
  let size = 0;
  const check = (entry: string, originalSize: number) => {
    if (!isSafe(entry)) {
      throw usage(
        `${name} holds a file named '${entry}', which would be written outside of its folder: nothing was unpacked.`,
      );
    }
    if (names.has(entry)) throw usage(`${name} holds '${entry}' twice: nothing was unpacked.`);
    names.add(entry);
    size += originalSize;
    if (size > LARGEST)
      throw usage(`${name} unpacks to more than ${LARGEST / 1e9} GB, no bundle does: nothing was unpacked.`);
  };
  const unpacked = unpack(bytes, name, check);
  const paths = Object.keys(unpacked).filter((path) => !path.endsWith('/'));
  const [folder] = paths[0]?.split('/') ?? [];
  if (!paths.every((path) => path.startsWith(`${folder}/`))) {
    throw usage(`${name} is not a bundle of 'npm run publish:bundle': its files do not lie in one folder.`);
  }
  return new Map(paths.map((path) => [path.slice(folder.length + 1), unpacked[path]]));
}

function unpack(
  bytes: Uint8Array,
  name: string,
  check: (entry: string, size: number) => void,
): Record<string, Uint8Array> {
  let refused: unknown;
  try {
    return unzipSync(bytes, {
      filter: ({ name: entry, originalSize }) => {
        try {
          check(entry, originalSize);
        } catch (error) {
          refused = error;
          throw error;
        }
        return true;
      },
    });
  } catch (error) {
    if (refused !== undefined) throw refused;
    throw usage(`${name} is cut off or damaged: fetch it again. (${(error as Error).message})`, error);
  }
}

/** Whether an entry's name stays below the folder that it is unpacked in, on any system. */
function isSafe(entry: string): boolean {
  if (/^[/\\]|^[a-z]:|\\|\0/i.test(entry)) return false;
  const parts = entry.replace(/\/$/, '').split('/');
  return parts.every((part) => part !== '' && part !== '.' && part !== '..');
}
