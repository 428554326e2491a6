import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from '../../src/artifact/file.ts';
import { LINES } from '../../src/line/results.ts';
import { runStage } from '../driver/stage.ts';
import { outline } from '../outline.ts';
import { trainNetworks } from '../store/training.ts';
import { training } from '../training.ts';

const FIT = z.strictObject({ slope: z.number(), intercept: z.number() });

await runStage(outline, 'fit', async (stage) => {
  const all = training.configurations('fit', stage);
  const trainer = { ...training, cost: training.seconds, kernelVersion: outline.kernelVersion };
  const results = await trainNetworks(stage, trainer, all);
  const rows = all.map((configuration, i) => {
    const file = join(stage.paths.store, results[i].key, training.mainFile);
    return {
      network: training.id(configuration),
      seed: configuration.seed,
      ...readJson(file, FIT),
    };
  });
  stage.write(LINES, rows);
});
