import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runMain } from '../pipeline/driver/commandLine.ts';
import { readParams } from '../pipeline/outline.ts';
import { deepConfigurations } from '../pipeline/training/configurations.ts';
import train from '../pipeline/workers/train.ts';
import type { DeepTraining } from '../src/artifact/bench.ts';
import { readCheckpoint } from '../src/network/checkpoint.ts';
import { profileOf } from '../src/params/params.ts';

// `node bench/deepTraining.ts PROFILE FOLDER`: trains the network of stage `deep` in an empty store and prints its time and memory.
await runMain(async () => {
  const [profile, store] = process.argv.slice(2);
  const params = readParams();
  const [configuration] = deepConfigurations({ params, settings: profileOf(params, profile), engine: 'simd' });
  rmSync(store, { recursive: true, force: true });
  const started = performance.now();
  const { key, folder, files, trained } = await train({ configuration, store }, (_, label) => console.error(label));
  const seconds = (performance.now() - started) / 1000;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const { metadata } = readCheckpoint(readFileSync(join(folder, 'network.safetensors')));
  const result: DeepTraining = {
    key,
    sha256: files['network.safetensors'],
    size: configuration.size,
    nSolved: metadata.nSolved,
    epochs: trained,
    seconds,
    processorSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMegabytes: (maxRSS * 1024) / 1e6,
  };
  console.log(JSON.stringify(result));
});
