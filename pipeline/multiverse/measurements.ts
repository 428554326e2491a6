import { canonicalText } from '../../src/artifact/canonical.ts';
import type { Measurement } from '../../src/artifact/study.ts';
import { runMeasurements } from '../executor/measurement.ts';
import type { Stage } from '../outline.ts';
import type { TrainedNetwork } from '../training/trained.ts';

/** Results of the jobs of one analysis under all specifications: what two of them share is measured once. */
export async function measureAll<Payload extends object, Result>(
  stage: Stage,
  name: string,
  jobs: readonly (readonly Measurement<TrainedNetwork, Payload>[])[],
): Promise<Result[][]> {
  const texts = jobs.map((some) => some.map(({ network: { key }, payload }) => canonicalText({ key, payload })));
  const different = new Map(jobs.flatMap((some, i) => some.map((job, j) => [texts[i][j], job])));
  const worker = new URL(`../workers/${name}.ts`, import.meta.url);
  // Networks of different specifications have one id: the key tells them apart where a job is named.
  const named = [...different.values()].map((job) => ({ ...job, id: `${job.id} (${job.network.key})` }));
  const results = await runMeasurements<Result>({ ...stage, name }, worker, named);
  const found = new Map([...different.keys()].map((text, i) => [text, results[i]]));
  return texts.map((some) => some.map((text) => found.get(text) as Result));
}
