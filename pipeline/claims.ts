import { readTables, writeJson } from '../src/artifact/file.ts';
import { leftOut, readsChanged } from '../src/claims/bearing.ts';
import { judgeBeyond } from '../src/claims/beyond.ts';
import type { ClaimContext } from '../src/claims/claim.ts';
import { claims } from '../src/claims/index.ts';
import { readingsOf } from '../src/params/readings.ts';
import { runStage } from './stage.ts';

// Stage `claims`: the verdict of every claim, from tables alone; under a reading of those that read what it changes.
await runStage('claims', (stage) => {
  const tables = readTables(stage.paths.artifacts);
  const { resamples, confidence } = stage.params.statistics;
  const context: ClaimContext = { profile: stage.profile, resamples, confidence, epochs: stage.settings.train.epochs };
  const reading = readingsOf(stage.params).find(({ name }) => name === stage.reading);
  const asked = claims.filter(
    (claim) => stage.reading === null || (!leftOut(claim) && (!reading || readsChanged(claim, reading.key))),
  );
  const progress = stage.progress(asked.length);
  const judged = asked.map(({ judge, inputs, ...record }, i) => {
    progress.update(i, `claim ${record.id}`);
    return { ...record, inputs, ...judge(tables, context) };
  });
  progress.done();
  const told = stage.reading === null ? {} : { reading: stage.reading };
  // Under a reading the paper's claims alone are judged.
  const beyond = stage.reading === null ? judgeBeyond(tables, context) : undefined;
  writeJson(stage.paths.claims, { profile: stage.profile, ...told, claims: judged, ...(beyond && { beyond }) });
  const count = (verdict: string) => judged.filter((one) => one.verdict === verdict).length;
  const verdicts = ['reproduced', 'partly', 'not reproduced', 'not run'].map(
    (verdict) => `${count(verdict)} ${verdict}`,
  );
  stage.log(`${judged.length} claims: ${verdicts.join(', ')}.`);
  for (const { id, outcome, statement } of beyond ?? []) stage.log(`Beyond the paper, ${id} ${outcome}: ${statement}`);
});
