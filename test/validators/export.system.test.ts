import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFiles } from '../../src/artifact/file.ts';
import { readCheckpoint, writeCheckpoint } from '../../src/network/checkpoint.ts';
import { logits, simulateInDouble } from '../../src/network/dynamics.ts';
import { moduleOfHead, type Network } from '../../src/network/network.ts';
import { runProgram } from '../../src/system/program.ts';
import { stream } from '../../src/task/stream.ts';
import { randomNetwork } from '../network/randomNetwork.ts';
import { keepCompiled, ROOT } from '../pipeline/checkout.ts';
import { pythonWith } from './python.ts';

const [S, T] = [100, 44];
const TOLERANCE = 1e-6;
const LAB = 'artifacts/paper/lab';

/** The largest network of each architecture that the lab keeps, and random ones of every kind beside them. */
const networks = new Map<string, Network>([
  ...['modular', 'non-modular'].map((kind): [string, Network] => {
    const path = listFiles(join(ROOT, LAB))
      .filter((file) => file.startsWith(`${kind}-`) && file.endsWith('.safetensors'))
      .at(-1);
    return [`${kind} of the paper profile`, readCheckpoint(readFileSync(join(ROOT, LAB, path as string))).network];
  }),
  ['modular, leak outside', randomNetwork({ architecture: 'modular', size: 7, depth: 4, seed: 1, leak: 'outside' })],
  ['one module', randomNetwork({ architecture: 'modular', size: 1, depth: 1, seed: 2 })],
  ['core, leak outside', randomNetwork({ architecture: 'non-modular', size: 9, heads: 5, seed: 3, leak: 'outside' })],
]);

/** Our reference in float64: logits [heads, S, 2] and states [modules, S, M] after the last bit. */
function reference(network: Network, bits: Uint8Array, initial: Float32Array) {
  const M = network.size;
  const last: Float64Array[] = [];
  simulateInDouble(network, bits, S, initial, (module, activity) => {
    last[module] = activity.slice(T * M * S);
  });
  const bySequence = (values: Float64Array, rows: number) =>
    Array.from({ length: S }, (_, s) => Array.from({ length: rows }, (_, i) => values[i * S + s]));
  return {
    logits: network.heads.map((head, k) => bySequence(logits(head, last[moduleOfHead(network, k)], M, S), 2)),
    state: last.map((values) => bySequence(values, M)),
  };
}

describe.each([
  ['onnx', 'network.onnx', await pythonWith('onnxruntime', 'onnx')],
  ['pytorch', 'exported', await pythonWith('torch', 'safetensors')],
])('a network exported to %s', (form, name, python) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'modular-growth-export-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.skipIf(python === null).each([...networks])('gives our logits and states there: %s', async (title, network) => {
    const place = join(folder, title.replaceAll(/\W+/g, '-'));
    const file = `${place}.safetensors`;
    writeFileSync(file, writeCheckpoint(network, null));
    const script = 'pipeline/commands/network.ts';
    await runProgram(
      join(ROOT, 'node_modules/.bin/node'),
      [script, 'export', file, '--to', form, '--out', join(place, name)],
      { cwd: ROOT, env: keepCompiled(ROOT) },
    );
    const draws = stream(7, 'sequences of an export');
    const bits = Uint8Array.from({ length: T * S }, () => draws.integer(2));
    const initial = Float32Array.from(
      { length: network.modules.length * network.size * S },
      () => draws.uniform() / 10,
    );
    const rows = (t: number) => [...bits.subarray(t * S, (t + 1) * S)];
    const states = network.modules.map((_, k) =>
      Array.from({ length: S }, (_, s) =>
        Array.from({ length: network.size }, (_, i) => initial[(k * network.size + i) * S + s]),
      ),
    );
    const given = join(place, 'input.json');
    writeFileSync(given, JSON.stringify({ bits: Array.from({ length: T }, (_, t) => rows(t)), initial: states }));
    const args = [
      join(ROOT, 'test/validators/agreement.py'),
      form === 'onnx' ? 'onnx' : 'torch',
      join(place, name),
      given,
    ];
    const { stdout } = await runProgram(python as string, args, {});
    const found = JSON.parse(stdout) as ReturnType<typeof reference>;
    const expected = reference(network, bits, initial);
    for (const part of ['logits', 'state'] as const) {
      const [a, b] = [found[part].flat(2), expected[part].flat(2)];
      expect(a.length).toBe(b.length);
      expect(Math.max(...a.map((value, i) => Math.abs(value - b[i])))).toBeLessThan(TOLERANCE);
      expect(Math.max(...b.map(Math.abs))).toBeGreaterThan(TOLERANCE * 100);
    }
  });
});
