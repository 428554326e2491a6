import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headAccuracy } from '../../src/analysis/accuracy.ts';
import { perturbationAccuracy } from '../../src/analysis/perturbation.ts';
import { mean } from '../../src/artifact/moments.ts';
import { writeCheckpoint } from '../../src/network/checkpoint.ts';
import { logits, simulate } from '../../src/network/dynamics.ts';
import type { Network } from '../../src/network/network.ts';
import { writeSafetensors } from '../../src/network/safetensors.ts';
import { simulateSequence } from '../../src/network/sequence.ts';
import { namedTensors } from '../../src/network/tensors.ts';
import { randomNetwork } from '../network/randomNetwork.ts';
import { keepCompiled } from './checkout.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const modular = randomNetwork({ architecture: 'modular', size: 6, depth: 3, seed: 1 });
const core = randomNetwork({ architecture: 'non-modular', size: 10, heads: 2, seed: 2, leak: 'outside' });
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'modular-growth-'));
  const origin = { nSolved: 2, seed: 5, configuration: 'abc', kernelVersion: '1' };
  const bytes = writeCheckpoint(modular, origin);
  writeFileSync(join(folder, 'modular.safetensors'), bytes);
  writeFileSync(join(folder, 'cut.safetensors'), bytes.subarray(0, bytes.length - 9));
  writeFileSync(join(folder, 'core.safetensors'), writeCheckpoint(core, origin));
  writeFileSync(join(folder, 'golden.safetensors'), golden(core));
  writeFileSync(join(folder, 'reference.safetensors'), inReferenceForm(core));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** States and logits of three sequences as the float64 reference has them, in the reference's layout. */
function golden(network: Network): Uint8Array {
  const [S, T, M] = [3, 9, network.size];
  const bits = Uint8Array.from({ length: T * S }, (_, n) => ((n * n) % 3) % 2);
  const initial = Float32Array.from({ length: M * S }, (_, n) => n / 100);
  const byRow = (values: ArrayLike<number>, columns: number) =>
    Float32Array.from({ length: S * columns }, (_, n) => values[(n % columns) * S + Math.floor(n / columns)]);
  const tensors = [
    { name: 'bits', shape: [S, T], values: byRow(bits, T) },
    { name: 'initial_state', shape: [S, M], values: byRow(initial, M) },
  ];
  for (const leak of ['inside', 'outside'] as const) {
    simulate({ ...network, leak }, bits, S, initial, (_, activity) => {
      const last = activity.subarray(T * M * S);
      const answers = network.heads.flatMap((head) => [...byRow(logits(head, last, M, S), 2)]);
      tensors.push({ name: `state.${leak}`, shape: [S, M], values: byRow(last, M) });
      tensors.push({ name: `logits.${leak}`, shape: [2, S, 2], values: Float32Array.from(answers) });
    });
  }
  return writeSafetensors(tensors, {});
}

function inReferenceForm(network: Network): Uint8Array {
  return writeSafetensors(
    namedTensors(network).map((tensor) => ({ ...tensor, name: tensor.name.replace('module.0.', '') })),
    { source: 'elsewhere' },
  );
}

function run(...args: string[]) {
  const script = join(ROOT, 'pipeline/commands/network.ts');
  return execa(process.execPath, [script, ...args], { cwd: folder, reject: false, env: keepCompiled(ROOT) });
}

async function json(...args: string[]) {
  const { stdout, exitCode, stderr } = await run(...args, '--json');
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  return JSON.parse(stdout);
}

describe('inspect', () => {
  it('tells what a checkpoint holds, in words and in numbers', async () => {
    const { stdout } = await run('inspect', 'modular.safetensors');
    expect(stdout).toContain('modular network: 3 modules of 6 neurons, leak inside');
    expect(stdout).toContain('heads: N = 2 to 4; solved up to N = 2');
    expect(stdout).toMatch(/seed 5, configuration abc, kernel 1/);
    const { tensors, parameters } = await json('inspect', 'modular.safetensors');
    expect(tensors).toHaveLength(namedTensors(modular).length);
    const tau = tensors.find(({ name }: { name: string }) => name === 'module.1.tau');
    expect(tau.mean).toBeCloseTo(mean([...modular.modules[1].tau]), 6);
    // tau, W^I, b and W^R of three modules, W^FF of two, three heads
    expect(parameters).toBe(3 * (6 + 6 + 6 + 30) + 2 * 36 + 3 * 14);
  });

  it('reads the reference’s form', async () => {
    const { metadata, heads } = await json('inspect', 'reference.safetensors');
    expect(metadata).toMatchObject({ format: 'reference', architecture: 'non-modular', size: 10 });
    expect(heads).toEqual([2, 3]);
  });
});

describe('evaluate', () => {
  it('gives the accuracy of every head that the library gives, for the p, length, leak and seed asked for', async () => {
    const args = ['--sequences', '300', '--length', '12', '--p', '0.3', '--seed', '4', '--leak', 'inside'];
    const { heads } = await json('evaluate', 'core.safetensors', ...args);
    const protocol = { sequences: 300, length: 12, p: 0.3, seed: 4 };
    expect(heads).toEqual(headAccuracy({ ...core, leak: 'inside' }, protocol, simulate));
  });

  it('finds golden states and logits to the rounding of float32, and a changed network not', async () => {
    const { errors } = await json('evaluate', 'core.safetensors', '--golden', 'golden.safetensors');
    expect(errors.map(({ leak }: { leak: string }) => leak)).toEqual(['inside', 'outside']);
    for (const { state, logits: logit } of errors) expect(Math.max(state, logit)).toBeLessThan(1e-5);
    const other = randomNetwork({ architecture: 'non-modular', size: 10, heads: 2, seed: 3 });
    writeFileSync(join(folder, 'other.safetensors'), inReferenceForm(other));
    const changed = await json('evaluate', '--golden', 'golden.safetensors', 'other.safetensors');
    for (const { state } of changed.errors) expect(state).toBeGreaterThan(0.01);
  });
});

describe('perturb', () => {
  it('gives accuracy against eps as the library does, on the grid of the profile', async () => {
    const args = ['--target', 'recurrent', '--draws', '2', '--profile', 'smoke', '--seed', '3'];
    const { points, warmUp, steps, p } = await json('perturb', 'modular.safetensors', ...args);
    const epsilons = points.map(({ epsilon }: { epsilon: number }) => epsilon);
    const protocol = { warmUp, steps, p, draws: 2, seed: 3 };
    const expected = perturbationAccuracy(modular, 'recurrent', epsilons, protocol, simulateSequence);
    points.forEach(({ heads }: { heads: { accuracy: number }[] }, e: number) => {
      expect(heads.map(({ accuracy }) => accuracy)).toEqual([0, 1, 2].map((k) => mean(expected[e].map((d) => d[k]))));
    });
  });
});

describe('timescales', () => {
  it('gives one row a module, and one for a core', async () => {
    const args = ['--steps', '400', '--trials', '2'];
    const { modules } = await json('timescales', 'modular.safetensors', ...args);
    expect(modules.map(({ N }: { N: number }) => N)).toEqual([2, 3, 4]);
    expect(modules[0].trainedMean).toBeCloseTo(mean([...modular.modules[0].tau]), 6);
    expect((await json('timescales', 'core.safetensors', ...args)).modules).toHaveLength(1);
  });
});

describe('a mistake is one clear sentence', () => {
  it.each([
    [2, /unknown command 'inspekt' \(Did you mean inspect\?\)/, ['inspekt', 'modular.safetensors']],
    [2, /Usage: npm run network --/, []],
    [2, /missing required argument 'FILE'/, ['evaluate']],
    [
      2,
      /unknown option '--sequence' \(Did you mean --sequences\?\)/,
      ['evaluate', 'modular.safetensors', '--sequence', '3'],
    ],
    [2, /--sequences is 'many'/, ['evaluate', 'modular.safetensors', '--sequences', 'many']],
    [2, /--p is '1.5'/, ['evaluate', 'modular.safetensors', '--p', '1.5']],
    [2, /needs as many bits/, ['evaluate', 'modular.safetensors', '--length', '3']],
    [
      2,
      /'--golden <FILE>' cannot be used with option '--p <P>'/,
      ['evaluate', 'core.safetensors', '--golden', 'golden.safetensors', '--p', '0.5'],
    ],
    [2, /no feedforward weights/, ['perturb', 'core.safetensors', '--target', 'feedforward']],
    [2, /unknown target/, ['perturb', 'modular.safetensors', '--target', 'weights']],
    [2, /profile/, ['perturb', 'modular.safetensors', '--profile', 'quik']],
    [1, /no file absent/, ['inspect', 'absent']],
    [1, /is a folder/, ['inspect', '.']],
    [1, /cut\.safetensors: The file is cut off/, ['inspect', 'cut.safetensors']],
    [1, /holds no network/, ['inspect', 'golden.safetensors']],
    [1, /no golden file/, ['evaluate', 'core.safetensors', '--golden', 'modular.safetensors']],
  ] as const)('exit %s: %s', async (code, message, args) => {
    const { exitCode, stderr } = await run(...args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(exitCode).toBe(code);
  });
});
