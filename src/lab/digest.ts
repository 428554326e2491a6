import type { Network } from '../network/network.ts';
import { moduleOfHead } from '../network/network.ts';
import { namedTensors } from '../network/tensors.ts';

/**
 * The canonical bytes of the curriculum step that solved N: of a modular network the tensors of that task's module and of its head, of a
 * non-modular one all of its tensors, since all of them train. In the order of `namedTensors`, each as its name, a space, its extents with
 * 'x' between them and a line break in UTF-8 (`module.3.recurrent.weight 5x5\n`), then its values as little-endian float32.
 * @throws RangeError where the network has no head for N.
 */
export function stepBytes(network: Network, N: number): Uint8Array<ArrayBuffer> {
  const k = network.heads.findIndex((head) => head.N === N);
  if (k < 0) throw new RangeError(`the network has no head for N = ${N}`);
  const module = moduleOfHead(network, k);
  const parts = namedTensors(network)
    .filter((tensor) => tensor.module === module)
    .map(({ name, shape, values }) => ({ head: new TextEncoder().encode(`${name} ${shape.join('x')}\n`), values }));
  const bytes = new Uint8Array(parts.reduce((sum, { head, values }) => sum + head.length + 4 * values.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { head, values } of parts) {
    bytes.set(head, at);
    at += head.length;
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}

/** SHA-256 in hexadecimal digits; null if the browser offers none, as on pages without https. */
export async function sha256(bytes: Uint8Array): Promise<string | null> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return null;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether two arrays hold the same bytes. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Whether a file has the published bytes; `unchecked` if the browser offers no SHA-256. */
export interface Verification {
  file: string;
  sha256: string | null;
  outcome: 'verified' | 'differs' | 'unchecked';
  /** A sentence for the reader. */
  text: string;
}

/** Compares a file with the SHA-256 that the index publishes for it. */
export async function verify(file: string, bytes: Uint8Array, published: string): Promise<Verification> {
  const digest = await sha256(bytes);
  if (digest === null) {
    const text = `${file} was not checked: browsers offer SHA-256 only on pages served over https or from this machine.`;
    return { file, sha256: digest, outcome: 'unchecked', text };
  }
  if (digest === published)
    return { file, sha256: digest, outcome: 'verified', text: `${file} matches the published SHA-256.` };
  const text = `${file} differs from the published SHA-256: the copy is damaged, or the report was built from other networks.`;
  return { file, sha256: digest, outcome: 'differs', text };
}
