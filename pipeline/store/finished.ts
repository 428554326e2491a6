import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Tells of keys whether the store has their entries finished, as it stands now. Folders are listed, since a network drive may say for a minute
 * that a file is not there which another host has written.
 */
export function finishedIn(store: string): (key: string) => boolean {
  const there = new Set(list(store));
  return (key) => there.has(key) && list(join(store, key)).includes('done.json');
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // It is not there, or no folder.
    return [];
  }
}
