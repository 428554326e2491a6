import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explain } from '../../src/artifact/error.ts';
import { holderOf, makeMark, readMark, removeMark } from '../../src/system/mark.mjs';

/**
 * Milliseconds between two signs of life of a claim. On a network drive another host may see a file as it was a minute ago; after three of
 * these without a sign the claim is abandoned. Should it not be, two processes make the same bytes.
 */
const BEAT = 30_000;
const LOOK = 2000;

/**
 * Keeps every other process, of this host and of others on the same drive, from making an entry of the store, until what it resolves to is
 * called. While another makes it, it is waited for, unless the caller gives up; a claim whose process is gone is taken over.
 */
export async function claimEntry(store: string, key: string, givesUp = () => false): Promise<() => void> {
  const file = join(store, '.claims', `${key}.json`);
  for (;;) {
    // What is finished needs no claim: whoever looks finds it.
    if (givesUp() || existsSync(join(store, key, 'done.json'))) return () => undefined;
    const mark = make(file, key);
    if (mark) return mark.release;
    const before = readMark(file);
    if (!before) continue;
    if (await holderOf(file, before)) await sleep(LOOK);
    else removeMark(file, before);
  }
}

function make(file: string, key: string) {
  try {
    return makeMark(file, key, BEAT);
  } catch (error) {
    throw explain(error, file);
  }
}
