import { writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { formatHashes } from '../../src/artifact/hashes.ts';
import type { Multiverse } from '../../src/artifact/multiverse.ts';
import { reachOf } from '../../src/artifact/reach.ts';
import { choicesOf, specificationsOf } from '../../src/artifact/specifications.ts';
import { TableCollection } from '../../src/artifact/specificationTables.ts';
import { formatSpecificationTables } from '../../src/artifact/specificationTablesFile.ts';
import type { Configuration } from '../../src/curriculum/configuration.ts';
import { specificationTables } from '../../src/study/specifications.ts';
import { stageList } from '../../src/study/stages.ts';
import { TRAIN } from '../../src/study/tables.ts';
import { evidenceOf } from '../multiverse/evidence.ts';
import { Judge, judgedClaims } from '../multiverse/judged.ts';
import { solvedBySize } from '../multiverse/solved.ts';
import { type Keyed, specified } from '../multiverse/specified.ts';
import { runStage, type Stage } from '../outline.ts';
import { trainAll } from '../store/training.ts';
import { FINAL_FILE } from '../training/files.ts';
import { nSolvedOf, type TrainedNetwork } from '../training/trained.ts';
import { TRAINER } from '../training/training.ts';
import type { TrainResult } from '../workers/train.ts';

// Stage `multiverse`: every combination of the choices that the profile crosses, with its tables and the verdict of every claim under each. A
// network that several of them share is trained once; networks stay in the store.
await runStage('multiverse', async (stage) => {
  const { cross, ...scale } = stage.settings.multiverse;
  const choices = choicesOf(stage.params);
  const all = specificationsOf(stage.params, cross).map((one) => specified(stage, one));
  const trained = await train(
    stage,
    all.flatMap(({ networks: { train, freeze, duplicate } }) => [...train, ...freeze, ...duplicate]),
  );
  const evidence = await evidenceOf(stage, all, trained.networks);
  const { resamples, confidence } = stage.params.statistics;
  const judge = new Judge(choices, { profile: stage.profile, resamples, confidence, epochs: scale.train.epochs });
  const collection = new TableCollection(specificationTables);
  const progress = stage.progress(all.length);
  const found = all.map(({ specification: { id, levels } }, i) => {
    // Verdicts are those of the tables that are kept.
    const tables = collection.add(id, evidence[i]());
    progress.update(i, `specification ${id}`);
    return {
      judgements: judgedClaims.map((claim) => judge.judge(claim, levels, tables)),
      solved: solvedBySize(tables[TRAIN.path] ?? []),
    };
  });
  progress.done();
  const sizes = [...new Map(found.flatMap(({ solved }) => solved.map((one) => [one.id, one]))).values()];
  const multiverse: Multiverse = {
    profile: stage.profile,
    scale,
    choices: choices.map(({ key, values, protocol }) => ({
      key,
      values: [...values],
      protocol,
      crossed: cross.includes(key),
      trains: reachOf(stageList, key).some(({ trains }) => trains),
    })),
    specifications: all.map(({ specification: { id, levels }, networks }) => ({
      id,
      levels: [...levels],
      networks: new Set(Object.values(networks).flatMap((some) => some.map(({ key }) => key))).size,
    })),
    claims: judgedClaims.map(({ id, panel, figure, statement }, c) => {
      const judgements = found.map(({ judgements }) => judgements[c]);
      const firsts = judgements.map(({ parts }) => parts[0]?.measurement);
      const known = firsts.find((first) => first !== undefined);
      return {
        id,
        panel,
        figure,
        statement,
        verdicts: judgements.map(({ verdict }) => verdict),
        name: known?.name ?? null,
        unit: known?.unit ?? null,
        values: firsts.map((first) => (first?.name === known?.name ? (first?.value ?? null) : null)),
      };
    }),
    quantities: sizes.map(({ id, name }) => ({
      id,
      name,
      unit: 'N',
      values: found.map(({ solved }) => solved.find((one) => one.id === id)?.value ?? null),
    })),
  };
  writeJson(stage.paths.multiverse, multiverse);
  writeAtomic(stage.paths.multiverseTables, formatSpecificationTables(collection.file(stage.profile)));
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
