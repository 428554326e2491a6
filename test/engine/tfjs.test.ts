import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import type { SessionOptions } from '../../src/engine/engine.ts';
import { BACKENDS, type Backend, loadBackend } from '../../src/engine/tfjs/backend.ts';
import { descend } from '../../src/engine/tfjs/descent.ts';
import { tfjsEngine } from '../../src/engine/tfjs/engine.ts';
import { openSession } from '../../src/engine/tfjs/session.ts';
import { cloneNetwork } from '../../src/network/clone.ts';
import type { Network } from '../../src/network/network.ts';
import { namedTensors, trainedTensors } from '../../src/network/tensors.ts';
import { type BatchOrigin, drawBits } from '../../src/task/batch.ts';
import { labelsOf } from '../../src/task/label.ts';
import { randomNetwork } from '../network/randomNetwork.ts';
import { ALL_GROUPS, lastLogits, relativeError } from './gradient.ts';

const B = 32;
const options: SessionOptions = {
  batchSize: B,
  maxLength: 20,
  optimizer: { learningRate: 0.2, momentum: 0.3, clip: 2 },
  trainable: ALL_GROUPS,
};
const modular = randomNetwork({ architecture: 'modular', size: 6, depth: 4, seed: 1 });
const nonModular = randomNetwork({ architecture: 'non-modular', size: 9, heads: 4, seed: 2 });
const engine = await tfjsEngine();

function origin(index: number, length = 12): BatchOrigin {
  return { seed: 5, purpose: 'train', index, length, bits: 'per-sequence' };
}

function valuesByName(network: Network): Map<string, Float32Array> {
  return new Map(namedTensors(network).map(({ name, values }) => [name, values]));
}

describe('the reference engine', () => {
  test('names the backend that it runs on', () => {
    expect(engine.name).toBe('tfjs');
    expect(BACKENDS).toContain(engine.backend);
  });

  test.each([modular, nonModular])('counts the answers that the float64 dynamics give ($architecture)', (network) => {
    const session = engine.open(network, options);
    const correct = session.evaluate(origin(0));
    const bits = drawBits(origin(0), B);
    const expected = lastLogits(network, origin(0), B).map((both, k) => {
      const labels = labelsOf(bits, B, network.heads[k].N);
      return labels.reduce((sum, label, b) => sum + (both[B + b] > both[b] === (label === 1) ? 1 : 0), 0);
    });
    expect([...correct]).toEqual(expected);
    session.close();
  });

  test('answers even where the two logits are equal', () => {
    const network = cloneNetwork(nonModular);
    for (const head of network.heads) {
      head.weight.fill(0);
      head.bias.fill(0);
    }
    const session = engine.open(network, options);
    const bits = drawBits(origin(0), B);
    const even = network.heads.map(({ N }) => labelsOf(bits, B, N).filter((label) => label === 0).length);
    expect([...session.evaluate(origin(0))]).toEqual(even);
    session.close();
  });

  test('trains the newest module and its head, and leaves the frozen ones as they were', () => {
    const session = engine.open(modular, options);
    session.trainStep(origin(0));
    const after = valuesByName(session.read().network);
    const trained = trainedTensors(modular, ALL_GROUPS).map(({ name }) => name);
    for (const { name, values } of namedTensors(modular)) {
      const error = relativeError(after.get(name)!, values);
      if (trained.includes(name)) expect(error, name).toBeGreaterThan(0);
      else expect(after.get(name), name).toEqual(values);
    }
    session.close();
  });

  test('changes only the groups that train', () => {
    const session = engine.open(nonModular, { ...options, trainable: ['readout'] });
    session.trainStep(origin(0));
    const { network, velocity } = session.read();
    expect([...velocity.keys()]).toEqual(trainedTensors(nonModular, ['readout']).map(({ name }) => name));
    expect(network.modules).toEqual(nonModular.modules);
    expect(network.heads[0].weight).not.toEqual(nonModular.heads[0].weight);
    session.close();
  });

  test('never changes the network that it was given, nor one that was read', () => {
    const given = cloneNetwork(modular);
    const session = engine.open(given, options);
    session.trainStep(origin(0));
    const { network } = session.read();
    const read = cloneNetwork(network);
    session.trainStep(origin(1));
    expect(given).toEqual(modular);
    expect(network).toEqual(read);
    session.close();
  });

  test('goes on from parameters and velocity that were read as if it had not stopped', () => {
    const whole = engine.open(modular, options);
    for (const index of [0, 1, 2]) whole.trainStep(origin(index));
    const first = engine.open(modular, options);
    for (const index of [0, 1]) first.trainStep(origin(index));
    const middle = first.read();
    const second = engine.open(middle.network, options, middle.velocity);
    second.trainStep(origin(2));
    expect(second.read()).toEqual(whole.read());
    for (const session of [whole, first, second]) session.close();
  });

  test('keeps the diagonal of W^R at zero', () => {
    const session = engine.open(modular, options);
    for (const index of [0, 1, 2]) session.trainStep(origin(index));
    const { recurrentWeight } = session.read().network.modules[3];
    for (let i = 0; i < 6; i++) expect(recurrentWeight[i * 6 + i]).toBe(0);
    session.close();
  });

  test('learns: the loss of N = 2 falls', () => {
    const session = engine.open(randomNetwork({ architecture: 'modular', size: 10, seed: 3 }), {
      ...options,
      optimizer: { learningRate: 0.4, momentum: 0.2, clip: 2 },
    });
    const losses = Array.from({ length: 60 }, (_, index) => session.trainStep(origin(index, 6)).loss);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(losses.slice(-10))).toBeLessThan(mean(losses.slice(0, 10)) - 0.02);
    session.close();
  });

  test('refuses sequences shorter than N or longer than it was opened for', () => {
    const session = engine.open(nonModular, options);
    expect(() => session.trainStep(origin(0, 4))).toThrow(/too short for N = 5/);
    expect(() => session.evaluate(origin(0, 21))).toThrow(/open for 20/);
    session.close();
  });

  test.each([modular, nonModular])('leaves no tensor behind ($architecture)', async (network) => {
    const { tf } = await loadBackend();
    const before = tf.memory().numTensors;
    const session = openSession(tf, network, options);
    const opened = tf.memory().numTensors;
    for (let index = 0; index < 3; index++) {
      session.trainStep(origin(index));
      session.evaluate(origin(index));
      session.gradients(origin(index));
      expect(() => session.gradients(origin(index, 1))).toThrow();
    }
    expect(tf.memory().numTensors).toBe(opened);
    session.close();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('gradient descent', () => {
  const tensor = () => ({ name: 'w', shape: [2], values: Float32Array.of(1, 1), group: 'tau' as const, module: 0 });

  test("takes Nesterov's step in PyTorch's form", () => {
    const w = tensor();
    const velocity = new Map([['w', Float32Array.of(0.5, 0)]]);
    const norm = descend([w], new Map([['w', Float32Array.of(0.25, -0.5)]]), velocity, {
      learningRate: 0.1,
      momentum: 0.5,
      clip: 10,
    });
    expect(norm).toBeCloseTo(Math.hypot(0.25, 0.5), 6);
    // v = 0.5 v + g = (0.5, -0.5); p = 1 - 0.1 (g + 0.5 v)
    expect([...velocity.get('w')!]).toEqual([0.5, -0.5]);
    expect(w.values[0]).toBeCloseTo(1 - 0.1 * (0.25 + 0.25), 6);
    expect(w.values[1]).toBeCloseTo(1 + 0.1 * (0.5 + 0.25), 6);
  });

  test('scales a gradient whose norm is above the clip, and tells the norm before', () => {
    const w = tensor();
    const gradients = new Map([['w', Float32Array.of(6, 8)]]);
    expect(descend([w], gradients, new Map(), { learningRate: 1, momentum: 0, clip: 2 })).toBe(10);
    expect(w.values[0]).toBeCloseTo(1 - 1.2, 5);
    expect(w.values[1]).toBeCloseTo(1 - 1.6, 5);
  });
});

// Last, since TensorFlow.js has one backend at a time.
describe("TensorFlow.js's backends", () => {
  test.each(['wasm', 'cpu'] satisfies Backend[])('%s gives the gradients of the first choice', async (backend) => {
    await loadBackend();
    for (const network of [modular, nonModular]) {
      await loadBackend();
      const first = engine.open(network, options);
      const expected = first.gradients(origin(0)).gradients;
      first.close();
      const other = await tfjsEngine([backend]);
      expect([other.backend, tf.getBackend()]).toEqual([backend, backend]);
      const session = other.open(network, options);
      const { gradients } = session.gradients(origin(0));
      session.close();
      for (const [name, gradient] of expected) {
        expect(relativeError(gradients.get(name)!, gradient), name).toBeLessThan(1e-4);
      }
    }
  });
});
