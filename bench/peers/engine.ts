// An engine of this project as a peer: `engine.ts simd|native|simd-128|tfjs [DRAWS]`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../pipeline/driver/paths.ts';
import { readParams } from '../../pipeline/outline.ts';
import { readJson } from '../../src/artifact/file.ts';
import { packageSchema } from '../../src/artifact/package.ts';
import type { Engine, Session } from '../../src/engine/engine.ts';
import { nativeKernels } from '../../src/engine/native/addon.ts';
import { compileKernel, KERNEL_FILE } from '../../src/engine/simd/engine.ts';
import { simdEngineOf, simdEngineOn } from '../../src/engine/simd/portable.ts';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import { tfjsEngine } from '../../src/engine/tfjs/engine.ts';
import { BATCH_STREAMS } from '../../src/task/batch.ts';
import { purposeKey } from '../../src/task/stream.ts';
import { writeGradients } from '../exchange.ts';
import { ALL_GROUPS, networkOf, optimizerOf, originOf, type Workload } from '../workloads.ts';
import { type Request, serve, timeEach } from './serve.ts';

const ENGINES: Record<string, () => Promise<Engine>> = {
  simd: async () => simdEngineOf(await compileKernel()),
  native: async () => {
    const { source, build } = nativeKernels(true)!;
    return simdEngineOn(source, build);
  },
  // Without the revectorizer, which only `compileKernel` enables.
  'simd-128': async () => simdEngineOf(await WebAssembly.compile(readFileSync(KERNEL_FILE))),
  tfjs: () => tfjsEngine(['tfjs-node']),
};

interface Draws {
  configure(...plan: (number | boolean)[]): number;
  draw(seed: number, bitsKey: number, stateKey: number, index: number, length: number, reading: number): void;
}

const [name, drawsFile] = process.argv.slice(2);
const params = readParams();
const engine = await ENGINES[name]();
let workload: Workload;
let session: Session | null = null;

/** Opens a new session on the network of the workload. */
function open(): Session {
  session?.close();
  session = engine.open(networkOf(workload), {
    batchSize: params.task.batchSize,
    maxLength: workload.length,
    optimizer: optimizerOf(workload, params),
    trainable: ALL_GROUPS,
  });
  return session;
}

function versionOf(name: string): string {
  return readJson(join(ROOT, 'node_modules', name, 'package.json'), packageSchema).version;
}

function draw(times: number): number[] {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
  const abort = () => {
    throw new Error('an internal check failed');
  };
  const module = new WebAssembly.Module(readFileSync(drawsFile));
  const draws = new WebAssembly.Instance(module, { env: { memory, abort } }).exports as unknown as Draws;
  const network = networkOf(workload);
  const { seed, index, length } = originOf(workload);
  const largest = network.heads[network.heads.length - 1].N;
  const counts = [network.size, network.modules.length, network.heads.length] as const;
  draws.configure(...counts, network.architecture === 'modular', false, params.task.batchSize, length, largest);
  const { bits, state } = BATCH_STREAMS.train;
  const work = () => draws.draw(seed, purposeKey(bits), purposeKey(state), index, length, 0);
  // V8 optimises the code after some turns.
  timeEach(300, work);
  return timeEach(times, work);
}

const versions: Record<string, string> =
  engine.name === 'simd'
    ? { kernel: KERNEL_VERSION, build: engine.build! }
    : { [engine.backend]: versionOf('@tensorflow/tfjs-node') };
await serve(versions, (request: Request) => {
  switch (request.do) {
    case 'load':
      workload = request.workload;
      return {};
    case 'gradients': {
      const { loss, gradients } = open().gradients(originOf(workload));
      writeGradients(request.file, gradients);
      return { loss };
    }
    case 'train': {
      const opened = open();
      const origin = originOf(workload);
      const losses: number[] = [];
      const milliseconds = timeEach(request.steps, () => losses.push(opened.trainStep(origin).loss));
      return { losses, milliseconds };
    }
    case 'evaluate': {
      const opened = open();
      return {
        milliseconds: timeEach(request.steps, () => opened.evaluate({ ...originOf(workload), purpose: 'test' })),
      };
    }
    case 'draw':
      return { milliseconds: draw(request.steps) };
    default:
      throw new Error(`unknown request '${request.do}'`);
  }
});
