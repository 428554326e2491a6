import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trainConfigurations } from '../pipeline/training/configurations.ts';
import { median } from '../src/analysis/statistics.ts';
import type { EndToEnd } from '../src/artifact/bench.ts';
import { UserError } from '../src/artifact/error.ts';
import type { Configuration } from '../src/curriculum/configuration.ts';
import { beginCurriculum, runCurriculum } from '../src/curriculum/curriculum.ts';
import { simdEngine } from '../src/engine/simd/engine.ts';
import { type Params, profileOf } from '../src/params/params.ts';
import { lengthsOf, longestLength, meanLength } from '../src/task/length.ts';
import { writeWorkload } from './exchange.ts';
import { Peer, TIMES } from './peer.ts';
import type { Roster } from './roster.ts';
import { workload } from './workloads.ts';

/** What the measurement adds to the head of its record. */
type EndToEndResult = Pick<EndToEnd, 'networks' | 'kernel' | 'jax'>;
type NetworkResult = EndToEnd['networks'][number];
type Depth = NetworkResult['depths'][number];

/** Tasks, of those that a curriculum comes to, at which JAX is measured: first, last and between. */
const DEPTHS = 5;

/**
 * Trains every size of Fig. 2 with its first seed by the kernel, and sums up what JAX would take for the same steps; see bench/README.md.
 *
 * @throws UserError where JAX is not there
 */
export async function measureEndToEnd(
  roster: Roster,
  params: Params,
  profile: string,
  core: number | null,
  log: (text: string) => void,
): Promise<EndToEndResult> {
  const spec = roster.peers.find(({ id }) => id === 'jax');
  if (!spec) {
    const reason = roster.leftOut.find(({ id }) => id === 'jax')?.reason;
    throw new UserError(`JAX is not there to compare with: ${reason}.`);
  }
  const all = trainConfigurations({ params, settings: profileOf(params, profile), engine: 'simd' });
  const kinds = Map.groupBy(all, ({ architecture, size }) => `${architecture} ${size}`);
  const peer = await Peer.start(spec, core);
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const networks: NetworkResult[] = [];
  try {
    for (const [name, [configuration]] of kinds) {
      log(`${name}: the kernel`);
      const { tasks, ...trained } = await train(configuration);
      log(`${name}: JAX`);
      const depths: Depth[] = [];
      for (const N of spread([...tasks.keys()])) {
        depths.push(await measureDepth(peer, configuration, N, join(folder, 'workload.safetensors'), params));
      }
      networks.push({ ...trained, ...sumUp(tasks, depths, configuration.stepsPerEpoch), depths });
    }
  } finally {
    await peer.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const sum = (of: (network: NetworkResult) => number) => networks.reduce((total, network) => total + of(network), 0);
  return {
    networks,
    kernel: sum(({ kernel }) => kernel),
    jax: sum(({ jaxSteps, jaxCompilation }) => jaxSteps + jaxCompilation),
  };
}

/** The whole training, and epochs by task. */
async function train(configuration: Configuration) {
  const engine = await simdEngine();
  const started = performance.now();
  let state = beginCurriculum(configuration);
  for (const epoch of runCurriculum(configuration, engine, state)) state = epoch.state;
  const kernel = (performance.now() - started) / 1000;
  const tasks = new Map<number, number>();
  for (const { N } of state.history) tasks.set(N, (tasks.get(N) ?? 0) + 1);
  const { architecture, size } = configuration;
  const lastN = Math.max(...tasks.keys());
  return { architecture, size, epochs: state.history.length, lastN, build: engine.build!, kernel, tasks };
}

/** Some of the tasks, evenly spread from the first to the last. */
function spread(tasks: readonly number[]): number[] {
  const count = Math.min(DEPTHS, tasks.length);
  return Array.from({ length: count }, (_, i) => tasks[Math.round((i * (tasks.length - 1)) / Math.max(count - 1, 1))]);
}

async function measureDepth(
  peer: Peer,
  { architecture, size, firstN }: Configuration,
  N: number,
  file: string,
  params: Params,
): Promise<Depth> {
  const measure = async (length: number) => {
    const work = workload(architecture, size, N - firstN + 1, length);
    writeWorkload(file, work, params);
    await peer.call({ do: 'load', workload: work, file });
    const { milliseconds } = await peer.call({ do: 'train', steps: 12 }, TIMES);
    const step = median(milliseconds.slice(2));
    return { step, compilation: (milliseconds[0] - step) / 1000 };
  };
  const mean = await measure(Math.round(meanLength(N)));
  const longest = await measure(longestLength(N));
  return { N, mean: mean.step, longest: longest.step, compilation: (mean.compilation + longest.compilation) / 2 };
}

/** JAX's seconds over a curriculum: at each task the cheaper of a program for each length, and one padded to the longest. */
function sumUp(tasks: ReadonlyMap<number, number>, depths: readonly Depth[], stepsPerEpoch: number) {
  let [jaxSteps, jaxCompilation] = [0, 0];
  for (const [N, epochs] of tasks) {
    const { mean, longest, compilation } = between(depths, N);
    const steps = (epochs * stepsPerEpoch) / 1000;
    const ways = [
      { steps: steps * mean, compilation: lengthsOf(N).length * compilation },
      { steps: steps * longest, compilation },
    ].sort((a, b) => a.steps + a.compilation - (b.steps + b.compilation));
    jaxSteps += ways[0].steps;
    jaxCompilation += ways[0].compilation;
  }
  return { jaxSteps, jaxCompilation };
}

/** What JAX takes at task N, interpolated between the measured tasks. */
function between(depths: readonly Depth[], N: number): Depth {
  const above = depths.findIndex((depth) => depth.N >= N);
  const [high, low] = [depths[above], depths[Math.max(above - 1, 0)]];
  const share = high.N === low.N ? 0 : (N - low.N) / (high.N - low.N);
  const at = (of: (depth: Depth) => number) => of(low) + share * (of(high) - of(low));
  return { N, mean: at((d) => d.mean), longest: at((d) => d.longest), compilation: at((d) => d.compilation) };
}

/** The comparison for a terminal. */
export function describeEndToEnd({ networks, kernel, jax }: EndToEndResult): string {
  const lines = networks.map((network) => {
    const { architecture, size, epochs, lastN, jaxSteps, jaxCompilation } = network;
    const name = `  ${architecture} ${size}`.padEnd(20);
    return `${name} ${epochs} epochs to N = ${lastN}: kernel ${network.kernel.toFixed(1)} s, JAX ${(jaxSteps + jaxCompilation).toFixed(1)} s (compilation ${jaxCompilation.toFixed(1)} s)`;
  });
  const total = `Fig. 2's training, one seed of each size: kernel ${kernel.toFixed(0)} s, JAX ${jax.toFixed(0)} s (${(jax / kernel).toFixed(2)} times).`;
  return [...lines, total].join('\n');
}
