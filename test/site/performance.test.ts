import { describe, expect, test } from 'vitest';
import type { Bench } from '../../site/src/report/benchmark.ts';
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
import { bench, deep, scaling } from './records.ts';

/** The record with one workload's peer at another speed, or not timed. */
function withPeer(peer: string, ratio: number | null): Bench {
  const workloads = bench.workloads.map((own) => {
    const kernel = own.peers.simd.milliseconds!.median;
    const median = (ratio ?? 1) * kernel;
    const milliseconds = ratio === null ? null : { median, lowest: median, highest: median };
    return { ...own, peers: { ...own.peers, [peer]: { ...own.peers[peer], milliseconds, ratio } } };
  });
  return { ...bench, workloads };
}

describe('how the kernel stands', () => {
  test('peers that it beats everywhere come with their ranges, the furthest behind first', () => {
    expect(answer(bench)[0]).toBe(
      "A training step of the kernel is faster than PyTorch in the group's style 53 to 300 times (modular networks), than PyTorch with frozen modules under no_grad 2 to 100 times and than tfjs-node 3.42 to 52 times.",
    );
  });

  test('a peer that is faster anywhere is said to be, with where and by how much', () => {
    expect(answer(bench)[1]).toBe(
      'JAX is faster than the kernel on 1 of 4 workloads: 1.5 times on non-modular 128; on the other 3 the kernel is 1.1 to 1.76 times faster.',
    );
    expect(answer(withPeer('jax', 0.5))[1]).toMatch(/^JAX is faster than the kernel throughout: 2 times on modular 5,/);
    expect(answer(withPeer('jax', 3)).join(' ')).not.toContain('JAX is faster');
  });

  test('a peer that was not timed is not spoken of', () => {
    expect(answer(withPeer('jax', null)).join(' ')).not.toContain('JAX');
    expect(measuredRows(withPeer('jax', null), null).rate.some((row) => row.kind === 'peer')).toBe(false);
  });

  test('the share is of the width that the kernel has', () => {
    expect(shareOf(bench)).toMatch(/does 71% .* 256 bits/);
    const narrow = { ...bench, revectorizer: { ...bench.revectorizer, kernelEngaged: false } };
    expect(shareOf(narrow)).toMatch(/128 bits/);
  });

  test('wider vectors are given as the reason only where a peer does more than the narrower ones can', () => {
    expect(beyond(bench)).toMatch(
      /vectors of 512 bits, and JAX does 150 GFLOP\/s on non-modular 128, more than the 140/,
    );
    expect(beyond(withPeer('jax', 0.9))).toBeNull();
    expect(beyond({ ...bench, machine: { ...bench.machine, vectorBits: 256 } })).toMatch(/^JAX does/);
  });
});

describe('the machine', () => {
  test('is called shared when other processes ran, and idle when none did', () => {
    expect(loadSentence(bench)).toMatch(/^The machine was otherwise idle: 0\.1 /);
    expect(loadSentence({ ...bench, load: { before: 3.2, after: 3.3 } })).toMatch(/^The machine was shared/);
    expect(loadSentence({ ...bench, load: { before: 0.1, after: 4 } })).toMatch(/^The machine was shared/);
  });

  test('has the best rate of separate operations at each width; fused ones do not count', () => {
    expect(machineRates(bench)).toEqual([
      { bits: 128, gigaflops: 70 },
      { bits: 256, gigaflops: 140 },
      { bits: 512, gigaflops: 280 },
    ]);
  });

  test('two workers are said in steps and in their ratio', () => {
    expect(workersSentences(bench)).toEqual([
      'On modular 20 one worker takes 35 steps a second and two take 68: 1.94 times as many.',
    ]);
  });
});

describe('the cost of a curriculum step', () => {
  test('leaves the flop count at the ends that the record shows, and only there', () => {
    const { small, large } = departures(scaling);
    expect(small).toContain('modular 5 (22 GFLOP/s at N = 2,');
    expect(small).not.toContain('128');
    expect(large).toMatch(/: non-modular 128 \(67 GFLOP\/s of \d+ at N = 60, with 1241 kB a sequence\)\.$/);
    const level = { ...scaling, points: scaling.points.map((point) => ({ ...point, gigaflops: 90 })) };
    expect(departures(level)).toEqual({ small: null, large: null });
  });

  test('the flop count touches each curve where its rate is best, and lies below it elsewhere', () => {
    for (const id of ['cost-by-task', 'cost-by-size']) {
      const curves = Map.groupBy(measuredRows(bench, scaling)[id], (row) =>
        id === 'cost-by-task' ? `${row.architecture} ${row.size}` : row.architecture,
      );
      for (const own of curves.values()) {
        const gaps = own.map((row) => Number(row.seconds) / Number(row.flopSeconds));
        expect(Math.min(...gaps)).toBeCloseTo(1, 4);
        expect(own.length).toBeGreaterThan(1);
      }
    }
  });

  test('without records there are no rows', () => {
    expect(Object.values(measuredRows(null, null)).flat()).toEqual([]);
  });
});

test('ratios are read at three digits, from ten on as whole numbers', () => {
  expect([0.7532, 1.0716, 9.996, 13.4, 310.5].map(times)).toEqual(['0.753', '1.07', '10', '13', '311']);
});

describe('the network taken far', () => {
  test('has its time, its memory and what a step costs without the pool', () => {
    expect(deepSentences(deep)).toEqual([
      'One modular network with 15 neurons a module came to N = 200 in 204 epochs: 7.2 minutes on one core, of which 7 minutes of computing, with at most 1010 MB.',
      'At N = 200 a training step takes 4.5 ms on the pool and 180 ms with every module run at every step, 40 times as long.',
    ]);
  });

  test('says where other work ran beside it', () => {
    expect(deepSentences({ ...deep, load: { before: 5, after: 9 } })[1]).toBe(
      'Other work ran beside it (load 9 on 2 cores).',
    );
  });
});
