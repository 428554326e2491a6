import type { $ZodType } from 'zod/v4/core';
import { fitting } from '../../../src/artifact/format.ts';

/**
 * The JSON, packed or not, at an address of the report, checked against the schema of its format.
 * @param name what it is, for messages: 'the rows'
 * @throws Error if it cannot be fetched, or naming the field that does not fit and what was expected.
 */
export async function fetchJson<T>(name: string, address: string, schema: $ZodType<T>): Promise<T> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${name} at ${address} could not be fetched (HTTP ${response.status})`);
  const errorOf = (fault: string, cause: unknown) => new Error(`${address} ${fault} Reload the page.`, { cause });
  return fitting(schema, await jsonOf(response), errorOf);
}

/** What an answer holds; some servers unpack what is packed. */
async function jsonOf(response: Response): Promise<unknown> {
  const bytes = await response.arrayBuffer();
  const [first, second] = new Uint8Array(bytes);
  const isPacked = first === 0x1f && second === 0x8b;
  const body = new Blob([bytes]).stream();
  return new Response(isPacked ? body.pipeThrough(new DecompressionStream('gzip')) : body).json();
}
