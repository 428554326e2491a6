import { type Files, textOf } from '../../pipeline/bundle/files.ts';
import { type PublishedBundle, SMOKE } from './publishedBundle.ts';

/** A copy of files with one changed as text. */
export function editedFiles(files: Files, path: string, change: (text: string) => string): Files {
  const before = textOf(files, path) as string;
  const after = change(before);
  if (after === before) throw new Error(`${path} is as it was`);
  return new Map(files).set(path, Buffer.from(after));
}

/** claims.json or a certificate with another verdict. */
export function otherVerdict(text: string): string {
  return text.replace(/"verdict": "(not run|partly|not reproduced)"/, '"verdict": "reproduced"');
}

/** A table with another last digit. */
export function otherNumber(text: string): string {
  return text.replace(/\d(?=\n$)/, (digit) => String(9 - Number(digit)));
}

/** Ways to change a bundle, each with what tells it. */
export const TAMPERINGS: { name: string; files(bundle: PublishedBundle): Files; faults: RegExp[] }[] = [
  {
    name: 'a number in a CSV',
    files: ({ files: whole }) => editedFiles(whole, `${SMOKE}/figures/2a.csv`, otherNumber),
    faults: [/^manifest: artifacts\/smoke\/figures\/2a\.csv was changed/],
  },
  {
    name: 'a byte in a network',
    files: ({ files: whole, networks }) => {
      const path = `artifacts/store/${networks[0].key}/network.safetensors`;
      const bytes = Uint8Array.from(whole.get(path) as Uint8Array);
      bytes[bytes.length - 1] ^= 1;
      return new Map(whole).set(path, bytes);
    },
    faults: [
      /^manifest: artifacts\/store\/\w+\/network\.safetensors was changed/,
      /^networks: artifacts\/store\/\w+\/network\.safetensors of network train\/modular-05-seed-0: /,
    ],
  },
  {
    name: 'a number in the model card',
    files: ({ files: whole }) =>
      editedFiles(whole, 'artifacts/store/README.md', (text) => text.replace(/value: 0\.\d+/, 'value: 0.999')),
    faults: [/^networks: artifacts\/store\/README\.md is not what the bundle's files give/],
  },
  {
    name: 'a verdict in claims.json',
    files: ({ files: whole }) => editedFiles(whole, `${SMOKE}/claims.json`, otherVerdict),
    faults: [
      /^manifest: artifacts\/smoke\/claims\.json was changed/,
      /^certificate: certificate\.json: claim \S+ has '[\w ]+', not 'reproduced' as in claims\.json/,
    ],
  },
  {
    name: 'a verdict in the certificate alone',
    files: ({ files: whole }) => editedFiles(whole, 'certificate.json', otherVerdict),
    faults: [
      /^manifest: certificate\.json was changed/,
      /^certificate: certificate\.json: claim \S+ has 'reproduced', not '[\w ]+' as in claims\.json/,
    ],
  },
  {
    name: 'a verdict in the text of the certificate alone',
    files: ({ files: whole }) =>
      editedFiles(whole, 'CERTIFICATE.md', (text) => text.replaceAll('not run', 'reproduced')),
    faults: [
      /^manifest: CERTIFICATE\.md was changed/,
      /^certificate: CERTIFICATE\.md does not say what certificate\.json says/,
    ],
  },
  {
    name: 'a file added',
    files: ({ files: whole }) => new Map(whole).set('more.txt', Buffer.from('more')),
    faults: [/^manifest: more\.txt was added/, /^metadata: ro-crate-metadata\.json does not describe 'more\.txt'/],
  },
  {
    name: 'a network added',
    files: ({ files: whole }) => new Map(whole).set('artifacts/store/00/network.safetensors', Buffer.from('x')),
    faults: [/^manifest: .* was added/, /^networks: artifacts\/store\/00\/network\.safetensors belongs to no network/],
  },
  {
    name: 'a file missing',
    files: ({ files: whole }) => {
      const files = new Map(whole);
      files.delete(`${SMOKE}/figures/3a.svg`);
      return files;
    },
    faults: [
      /^manifest: artifacts\/smoke\/figures\/3a\.svg is missing/,
      /^metadata: ro-crate-metadata\.json describes 'artifacts\/smoke\/figures\/3a\.svg', which is not there/,
    ],
  },
  {
    name: 'the names of networks',
    files: ({ files: whole }) => editedFiles(whole, 'networks.csv', (text) => text.replace('seed-0', 'seed-7')),
    faults: [/^networks: networks\.csv does not list/],
  },
];

/** Edits of a bundle's metadata, each with the entity that no longer is what the files say. */
export const METADATA_EDITS: [string, (text: string) => string, string][] = [
  ['a licence', (text) => text.replace('"name": "MIT"', '"name": ""'), 'https://spdx.org/licenses/MIT'],
  ['a date', (text) => text.replace(/"datePublished": "\d{4}-[^"]*"/, '"datePublished": "once"'), './'],
  ['an input', (text) => text.replace('"@id": "#parameters-2a"\n', '"@id": "#parameters-9z"\n'), '#figure-2a'],
  ['the workflow', (text) => text.replace('"@id": "#step-train"\n', '"@id": "#step-claims"\n'), 'dvc.yaml'],
  ['the specification', (text) => text.replaceAll('ro/crate/1.1', 'ro/crate/0.0'), 'ro-crate-metadata.json'],
];
