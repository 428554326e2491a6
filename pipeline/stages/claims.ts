import { writeJson } from '../../src/artifact/file.ts';
import { readingsOf } from '../../src/artifact/readings.ts';
import { countVerdicts } from '../../src/artifact/verdict.ts';
import { judgeWithoutStuck, leftOut, readsChanged } from '../../src/claims/bearing.ts';
import { judgeBeyond } from '../../src/claims/beyond.ts';
import type { ClaimContext } from '../../src/claims/claim.ts';
import { claims } from '../../src/claims/index.ts';
import { metricsOf } from '../../src/claims/metrics.ts';
import { type ClaimsFile, claimRecord } from '../../src/claims/record.ts';
import { stabilities } from '../../src/claims/stability.ts';
import { runStage } from '../outline.ts';

// Stage `claims`: the verdict of every claim, from tables alone; under a reading of those that read what it changes.
await runStage('claims', (stage) => {
  const tables = stage.tables();
  const { resamples, confidence, subsets, subsetResamples } = stage.params.statistics;
  const context: ClaimContext = { profile: stage.profile, resamples, confidence, epochs: stage.settings.train.epochs };
  const reading = readingsOf(stage.params).find(({ name }) => name === stage.reading);
  const judged = claims.filter(
    (claim) => stage.reading === null || (!leftOut(claim) && (!reading || readsChanged(claim, reading.key))),
  );
  // Verdicts under readings are compared with each other; how many seeds they need is found for the protocol alone.
  const drawn = stage.reading === null ? subsets : 0;
  const progress = stage.progress(judged.length + drawn);
  const found = judged.map((claim, i) => {
    progress.update(i, `claim ${claim.id}`);
    return { claim, judgement: claim.judge(tables, context) };
  });
  const stable = stabilities(drawn > 0 ? found : [], tables, context, {
    subsets: drawn,
    resamples: subsetResamples,
    progress: (done) => progress.update(judged.length + done, `subset ${done} of seeds`),
  });
  const records = found.map(({ claim, judgement }) => {
    const stability = stage.reading === null ? stable.get(claim.id) : undefined;
    return claimRecord(
      claim,
      judgement,
      stability && { ...stability, withoutStuck: judgeWithoutStuck(claim, tables, context) },
    );
  });
  progress.done();
  // Under a reading the paper's claims alone are judged.
  const file: ClaimsFile =
    stage.reading === null
      ? { profile: stage.profile, claims: records, beyond: judgeBeyond(tables, context) }
      : { profile: stage.profile, reading: stage.reading, claims: records };
  writeJson(stage.paths.claims, file);
  if (stage.reading === null) writeJson(stage.paths.metrics, metricsOf(records));
  const verdicts = Object.entries(countVerdicts(records)).map(([verdict, count]) => `${count} ${verdict}`);
  stage.log(`${records.length} claims: ${verdicts.join(', ')}.`);
  for (const { id, outcome, statement } of file.beyond ?? [])
    stage.log(`Beyond the paper, ${id} ${outcome}: ${statement}`);
});
