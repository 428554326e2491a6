import { readFileSync } from 'node:fs';
import { writeAtomic } from '../src/artifact/file.ts';
import type { Gradients } from '../src/engine/engine.ts';
import { readSafetensors, writeSafetensors } from '../src/network/safetensors.ts';
import { namedTensors } from '../src/network/tensors.ts';
import type { Params } from '../src/params/params.ts';
import { drawBits, drawInitialState } from '../src/task/batch.ts';
import { labelsOf } from '../src/task/label.ts';
import { networkOf, optimizerOf, originOf, type Workload } from './workloads.ts';

/**
 * Writes what a peer needs for a workload, as one safetensors file: the initial parameters by their documented names, the batch
 * (`batch.bits` [L, B], `batch.initial` [modules, M, B], `batch.labels` [trained heads, B]) as src/task draws
 * it, and the optimizer's settings as metadata.
 */
export function writeWorkload(file: string, workload: Workload, params: Params): void {
  const network = networkOf(workload);
  const { batchSize: B } = params.task;
  const origin = originOf(workload);
  const bits = drawBits(origin, B);
  const depth = network.modules.length;
  const trained = network.architecture === 'modular' ? network.heads.slice(-1) : network.heads;
  const labels = trained.flatMap(({ N }) => [...labelsOf(bits, B, N)]);
  const { learningRate, momentum, clip } = optimizerOf(workload, params);
  const tensors = [
    ...namedTensors(network),
    { name: 'batch.bits', shape: [origin.length, B], values: Float32Array.from(bits) },
    {
      name: 'batch.initial',
      shape: [depth, network.size, B],
      values: drawInitialState(origin, depth, network.size, B),
    },
    { name: 'batch.labels', shape: [trained.length, B], values: Float32Array.from(labels) },
  ];
  const settings = {
    architecture: network.architecture,
    depth: String(depth),
    tasks: trained.map(({ N }) => N).join(' '),
    learningRate: String(learningRate),
    momentum: String(momentum),
    clip: String(clip),
  };
  writeAtomic(file, writeSafetensors(tensors, settings));
}

/** Writes gradients for the benchmark to compare. */
export function writeGradients(file: string, gradients: Gradients): void {
  const tensors = [...gradients].map(([name, values]) => ({ name, shape: [values.length], values }));
  writeAtomic(file, writeSafetensors(tensors, {}));
}

/** Gradients that a peer wrote. */
export function readGradients(file: string): Gradients {
  const { tensors } = readSafetensors(readFileSync(file));
  return new Map([...tensors].map(([name, { values }]) => [name, values]));
}
