import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { usage } from '../../src/artifact/error.ts';
import { checkSignature } from '../release/signature.ts';
import { SUMS_FILE, sumFaults } from '../release/sums.ts';

/** The allowed signers of a checkout, in the form of ssh-keygen(1). */
const SIGNERS_FILE = 'allowed_signers';

/** What the sums beside an archive say of it: that they agree and who signed them, what is not known, or what is wrong. */
export type SumsFinding = { state: 'agrees' | 'unknown'; text: string } | { state: 'differs'; faults: string[] };

/**
 * Holds an archive against SHA256SUMS and SHA256SUMS.sig in its folder, offline.
 * @param signers the file of allowed signers that the user names, who then wants a signature; else that of the checkout counts, where it has one
 */
export async function checkSums(
  archive: string,
  bytes: Uint8Array,
  signers: string | null,
  root: string,
): Promise<SumsFinding> {
  if (signers !== null && !existsSync(signers))
    throw usage(`There is no file ${signers}: --signers names a list of allowed signers as ssh-keygen reads it.`);
  const sums = join(dirname(archive), SUMS_FILE);
  const wanted = (text: string): SumsFinding =>
    signers === null ? { state: 'unknown', text } : { state: 'differs', faults: [text] };
  if (!existsSync(sums)) return wanted(`no ${SUMS_FILE} lies beside the archive`);
  const faults = sumFaults(readFileSync(sums, 'utf8'), basename(archive), bytes);
  if (faults.length > 0) return { state: 'differs', faults };
  const signature = `${sums}.sig`;
  if (!existsSync(signature)) return wanted(`${SUMS_FILE} lists the archive, but is not signed`);
  const kept = join(root, SIGNERS_FILE);
  const found = await checkSignature(sums, signature, signers ?? (existsSync(kept) ? kept : null));
  if (found.state === 'bad')
    return { state: 'differs', faults: [`the signature of ${SUMS_FILE} is not good: ${found.why}`] };
  if (found.state === 'unknown')
    return wanted(
      `${SUMS_FILE} lists the archive and is signed${found.key ? ` with ${found.key}` : ''}, but ${found.why}`,
    );
  return { state: 'agrees', text: `${SUMS_FILE} lists the archive and is signed by ${found.by} with ${found.key}` };
}
