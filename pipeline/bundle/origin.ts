import { packageSchema } from '../../src/artifact/package.ts';
import { type Entity, id } from './entity.ts';
import { type Files, jsonOf } from './files.ts';

/** The licences of a bundle: of its code, and of what the code made. */
export interface Licenses {
  code: Entity;
  data: Entity;
}

const SPDX = 'https://spdx.org/licenses/';
const DATA = 'CC-BY-4.0';

/** The code's licence is that of package.json; data have their own where a bundle brings its text, as REUSE keeps it. */
export function licensesOf(files: Files): Licenses {
  const code = license(
    jsonOf(files, 'package.json', packageSchema)?.license ?? 'NOASSERTION',
    'It holds for the code.',
  );
  const data = license(
    DATA,
    'It holds for text, figures and data; code has another. REUSE.toml says which file has which.',
  );
  return { code, data: files.has(`LICENSES/${DATA}.txt`) ? data : code };
}

function license(name: string, description: string): Entity {
  return { '@id': `${SPDX}${name}`, '@type': 'CreativeWork', name, description, identifier: id(`${SPDX}${name}`) };
}

/** Where a file stands at a commit, for readers, as a property `url`; none where package.json names no repository. */
export function addressIn(files: Files, commit: string): (path: string) => { url?: string } {
  const address = jsonOf(files, 'package.json', packageSchema)?.repository;
  return (path) => (address ? { url: path === '' ? address : `${address}/blob/${commit}/${path}` } : {});
}
