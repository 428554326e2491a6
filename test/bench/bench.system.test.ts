import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TOLERANCE } from '../../bench/agreement.ts';
import type { BenchmarkResult } from '../../bench/benchmark.ts';
import { QUICK_WORKLOADS } from '../../bench/workloads.ts';
import { ROOT } from '../../pipeline/driver/paths.ts';
import type { BenchWorkload, ScalingPoint } from '../../src/artifact/bench.ts';

const PEERS = ['simd', 'native', 'simd-128', 'tfjs', 'jax', 'torch-stacked', 'torch-loop', 'torch-autograd'];
const LIMITS = ['wasm-128', 'wasm-256', 'gcc', 'gcc-fused'];

let folder: string;
let shown: string;
let texts: string[];
let result: BenchmarkResult & Record<string, unknown>;
let scaling: { points: ScalingPoint[] } & Record<string, unknown>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
  const script = join(ROOT, 'bench', 'run.ts');
  const args = ['--quick', '--rounds', '1', '--note', 'a test', '--out', folder];
  shown = (await execa(process.execPath, [script, ...args], { cwd: ROOT })).stdout;
  texts = ['bench.json', 'scaling.json'].map((file) => readFileSync(join(folder, file), 'utf8'));
  [result, scaling] = texts.map((text) => JSON.parse(text)) as [typeof result, typeof scaling];
  for (const { label, reason } of result.leftOut) console.info(`the benchmark leaves out ${label}: ${reason}`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function every(look: (workload: BenchWorkload, id: string) => void) {
  for (const workload of result.workloads) for (const id of Object.keys(workload.peers)) look(workload, id);
}

describe('the benchmark', () => {
  test('finds every peer at the loss and gradients of the kernel, before and after updates', () => {
    every(({ name, peers }, id) => {
      const { agreement } = peers[id];
      expect(agreement.loss, `${id}, ${name}`).toBeLessThan(TOLERANCE.loss);
      expect(agreement.gradient.relativeError, `${id}, ${name}`).toBeLessThan(TOLERANCE.gradient);
      expect(agreement.lossAfterUpdates, `${id}, ${name}`).toBeLessThan(TOLERANCE.lossAfterUpdates);
    });
  });

  test('accounts for every peer and every multiply-add program: run, or left out with a reason', () => {
    const present = [...result.peers, ...result.limits].map(({ id }) => id);
    const absent = result.leftOut.map(({ id }) => id);
    expect([...present, ...absent].sort()).toEqual([...PEERS, ...LIMITS].sort());
    expect(present).toEqual(expect.arrayContaining(['simd', 'native', 'simd-128', 'wasm-128', 'wasm-256']));
    for (const { reason } of result.leftOut) expect(reason.length).toBeGreaterThan(5);
  });

  test('runs every peer on every workload that it can work on', () => {
    expect(result.workloads.map(({ name }) => name)).toEqual(QUICK_WORKLOADS.map(({ name }) => name));
    for (const { architecture, tasks, peers } of result.workloads) {
      const stacked = architecture === 'modular' && tasks > 1;
      const able = result.peers
        .map(({ id }) => id)
        .filter((id) => stacked || !['torch-stacked', 'torch-autograd'].includes(id));
      expect(Object.keys(peers).sort()).toEqual(able.sort());
    }
  });

  test('gives medians, ratios to the kernel and its share of the machine', () => {
    every(({ peers }, id) => {
      const { milliseconds, ratio } = peers[id];
      expect(milliseconds!.lowest).toBeGreaterThan(0);
      expect(milliseconds!.median).toBeGreaterThanOrEqual(milliseconds!.lowest);
      expect(milliseconds!.highest).toBeGreaterThanOrEqual(milliseconds!.median);
      expect(ratio).toBeCloseTo(milliseconds!.median / peers.simd.milliseconds!.median, 9);
    });
    for (const { multiplyAdds, gigaflops, share, limit, drawMilliseconds, peers } of result.workloads) {
      expect(gigaflops).toBeCloseTo((2 * multiplyAdds) / peers.simd.milliseconds!.median / 1e6, 6);
      expect(share).toBeCloseTo(gigaflops / limit, 9);
      expect(drawMilliseconds).toBeGreaterThan(0);
    }
    for (const { label } of result.peers) expect(shown).toContain(label);
  });

  test('measures two workers, and the cost of a curriculum step beside its operations', () => {
    expect(result.workers).toMatchObject([{ workload: QUICK_WORKLOADS[0].name }]);
    expect(scaling.points.length).toBeGreaterThan(4);
    for (const { seconds, flop, gigaflops, trainMilliseconds, testMilliseconds } of scaling.points) {
      expect(seconds).toBeCloseTo((500 * trainMilliseconds + 50 * testMilliseconds) / 1000, 9);
      expect(gigaflops).toBeCloseTo(flop / seconds / 1e9, 9);
    }
  });

  test('says what machine it was, and nothing of whose', () => {
    for (const record of [result, scaling]) {
      expect(record).toMatchObject({ format: 1, note: 'a test', settings: { quick: true, batch: 256 } });
      expect(record.machine).toMatchObject({ node: process.versions.node, v8: process.versions.v8 });
    }
    for (const text of texts) for (const path of [ROOT, homedir(), tmpdir()]) expect(text).not.toContain(path);
  });
});

test('a flag that the benchmark does not know is a usage error', async () => {
  const script = join(ROOT, 'bench', 'run.ts');
  const { exitCode, stderr } = await execa(process.execPath, [script, '--fast'], { reject: false });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--fast');
});
