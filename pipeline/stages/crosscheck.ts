import { join } from 'node:path';
import { writeJson } from '../../src/artifact/file.ts';
import { round } from '../../src/artifact/table.ts';
import { crosscheck } from '../../src/engine/crosscheck.ts';
import { mainGrowth } from '../../src/network/growth.ts';
import { valueFor } from '../../src/params/params.ts';
import { runStage } from '../outline.ts';
import { loadEngine } from '../training/engines.ts';

// Stage `crosscheck`: the first curriculum steps of one network of each architecture by both engines, side by side.
await runStage('crosscheck', async (stage) => {
  const { task, network, training } = stage.params;
  const { steps, tasks, modularSize, nonModularSize } = stage.settings.crosscheck;
  const engines = { simd: await loadEngine('simd'), tfjs: await loadEngine('tfjs') };
  const networks = [
    { architecture: 'modular', size: modularSize, ...training.modular },
    { architecture: 'non-modular', size: nonModularSize, ...training.nonModular },
  ] as const;
  const progress = stage.progress(networks.length * steps * tasks);
  let done = 0;
  const checked = networks.map(({ architecture, size, learningRate, momentum }) => {
    const { batchSize, firstN } = task;
    const plan = {
      architecture,
      size,
      seed: 0,
      leak: valueFor(architecture, network.leak),
      growth: mainGrowth(network),
      bits: valueFor(architecture, task.bits),
      longest: valueFor(architecture, task.longest),
      optimizer: { learningRate, momentum, clip: training.clip },
      batchSize,
      firstN,
      steps,
      tasks,
    };
    return crosscheck(engines, plan, ({ N }) => {
      done++;
      progress.update(done, `${architecture} ${size}, N = ${N}`);
    });
  });
  const names = { simd: engines.simd.backend, tfjs: engines.tfjs.backend };
  writeJson(join(stage.paths.artifacts, 'tables', 'crosscheck.json'), rounded({ engines: names, networks: checked }));
  progress.done();
});

/** A value with every number in it at 6 significant digits. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return round(value);
  if (Array.isArray(value)) return value.map(rounded);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rounded(entry)]));
}
