import { describe, expect, test } from 'vitest';
import { machineRates, measuredRows } from '../../site/src/report/measurements.ts';
import {
  answer,
  beyond,
  deepSentences,
  departures,
  loadSentence,
  shareOf,
  times,
  workersSentences,
} from '../../site/src/report/performance.ts';
import type { Bench } from '../../src/artifact/bench.ts';
import { bench, deep, scaling } from './records.ts';

/** The record with one workload's peer at another speed, or not timed. */
function withPeer(peer: string, ratio: number | null): Bench {
  const workloads = bench.workloads.map((workload) => {
    const kernel = workload.peers.simd.milliseconds!.median;
    const median = (ratio ?? 1) * kernel;
    const milliseconds = ratio === null ? null : { median, lowest: median, highest: median };
    return { ...workload, peers: { ...workload.peers, [peer]: { ...workload.peers[peer], milliseconds, ratio } } };
  });
  return { ...bench, workloads };
}

describe('the comparison of the kernel with peers', () => {
  test('lists slower peers with their ranges', () => {
    expect(answer(bench)[0]).toBe(
      "On the same training step, the kernel is 53 to 300 times as fast as PyTorch in the group's style (modular networks), 2 to 100 times as fast as PyTorch with frozen modules under no_grad and 3.42 to 52 times as fast as tfjs-node.",
    );
  });

  test('reports where a peer is faster', () => {
    expect(answer(bench)[1]).toBe(
      'JAX is 1.5 times as fast as the kernel on 1 of 4 workloads (non-modular 128); on the other 3 the kernel is 1.1 to 1.76 times as fast as JAX.',
    );
    expect(answer(withPeer('jax', 0.5))[1]).toBe('JAX is 2 times as fast as the kernel on every workload.');
    expect(answer(withPeer('jax', 3)).join(' ')).not.toContain('JAX is');
  });

  test('leaves out peers that were not timed', () => {
    expect(answer(withPeer('jax', null)).join(' ')).not.toContain('JAX');
    expect(measuredRows(withPeer('jax', null), null).rate.some((row) => row.kind === 'peer')).toBe(false);
  });

  test('gives the share at the vector width of the kernel', () => {
    expect(shareOf(bench)).toMatch(/71% .* 256-bit/);
    const narrow = { ...bench, revectorizer: { ...bench.revectorizer, kernelEngaged: false } };
    expect(shareOf(narrow)).toMatch(/128-bit/);
  });

  test('names wider vectors only above the limit', () => {
    expect(beyond(bench)).toMatch(
      /512-bit vectors, and JAX reaches 150 GFLOP\/s on non-modular 128, above the limit of 140/,
    );
    expect(beyond(withPeer('jax', 0.9))).toBeNull();
    expect(beyond({ ...bench, machine: { ...bench.machine, vectorBits: 256 } })).toMatch(/^JAX reaches/);
  });
});

describe('the machine', () => {
  test('is idle or shared by its load', () => {
    expect(loadSentence(bench)).toMatch(/^The machine was otherwise idle: .* 0\.1 before/);
    expect(loadSentence({ ...bench, load: { before: 3.2, after: 3.3 } })).toMatch(/^Other work may have run/);
    expect(loadSentence({ ...bench, load: { before: 0.1, after: 4 } })).toMatch(/^Other work may have run/);
  });

  test('has the best unfused rate at each width', () => {
    expect(machineRates(bench)).toEqual([
      { bits: 128, gigaflops: 70 },
      { bits: 256, gigaflops: 140 },
      { bits: 512, gigaflops: 280 },
    ]);
  });

  test('two workers have steps and a ratio', () => {
    expect(workersSentences(bench)).toEqual([
      'On modular 20 one worker takes 35 steps a second and two take 68: 1.94 times as many.',
    ]);
  });
});

describe('the cost of a curriculum step', () => {
  test('departs from the flop count at the ends', () => {
    const { small, large } = departures(scaling);
    expect(small).toContain('modular 5 (22 GFLOP/s at N = 2,');
    expect(small).not.toContain('128');
    expect(large).toMatch(/: non-modular 128 \(67 GFLOP\/s of \d+ at N = 60, with 1241 kB a sequence\)\.$/);
    const level = { ...scaling, points: scaling.points.map((point) => ({ ...point, gigaflops: 90 })) };
    expect(departures(level)).toEqual({ small: null, large: null });
  });

  test('touches the flop count at the best rate', () => {
    for (const id of ['cost-by-task', 'cost-by-size']) {
      const curves = Map.groupBy(measuredRows(bench, scaling)[id], (row) =>
        id === 'cost-by-task' ? `${row.architecture} ${row.size}` : row.architecture,
      );
      for (const curve of curves.values()) {
        const gaps = curve.map((row) => Number(row.seconds) / Number(row.flopSeconds));
        expect(Math.min(...gaps)).toBeCloseTo(1, 4);
        expect(curve.length).toBeGreaterThan(1);
      }
    }
  });

  test('has no rows without records', () => {
    expect(Object.values(measuredRows(null, null)).flat()).toEqual([]);
  });
});

test('ratios have three digits or are whole', () => {
  expect([0.7532, 1.0716, 9.996, 13.4, 310.5].map(times)).toEqual(['0.753', '1.07', '10', '13', '311']);
});

describe('the network with a large N', () => {
  test('has its time, memory and cost of a step', () => {
    expect(deepSentences(deep)).toEqual([
      'One modular network with 15 neurons a module solved N = 200 in 204 epochs. This took 7.2 minutes on one core (processor time 7 minutes) and at most 1010 MB of memory.',
      'At N = 200 a training step takes 4.5 ms with the pool and 180 ms (40 times as long) without it.',
    ]);
  });

  test('reports other work on the machine', () => {
    expect(deepSentences({ ...deep, load: { before: 5, after: 9 } })[1]).toBe(
      'Other work ran beside it (load 9 on 2 cores).',
    );
  });
});
