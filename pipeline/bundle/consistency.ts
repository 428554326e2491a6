import { type Certificate, certificateSchema } from '../../src/artifact/certificate.ts';
import type { Study } from '../../src/artifact/study.ts';
import type { PublishedNetwork } from '../store/published.ts';
import { CERTIFICATE_FILE, certificateFaults } from './certificate.ts';
import { networkTable } from './content.ts';
import { CRATE_FILE, crateOf, crateSchema } from './crate.ts';
import { type Files, jsonBytes, jsonOf, sameBytes } from './files.ts';
import { manifestFaults } from './manifest.ts';
import { cardFaults, networkFaults } from './network.ts';

/** One of the checks that need nothing but the bundle's own files: what it is about, and what of it does not hold. */
export interface Finding {
  about: string;
  faults: string[];
}

/** What in a bundle contradicts what else is in it: manifests, networks and their hashes, metadata, certificate. */
export function consistency(study: Study, files: Files, networks: readonly PublishedNetwork[]): Finding[] {
  const certificate = jsonOf(files, CERTIFICATE_FILE, certificateSchema);
  const names = sameBytes(files.get('networks.csv'), networkTable(networks))
    ? []
    : ['networks.csv does not list the networks that the hashes name'];
  const card = certificate === null ? [] : cardFaults(study, files, certificate.profile);
  return [
    { about: 'manifest', faults: manifestFaults(files) },
    { about: 'networks', faults: [...networkFaults(study, files, networks), ...names, ...card] },
    { about: 'certificate', faults: certificateFaults(files) },
    {
      about: 'metadata',
      faults: certificate ? describedFaults(study, files, certificate) : [],
    },
  ];
}

/** Where the metadata are not those that the bundle's other files give. That these keep the rules of RO-Crate is shown by a validator of others. */
function describedFaults(study: Study, files: Files, certificate: Certificate): string[] {
  const expected = crateOf(study, files, certificate);
  if (sameBytes(files.get(CRATE_FILE), jsonBytes(expected))) return [];
  const actual = jsonOf(files, CRATE_FILE, crateSchema)?.['@graph'] ?? [];
  const byName = new Map(actual.map((entity) => [entity['@id'], JSON.stringify(entity)]));
  const names = new Set(expected['@graph'].map((entity) => entity['@id']));
  const wrong = expected['@graph'].filter((entity) => byName.get(entity['@id']) !== JSON.stringify(entity));
  const more = actual.filter((entity) => !names.has(entity['@id']));
  const found = [
    ...wrong.map((entity) => `${CRATE_FILE} does not describe '${entity['@id']}' as it is`),
    ...more.map((entity) => `${CRATE_FILE} describes '${entity['@id']}', which is not there`),
  ];
  return found.length > 0 ? found : [`${CRATE_FILE} is not what the bundle's files give`];
}
