import { readJson, writeJson } from '../../src/artifact/file.ts';
import { specificationTablesSchema } from '../../src/artifact/specificationTablesFile.ts';
import { runStage } from '../outline.ts';
import { specifiedBy } from './specified.ts';
import { multiverseOf } from './verdicts.ts';

// The verdicts under all specifications once more, from the tables that stage `multiverse` left: nothing is trained or measured.
await runStage('multiverse', (stage) => {
  const file = readJson(stage.paths.multiverseTables, specificationTablesSchema);
  writeJson(stage.paths.multiverse, multiverseOf(stage, specifiedBy(stage), file));
});
