import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionOptions } from '../../src/engine/engine.ts';
import { simdEngine } from '../../src/engine/simd/engine.ts';
import { loadSimulate } from '../../src/engine/simd/simulate.ts';
import { logits, simulate } from '../../src/network/dynamics.ts';
import { moduleOfHead, type Network } from '../../src/network/network.ts';
import { namedTensors } from '../../src/network/tensors.ts';
import { type BatchOrigin, drawBits, drawInitialState } from '../../src/task/batch.ts';
import { labelsOf } from '../../src/task/label.ts';
import { randomNetwork } from '../network/randomNetwork.ts';

const engine = await simdEngine();
const batchSize = 32;
const options: SessionOptions = {
  batchSize,
  maxLength: 40,
  optimizer: { learningRate: 0.1, momentum: 0.2, clip: 2 },
  trainable: ['recurrent', 'feedforward', 'input', 'tau', 'readout'],
};

const networks = fc.record({
  architecture: fc.constantFrom('modular' as const, 'non-modular' as const),
  size: fc.integer({ min: 1, max: 23 }),
  tasks: fc.integer({ min: 1, max: 5 }),
  leak: fc.constantFrom('inside' as const, 'outside' as const),
  seed: fc.nat({ max: 1000 }),
});
const build = ({
  architecture,
  size,
  tasks,
  leak,
  seed,
}: {
  architecture: 'modular' | 'non-modular';
  size: number;
  tasks: number;
  leak: 'inside' | 'outside';
  seed: number;
}) => randomNetwork({ architecture, size, depth: architecture === 'modular' ? tasks : 1, heads: tasks, seed, leak });

/** Last-step evidence for odd parity of every head on a batch, by the float64 reference, [heads][batch]. */
function referenceEvidence(network: Network, origin: BatchOrigin): Float64Array[] {
  const bits = drawBits(origin, batchSize);
  const initial = drawInitialState(origin, network.modules.length, network.size, batchSize);
  const evidence: Float64Array[] = [];
  simulate(network, bits, batchSize, initial, (module, activity) => {
    const last = activity.slice(-network.size * batchSize);
    network.heads.forEach((head, k) => {
      if (moduleOfHead(network, k) !== module) return;
      const out = logits(head, last, network.size, batchSize);
      evidence[k] = out.slice(batchSize).map((odd, b) => odd - out[b]);
    });
  });
  return evidence;
}

describe('the SIMD engine', () => {
  it('answers as equations 1 to 4 in float64 do, on the batches that task/batch.ts draws', () => {
    fc.assert(
      fc.property(
        networks,
        fc.constantFrom('per-sequence' as const, 'per-batch' as const, 'half' as const),
        fc.constantFrom('train' as const, 'test' as const),
        fc.integer({ min: 8, max: 40 }),
        (kind, bits, purpose, length) => {
          const network = build(kind);
          const origin: BatchOrigin = { seed: kind.seed, purpose, index: 11, length, bits };
          const drawn = drawBits(origin, batchSize);
          const session = engine.open(network, options);
          const correct = session.evaluate(origin);
          session.close();
          referenceEvidence(network, origin).forEach((evidence, k) => {
            const labels = labelsOf(drawn, batchSize, network.heads[k].N);
            // Evidence within rounding of zero may fall to either side.
            const close = evidence.filter((value) => Math.abs(value) < 1e-5).length;
            const right = evidence.filter((value, b) => (value > 0 ? 1 : 0) === labels[b]).length;
            expect(Math.abs(correct[k] - right)).toBeLessThanOrEqual(close);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 9, 11, 64, 129, 512])('takes %i neurons, and any depth', (size) => {
    for (const architecture of ['modular', 'non-modular'] as const) {
      const network = randomNetwork({ architecture, size, depth: 2, heads: 2, seed: size, leak: 'inside' });
      const origin: BatchOrigin = { seed: size, purpose: 'train', index: 0, length: 5, bits: 'half' };
      const session = engine.open(network, options);
      const { loss } = session.gradients(origin);
      const labels = labelsOf(drawBits(origin, batchSize), batchSize, 3);
      const evidence = referenceEvidence(network, origin);
      // Cross-entropy of a modular network's newest head; a non-modular one sums over its heads.
      const crossEntropy = (k: number, odd: Uint8Array) =>
        evidence[k].reduce((sum, d, b) => sum + Math.log1p(Math.exp(odd[b] ? -d : d)), 0) / batchSize;
      const first =
        architecture === 'modular' ? 0 : crossEntropy(0, labelsOf(drawBits(origin, batchSize), batchSize, 2));
      expect(loss).toBeCloseTo(first + crossEntropy(1, labels), 4);
    }
  });

  it('simulates long runs as the reference does, for any number of sequences', async () => {
    const fast = await loadSimulate();
    fc.assert(
      fc.property(networks, fc.integer({ min: 1, max: 20 }), (kind, sequences) => {
        const network = build(kind);
        const origin: BatchOrigin = { seed: 1, purpose: 'test', index: 0, length: 1500, bits: 'half' };
        const bits = drawBits(origin, sequences);
        const initial = drawInitialState(origin, network.modules.length, network.size, sequences);
        const expected: Float32Array[] = [];
        simulate(network, bits, sequences, initial, (_, activity) => expected.push(activity.slice()));
        fast(network, bits, sequences, initial, (module, activity) => {
          let worst = 0;
          activity.forEach((value, i) => {
            worst = Math.max(worst, Math.abs(value - expected[module][i]));
          });
          expect(worst).toBeLessThan(2e-5);
        });
      }),
      { numRuns: 8 },
    );
  });

  it('learns: the loss falls on N = 2', () => {
    const network = randomNetwork({ architecture: 'modular', size: 10, depth: 1, heads: 1, seed: 2, leak: 'inside' });
    const session = engine.open(network, { ...options, optimizer: { learningRate: 0.4, momentum: 0.2, clip: 2 } });
    const losses = Array.from({ length: 600 }, (_, index) =>
      session.trainStep({ seed: 0, purpose: 'train', index, length: 4 + (index % 6), bits: 'per-sequence' }),
    ).map(({ loss }) => loss);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(losses.slice(-20))).toBeLessThan(0.3 * mean(losses.slice(0, 20)));
    session.close();
  });

  it('changes no frozen module, no frozen group and no zero diagonal', () => {
    const network = randomNetwork({ architecture: 'modular', size: 7, depth: 3, heads: 3, seed: 4, leak: 'inside' });
    const session = engine.open(network, { ...options, trainable: ['feedforward', 'tau', 'readout'] });
    for (let index = 0; index < 5; index++) {
      session.trainStep({ seed: 0, purpose: 'train', index, length: 12, bits: 'half' });
    }
    const after = new Map(namedTensors(session.read().network).map(({ name, values }) => [name, values]));
    const changed = namedTensors(network)
      .filter(({ name, values }) => values.some((value, i) => value !== after.get(name)?.[i]))
      .map(({ name }) => name);
    expect(changed).toEqual([
      'module.2.tau',
      'module.2.feedforward.weight',
      'module.2.feedforward.bias',
      'readout.4.weight',
      'readout.4.bias',
    ]);
  });

  it('clips the gradient of the whole network to the given norm', () => {
    const network = randomNetwork({
      architecture: 'non-modular',
      size: 12,
      depth: 1,
      heads: 3,
      seed: 4,
      leak: 'inside',
    });
    const origin: BatchOrigin = { seed: 0, purpose: 'train', index: 0, length: 12, bits: 'half' };
    const clip = 0.01;
    const session = engine.open(network, { ...options, optimizer: { learningRate: 1, momentum: 0, clip } });
    expect(session.trainStep(origin).gradientNorm).toBeGreaterThan(10 * clip);
    const before = namedTensors(network);
    const change = namedTensors(session.read().network).flatMap(({ values }, i) => [
      ...values.map((value, j) => value - before[i].values[j]),
    ]);
    expect(Math.hypot(...change)).toBeCloseTo(clip, 4);
  });

  it('goes on with the velocity that it was given', () => {
    const network = randomNetwork({
      architecture: 'non-modular',
      size: 6,
      depth: 1,
      heads: 2,
      seed: 9,
      leak: 'inside',
    });
    const step = (session: ReturnType<typeof engine.open>, index: number) =>
      session.trainStep({ seed: 0, purpose: 'train', index, length: 9, bits: 'half' });
    const whole = engine.open(network, options);
    for (let index = 0; index < 6; index++) step(whole, index);
    const first = engine.open(network, options);
    for (let index = 0; index < 3; index++) step(first, index);
    const { network: halfway, velocity } = first.read();
    const second = engine.open(halfway, options, velocity);
    for (let index = 3; index < 6; index++) step(second, index);
    expect(namedTensors(second.read().network)).toEqual(namedTensors(whole.read().network));
  });

  it('says what is wrong with a batch size or a sequence that it cannot take', () => {
    const network = randomNetwork({ architecture: 'modular', size: 5, depth: 1, heads: 1, seed: 0, leak: 'inside' });
    expect(() => engine.open(network, { ...options, batchSize: 20 })).toThrow('multiple of 16, not 20');
    const session = engine.open(network, options);
    expect(() => session.evaluate({ seed: 0, purpose: 'test', index: 0, length: 41, bits: 'half' })).toThrow('41 bits');
  });
});
