import { multiverseSchema } from '../../../src/artifact/multiverse.ts';
import { specificationTablesSchema } from '../../../src/artifact/specificationTablesFile.ts';
import { readJson } from './artifacts.ts';
import { run } from './profile.ts';

/** Whether these pages stand under the protocol that the multiverse departs from: the default one. */
export const isDefaultProtocol = run.id === run.profile;

const stored = isDefaultProtocol ? readJson('multiverse.json', multiverseSchema) : null;

/** The multiverse of this run; null where its stage has not run, or crosses nothing, and under other protocols. */
export const multiverse = stored && stored.specifications.length > 0 ? stored : null;

/** The tables of its specifications; null where there is none, or they were not kept. */
export const multiverseTables = multiverse && readJson('multiverse-tables.json', specificationTablesSchema);
