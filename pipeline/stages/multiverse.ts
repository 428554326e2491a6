import { writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { formatHashes } from '../../src/artifact/hashes.ts';
import { TableCollection } from '../../src/artifact/specificationTables.ts';
import { formatSpecificationTables } from '../../src/artifact/specificationTablesFile.ts';
import type { Configuration } from '../../src/curriculum/configuration.ts';
import { specificationTables } from '../../src/study/specifications.ts';
import { evidenceOf } from '../multiverse/evidence.ts';
import { type Keyed, specifiedBy } from '../multiverse/specified.ts';
import { multiverseOf } from '../multiverse/verdicts.ts';
import { runStage, type Stage } from '../outline.ts';
import { trainAll } from '../store/training.ts';
import { FINAL_FILE } from '../training/files.ts';
import { nSolvedOf, type TrainedNetwork } from '../training/trained.ts';
import { TRAINER } from '../training/training.ts';
import type { TrainResult } from '../workers/train.ts';

// Stage `multiverse`: every combination of the choices that the profile crosses, with its tables and the verdict of every claim under each. A
// network that several of them share is trained once; networks stay in the store.
await runStage('multiverse', async (stage) => {
  const all = specifiedBy(stage);
  const trained = await train(
    stage,
    all.flatMap(({ networks: { train, freeze, duplicate } }) => [...train, ...freeze, ...duplicate]),
  );
  const evidence = await evidenceOf(stage, all, trained.networks);
  const collection = new TableCollection(specificationTables);
  for (const [i, { specification }] of all.entries()) collection.add(specification.id, evidence[i]());
  const tables = collection.file(stage.profile);
  writeAtomic(stage.paths.multiverseTables, formatSpecificationTables(tables));
  writeJson(stage.paths.multiverse, multiverseOf(stage, all, tables));
  const { kernelVersion } = TRAINER;
  writeAtomic(stage.paths.hashes('multiverse'), formatHashes({ kernelVersion, networks: trained.index }));
  stage.log(
    `${all.length} specifications on ${trained.networks.size} networks, ${trained.fresh} of them trained, the others from the store.`,
  );
});

/** Trains what the store lacks; the networks by key, each as it stands in the store. */
async function train(stage: Stage, all: readonly Keyed[]) {
  const different = [...new Map(all.map((one) => [one.key, one])).values()];
  const configurations = different.map(({ configuration }) => configuration);
  // Networks of different specifications have one id: the key tells them apart.
  const trainer = { ...TRAINER, id: (one: Configuration) => `${TRAINER.id(one)}-${TRAINER.key(one)}` };
  const results = await trainAll<Configuration, TrainResult>(stage, trainer, configurations);
  const networks = new Map(
    different.map(({ key, configuration }, i): [string, TrainedNetwork] => {
      const { folder } = results[i];
      const open = { id: TRAINER.id(configuration), key, configuration, folder };
      return [key, { ...open, nSolved: nSolvedOf(open) }];
    }),
  );
  const index = different.map(({ key, configuration }, i) => {
    const { files } = results[i];
    return { id: trainer.id(configuration), key, sha256: files[FINAL_FILE], files, configuration };
  });
  return { networks, index, fresh: results.filter(({ trained }) => trained > 0).length };
}
