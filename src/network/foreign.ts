/** A file of another kind than safetensors, and what to do about it. */
export interface Foreign {
  /** 'a web page' */
  what: string;
  advice: string;
}

const CONVERT = 'Convert it to safetensors first.';
const ARCHIVE = 'Unpack it and give the .safetensors file.';
const DOWNLOAD = 'The download is not the file. Fetch it again from its direct address.';

/** First bytes, read as Latin-1. */
const BINARY: readonly [string, string, string][] = [
  ['PK\x03\x04', 'a PyTorch or NumPy archive (zip)', CONVERT],
  ...[0, 1, 2, 3, 4, 5].map((protocol): [string, string, string] => [
    `\x80${String.fromCharCode(protocol)}`,
    'a Python pickle',
    CONVERT,
  ]),
  ['\x93NUM', 'a NumPy array', CONVERT],
  ['\x89HDF', 'an HDF5 file', CONVERT],
  ['GGUF', 'a GGUF file', CONVERT],
  ['\x1f\x8b', 'a gzip archive', ARCHIVE],
  ['\x28\xb5\x2f\xfd', 'a zstd archive', ARCHIVE],
  ['\xfd7zXZ', 'an xz archive', ARCHIVE],
  ['BZh', 'a bzip2 archive', ARCHIVE],
];
/** Where a tar archive has its signature. */
const TAR_AT = 257;

const TEXT: readonly [RegExp, string, string][] = [
  [
    /^version https?:\/\//,
    'a pointer of Git LFS',
    "Fetch the file that it stands for: 'git lfs pull' in its checkout.",
  ],
  [
    /^(outs|deps|md5|wdir|frozen|meta):|^- md5:/,
    'a pointer of DVC',
    "Fetch the file that it stands for: 'dvc pull' in its checkout, and give the file without .dvc.",
  ],
  [
    /^(\.\.\/)*(\.git)?\/?annex\/objects\//,
    'a pointer of git-annex',
    "Fetch the file that it stands for: 'git annex get' in its checkout.",
  ],
  [/^(<!doctype|<html|<\?xml)/i, 'a web page', DOWNLOAD],
  [/^[{[]/, 'a JSON file', 'Give a .safetensors file.'],
];

/** What the beginning of a file shows it to be, where that is another kind than safetensors. */
export function foreignFormat(bytes: Uint8Array): Foreign | null {
  const opening = String.fromCharCode(...bytes.subarray(0, TAR_AT + 5));
  if (opening.startsWith('ustar', TAR_AT)) return { what: 'a tar archive', advice: ARCHIVE };
  const text = opening.replace(/^\xef\xbb\xbf/, '').trimStart();
  const found =
    BINARY.find(([signature]) => opening.startsWith(signature)) ?? TEXT.find(([signature]) => signature.test(text));
  return found ? { what: found[1], advice: found[2] } : null;
}
