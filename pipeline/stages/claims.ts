import { writeJson } from '../../src/artifact/file.ts';
import { leftOut, readsChanged } from '../../src/claims/bearing.ts';
import { judgeBeyond } from '../../src/claims/beyond.ts';
import type { ClaimContext } from '../../src/claims/claim.ts';
import { isProvisional } from '../../src/claims/evidence.ts';
import { claims } from '../../src/claims/index.ts';
import { countVerdicts, metricsOf } from '../../src/claims/metrics.ts';
import { stabilities } from '../../src/claims/stability.ts';
import { readingsOf } from '../../src/params/readings.ts';
import { runStage } from '../driver/stage.ts';

// Stage `claims`: the verdict of every claim, from tables alone; under a reading of those that read what it changes.
await runStage('claims', (stage) => {
  const tables = stage.tables();
  const { resamples, confidence, subsets, subsetResamples } = stage.params.statistics;
  const context: ClaimContext = { profile: stage.profile, resamples, confidence, epochs: stage.settings.train.epochs };
  const reading = readingsOf(stage.params).find(({ name }) => name === stage.reading);
  const asked = claims.filter(
    (claim) => stage.reading === null || (!leftOut(claim) && (!reading || readsChanged(claim, reading.key))),
  );
  // Under a reading verdicts are compared with each other; how many seeds they need is told of the protocol's alone.
  const drawn = stage.reading === null ? subsets : 0;
  const progress = stage.progress(asked.length + drawn);
  const found = asked.map(({ judge, inputs, ...record }, i) => {
    progress.update(i, `claim ${record.id}`);
    const judgement = judge(tables, context);
    return { ...record, inputs, ...judgement, provisional: isProvisional(judgement, record.seedless) };
  });
  const stable = stabilities(
    drawn > 0 ? asked.map((claim, i) => ({ claim, judgement: found[i] })) : [],
    tables,
    context,
    {
      subsets: drawn,
      resamples: subsetResamples,
      progress: (done) => progress.update(asked.length + done, `subset ${done} of seeds`),
    },
  );
  const judged = found.map((one) => ({ ...one, ...stable.get(one.id) }));
  progress.done();
  const told = stage.reading === null ? {} : { reading: stage.reading };
  // Under a reading the paper's claims alone are judged.
  const beyond = stage.reading === null ? judgeBeyond(tables, context) : undefined;
  writeJson(stage.paths.claims, { profile: stage.profile, ...told, claims: judged, ...(beyond && { beyond }) });
  if (stage.reading === null) writeJson(stage.paths.metrics, metricsOf(judged));
  const verdicts = Object.entries(countVerdicts(judged)).map(([verdict, count]) => `${count} ${verdict}`);
  stage.log(`${judged.length} claims: ${verdicts.join(', ')}.`);
  for (const { id, outcome, statement } of beyond ?? []) stage.log(`Beyond the paper, ${id} ${outcome}: ${statement}`);
});
