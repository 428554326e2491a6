import type { LabIndex, LabNetwork } from '../../../src/lab/format.ts';
import { networksOf, pairsOf } from '../browser/lab/pair.ts';
import type { Priced } from '../browser/runningCostCharts.ts';

/** The archived pair that the story trains in the page, the modular network first, with what decides how long each trains. */
export function trainedPair(index: LabIndex): { networks: LabNetwork[]; priced: Priced[] } {
  const [{ name, seeds }] = pairsOf(index);
  const pair = networksOf(index, name, seeds[0]);
  const networks = pair ? [pair.modular, pair.nonModular] : [];
  const priced = networks.map(({ id, configuration }) => {
    const { architecture, size, stepsPerEpoch, batchSize, longest, firstN } = configuration;
    return { id, schedule: { architecture, size, stepsPerEpoch, batchSize, longest, firstN } };
  });
  return { networks, priced };
}
