import { writeJson } from '../../src/artifact/file.ts';
import { claims } from '../../src/claims/index.ts';
import { matrixOf } from '../../src/claims/matrix.ts';
import { runStage } from '../outline.ts';
import { columnsOf, judgementsIn } from './columns.ts';
import { plannedReadings } from './plan.ts';

// The matrix claims x readings once more, from what stage `readings` left: no reading is run.
await runStage('readings', (stage) => {
  const { run: _, ...scale } = stage.settings.readings;
  const head = { profile: stage.profile, scale };
  writeJson(
    stage.paths.matrix,
    matrixOf(head, claims, judgementsIn(stage.paths), columnsOf(stage, plannedReadings(stage))),
  );
});
