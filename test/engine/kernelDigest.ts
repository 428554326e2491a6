import { createHash } from 'node:crypto';
import type { Engine, Session, SessionOptions } from '../../src/engine/engine.ts';
import type { KernelSource } from '../../src/engine/simd/kernel.ts';
import { simdEngineOn } from '../../src/engine/simd/portable.ts';
import { simulateOn } from '../../src/engine/simd/simulate.ts';
import type { Network, ParameterGroup } from '../../src/network/network.ts';
import { namedTensors } from '../../src/network/tensors.ts';
import type { BatchOrigin, BitsReading } from '../../src/task/batch.ts';
import { stream } from '../../src/task/stream.ts';
import { randomNetwork } from '../network/randomNetwork.ts';

const GROUPS: readonly ParameterGroup[] = ['recurrent', 'feedforward', 'input', 'tau', 'readout'];
const READINGS: readonly BitsReading[] = ['per-sequence', 'per-batch', 'half'];

const NOT_A_NUMBER = 0x7ff8000000000000n;

export interface DigestConfiguration {
  network: Network;
  options: SessionOptions;
  seed: number;
  bits: BitsReading;
  pool: boolean;
}

/** Configuration `index`, drawn from its stream: M 1 to 130, N up to 60, every reading, leak and subset of what trains. */
export function configuration(index: number, size?: number): DigestConfiguration {
  const draw = stream(index, 'native test');
  const architecture = draw.integer(2) === 0 ? 'modular' : 'non-modular';
  const M = size ?? 1 + (draw.integer(3) === 0 ? draw.integer(130) : draw.integer(34));
  const most = M > 60 ? 4 : M > 30 ? 8 : 59;
  // Mostly few: the time grows with the square of the tasks.
  const tasks = 1 + Math.floor(most * draw.uniform() ** 3);
  const leak = draw.integer(2) === 0 ? 'inside' : 'outside';
  const depth = architecture === 'modular' ? tasks : 1;
  const network = randomNetwork({ architecture, size: M, depth, heads: tasks, seed: index, leak });
  const N = tasks + 1;
  const trainable = GROUPS.filter(() => draw.integer(4) > 0);
  return {
    network,
    options: {
      batchSize: 16 * (1 + draw.integer(4)),
      maxLength: N + 1 + draw.integer(12),
      optimizer: { learningRate: 0.1 + draw.uniform(), momentum: draw.uniform() / 2, clip: 0.5 + 2 * draw.uniform() },
      trainable: trainable.length > 0 ? trainable : GROUPS,
    },
    seed: draw.word(),
    bits: READINGS[draw.integer(3)],
    pool: architecture === 'modular' && tasks > 1 && draw.integer(3) === 0,
  };
}

/** SHA-256 of everything that can be read back from a kernel that works on a configuration. */
export function digest(source: KernelSource, { network, options, seed, bits, pool }: DigestConfiguration): string {
  const hash = createHash('sha256');
  // WebAssembly leaves open which bits a NaN has; every NaN is hashed as the same one.
  const add = (values: ArrayLike<number>) => {
    const words = new BigUint64Array(Float64Array.from(values).buffer);
    for (let i = 0; i < words.length; i++) if (Number.isNaN(values[i])) words[i] = NOT_A_NUMBER;
    hash.update(new Uint8Array(words.buffer));
  };
  const engine = simdEngineOn(source, '');
  const { batchSize, maxLength } = options;
  const largest = Math.max(...network.heads.map(({ N }) => N));
  const lengths = [maxLength, largest, Math.ceil((largest + maxLength) / 2)];
  work(open(engine), pool ? 'pool' : 'train', pool ? 'pool test' : 'test');
  const sequences = 20;
  const drawn = stream(seed, 'native test bits');
  const input = Uint8Array.from({ length: 9 * sequences }, () => drawn.integer(2));
  const initial = Float32Array.from({ length: network.modules.length * network.size * sequences }, drawn.uniform);
  simulateOn(source)(network, input, sequences, initial, (_, activity) => add(activity));
  return hash.digest('hex');

  function open({ open, openPool }: Engine): Session {
    if (!pool) return open(network, options);
    const { size, leak } = network;
    const plan = {
      size,
      leak,
      seed,
      bits,
      batchSize,
      length: maxLength,
      largestTask: largest,
      batches: 2,
      testBatches: 2,
    };
    return openPool!(plan).open(network, options);
  }

  function work(session: Session, train: BatchOrigin['purpose'], test: BatchOrigin['purpose']): void {
    const origin = (purpose: BatchOrigin['purpose'], step: number): BatchOrigin => {
      return { seed, purpose, index: step % 2, length: lengths[step], bits };
    };
    for (let step = 0; step < lengths.length; step++) {
      const { loss, gradients } = session.gradients(origin(train, step));
      add([loss]);
      for (const values of gradients.values()) add(values);
      const { loss: before, gradientNorm } = session.trainStep(origin(train, step));
      add([before, gradientNorm]);
      add(session.evaluate(origin(test, step)));
    }
    const { network: trained, velocity } = session.read();
    for (const { values } of namedTensors(trained)) add(values);
    for (const values of velocity.values()) add(values);
  }
}

/** What no trained network has: parameters that the kernels must take alike all the same. */
export const EXTREMES: Record<string, readonly number[]> = {
  denormal: [1e-40, -3e-42, 1.4e-45],
  infinite: [Infinity, -Infinity],
  'no number': [NaN],
  'zeros of both signs': [0, -0],
  large: [3e38, -3e38, 1e20],
};

/** The configuration with one parameter in twelve replaced by one of `values`. */
export function withExtremes(plain: DigestConfiguration, values: readonly number[], seed: number): DigestConfiguration {
  const draw = stream(seed, 'native test extremes');
  for (const tensor of namedTensors(plain.network)) {
    tensor.values.forEach((_, i) => {
      if (draw.integer(12) === 0) tensor.values[i] = values[draw.integer(values.length)];
    });
  }
  return plain;
}
