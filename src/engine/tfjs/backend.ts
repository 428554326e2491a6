import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import type * as TensorFlow from '@tensorflow/tfjs';
import { prepareEnvironment } from './environment.ts';

export type TF = typeof TensorFlow;

/** What TensorFlow.js computes with: libtensorflow, its WebAssembly backend, or plain JavaScript. */
export type Backend = 'tfjs-node' | 'wasm' | 'cpu';

export const BACKENDS: readonly Backend[] = ['tfjs-node', 'wasm', 'cpu'];

const require = createRequire(import.meta.url);

/**
 * TensorFlow.js on the first of `choices` that loads here.
 *
 * @throws Error that names why each of them failed
 */
export async function loadBackend(choices: readonly Backend[] = BACKENDS): Promise<{ tf: TF; backend: Backend }> {
  const reasons: string[] = [];
  const causes: unknown[] = [];
  for (const backend of choices) {
    try {
      return { tf: await loaders[backend](), backend };
    } catch (error) {
      causes.push(error);
      reasons.push(`${backend}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
  }
  throw new Error(`TensorFlow.js has no backend that loads here (run \`npm run setup\`): ${reasons.join('; ')}`, {
    cause: new AggregateError(causes),
  });
}

const loaders: Record<Backend, () => Promise<TF>> = {
  'tfjs-node': async () => {
    restoreUtilities();
    prepareEnvironment();
    const tf: TF = require('@tensorflow/tfjs-node');
    return activate(tf, 'tensorflow');
  },
  wasm: async () => {
    const tf = plain();
    const wasm: typeof import('@tensorflow/tfjs-backend-wasm') = require('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
    wasm.setThreadsCount(1);
    return activate(tf, 'wasm');
  },
  cpu: () => activate(plain(), 'cpu'),
};

function plain(): TF {
  const tf: TF = require('@tensorflow/tfjs');
  // Silences its advice to install tfjs-node.
  tf.env().set('PROD', true);
  return tf;
}

async function activate(tf: TF, name: string): Promise<TF> {
  if (!(await tf.setBackend(name))) throw new Error(`backend ${name} does not start`);
  await tf.ready();
  return tf;
}

/** tfjs-node 4.22 calls functions of node:util that Node 23 removed, or that warn of it. */
function restoreUtilities(): void {
  const isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  Object.assign(util, { isNullOrUndefined, isArray: Array.isArray });
}
