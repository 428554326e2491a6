import { describe, expect, it } from 'vitest';
import { median } from '../../src/analysis/statistics.ts';
import { effectiveTimescales, summarize, timescales } from '../../src/analysis/timescales.ts';
import { type Simulate, simulate } from '../../src/network/dynamics.ts';
import { stream } from '../../src/task/stream.ts';
import { randomNetwork } from '../network/randomNetwork.ts';

const protocol = { steps: 20000, burnIn: 50, trials: 3, maxLag: 30, tauMax: 100, seed: 3 };

/** In place of a network's dynamics: every neuron is an independent process, drawn for every module and sequence. */
function processes(step: (previous: number, normal: number, neuron: number) => number): Simulate {
  return (network, bits, S, _initial, visit) => {
    const T = bits.length / S;
    const M = network.size;
    network.modules.forEach((_, module) => {
      const activity = new Float32Array((T + 1) * M * S);
      for (let n = 0; n < M * S; n++) {
        const normals = stream(9, 'noise', module, n);
        let value = 0;
        for (let t = 0; t <= T; t++) {
          value = step(value, normals.normal(), Math.floor(n / S));
          activity[t * M * S + n] = value;
        }
      }
      visit(module, activity);
    });
  };
}

const network = (size: number, depth = 1) => randomNetwork({ architecture: 'modular', size, depth, seed: 4 });

describe('effective timescales', () => {
  it('of an autoregressive process of known time constant come back', () => {
    const taus = [1, 3, 10, 20];
    const autoregressive = processes((x, normal, i) => Math.exp(-1 / taus[i % 4]) * x + normal + 0.3);
    const [{ effective }] = timescales(network(28), protocol, autoregressive);
    taus.forEach((tau, kind) => {
      // The median: where a second exponential is fitted to the noise of the correlogram, the slower of the two lies far off.
      const found = effective.filter((value, i) => i % 4 === kind && value !== null) as number[];
      expect(found).toHaveLength(7);
      expect(median(found) / tau).toBeGreaterThan(0.85);
      expect(median(found) / tau).toBeLessThan(1.15);
    });
  });

  it('of a sum of two processes are the slower one', () => {
    const state = new Map<number, [number, number]>();
    let calls = 0;
    const both = processes((_, normal) => {
      const sequence = Math.floor(calls++ / (protocol.steps + protocol.burnIn + 1));
      const [fast, slow] = state.get(sequence) ?? [0, 0];
      const other = Math.sqrt(1 - Math.exp(-2 / 15)) * Math.sin(1e4 * normal) * Math.SQRT2;
      const next: [number, number] = [0.3 * fast + 0.9 * normal, Math.exp(-1 / 15) * slow + other];
      state.set(sequence, next);
      return next[0] + next[1];
    });
    const [{ effective, doubleFits }] = timescales(network(2), protocol, both);
    expect(doubleFits).toBe(2);
    for (const tau of effective) {
      expect(tau).toBeGreaterThan(11);
      expect(tau).toBeLessThan(20);
    }
  });

  it('of constant activity and of activity beyond all numbers are failures, counted', () => {
    const odd = processes((_, normal, i) => [0.1, normal, Number.POSITIVE_INFINITY][i]);
    const [result] = timescales(network(3), protocol, odd);
    expect(result.effective.map((tau) => tau === null)).toEqual([true, false, true]);
    expect(summarize(result)).toMatchObject({ neurons: 3, failedFits: 2 });
  });

  it('are none where no neuron has one', () => {
    const constant = processes(() => 0.7);
    const summary = summarize(timescales(network(2), protocol, constant)[0]);
    expect(summary).toMatchObject({ effectiveMean: null, effectiveMedian: null, failedFits: 2 });
  });

  it('take autocovariances as they are, whatever their scale', () => {
    const covariance = Float64Array.from({ length: 31 }, (_, lag) => 1e-3 * Math.exp(-lag / 4));
    const { effective } = effectiveTimescales([{ covariance, meanSquare: 1 }], 100);
    expect(effective[0]).toBeCloseTo(4, 5);
  });
});

describe('timescales of a network', () => {
  const short = { ...protocol, steps: 500 };

  it('are those of the module that solves N, whichever tasks are asked for', () => {
    const modular = network(4, 3);
    const all = timescales(modular, short, simulate);
    expect(all.map(({ N }) => N)).toEqual([2, 3, 4]);
    expect(all[1].trained).toEqual(Array.from(modular.modules[1].tau));
    expect(timescales(modular, short, simulate, { tasks: [3] })).toEqual([all[1]]);
  });

  it('are those of the whole core at every N of a non-modular network', () => {
    const core = randomNetwork({ architecture: 'non-modular', size: 5, heads: 2, seed: 1 });
    core.modules[0].tau[2] = 0.5;
    const [two, three] = timescales(core, short, simulate);
    expect(three.effective).toEqual(two.effective);
    expect(two.trained[2]).toBe(1);
  });

  it('do not depend on how many trials are simulated side by side', () => {
    const core = randomNetwork({ architecture: 'non-modular', size: 3, heads: 1, seed: 1 });
    const groups: number[] = [];
    const counting: Simulate = (net, bits, S, initial, visit) => {
      groups.push(S);
      simulate(net, bits, S, initial, visit);
    };
    const few = { ...short, trials: 11 };
    const [together] = timescales(core, few, counting);
    const [apart] = timescales(core, few, counting, { activityBytes: 5 * 4 * 3 * 551 });
    expect(groups).toEqual([11, 4, 4, 3]);
    apart.effective.forEach((tau, i) => {
      expect(tau).toBeCloseTo(together.effective[i] as number, 6);
    });
  });
});
