import { multiverseSchema } from '../../../src/artifact/multiverse.ts';
import { readJson } from './artifacts.ts';
import { run } from './profile.ts';

const stored = readJson('multiverse.json', multiverseSchema);

/** The multiverse of this run; null where its stage has not run, or crosses nothing. */
export const multiverse = stored && stored.specifications.length > 0 ? stored : null;

/** Whether these pages stand under the protocol that the multiverse departs from: the default one. */
export const isDefaultProtocol = run.id === run.profile;
