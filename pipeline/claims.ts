import { readTables, writeJson } from '../src/artifact/file.ts';
import type { ClaimContext } from '../src/claims/claim.ts';
import { claims } from '../src/claims/index.ts';
import { runStage } from './stage.ts';

// Stage `claims`: the verdict of every claim, from tables alone.
await runStage('claims', (stage) => {
  const tables = readTables(stage.paths.artifacts);
  const { resamples, confidence } = stage.params.statistics;
  const context: ClaimContext = { profile: stage.profile, resamples, confidence, epochs: stage.settings.train.epochs };
  const progress = stage.progress(claims.length);
  const judged = claims.map(({ judge, inputs, ...record }, i) => {
    progress.update(i, `claim ${record.id}`);
    return { ...record, inputs, ...judge(tables, context) };
  });
  progress.done();
  writeJson(stage.paths.claims, { profile: stage.profile, claims: judged });
  const count = (verdict: string) => judged.filter((one) => one.verdict === verdict).length;
  const verdicts = ['reproduced', 'partly', 'not reproduced', 'not run'].map(
    (verdict) => `${count(verdict)} ${verdict}`,
  );
  stage.log(`${judged.length} claims: ${verdicts.join(', ')}.`);
});
