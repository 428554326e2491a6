import type { Certificate, Making } from '../../src/artifact/certificate.ts';
import type { Study } from '../../src/artifact/study.ts';
import { CERTIFICATE_FILE, CERTIFICATE_TEXT_FILE, certificateOf, certificateText } from './certificate.ts';
import { citationOf } from './citation.ts';
import { CRATE_FILE, crateOf } from './crate.ts';
import { type Files, jsonBytes } from './files.ts';
import { addManifests } from './manifest.ts';
import { CARD_FILE, cardOf } from './network.ts';

/** Adds what a bundle says of its other files: the card of the networks, the certificate in both forms, then the metadata, then the manifests. */
export function seal(study: Study, files: Files, making: Making): Certificate {
  const card = cardOf(study, files, making.profile);
  if (card) files.set(CARD_FILE, card);
  else files.delete(CARD_FILE);
  const certificate = certificateOf(files, making);
  files.set(CERTIFICATE_FILE, jsonBytes(certificate));
  files.set(CERTIFICATE_TEXT_FILE, Buffer.from(certificateText(certificate, citationOf(files))));
  files.set(CRATE_FILE, jsonBytes(crateOf(study, files, certificate)));
  addManifests(files);
  return certificate;
}
