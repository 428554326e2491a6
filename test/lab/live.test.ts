import { describe, expect, it } from 'vitest';
import { drawInitial } from '../../src/analysis/perturbation.ts';
import { timescales } from '../../src/analysis/timescales.ts';
import { compileKernel } from '../../src/engine/simd/engine.ts';
import { wasmKernels } from '../../src/engine/simd/kernel.ts';
import { simdEngineOf } from '../../src/engine/simd/portable.ts';
import { simulateOn } from '../../src/engine/simd/simulate.ts';
import { type Disabled, intervene } from '../../src/lab/intervention.ts';
import { LiveRun } from '../../src/lab/live.ts';
import { Specimen } from '../../src/lab/specimen.ts';
import { simulate } from '../../src/network/dynamics.ts';
import type { Network } from '../../src/network/network.ts';
import { drawBits, drawInitialState } from '../../src/task/batch.ts';
import { labelsOf } from '../../src/task/label.ts';
import { stream } from '../../src/task/stream.ts';
import { openLibrary } from './archive.ts';

const library = openLibrary('quick');
const compiled = await compileKernel();
const words = stream(7, 'bits');
const bits = Uint8Array.from({ length: 300 }, () => words.word() & 1);

/** Activity of all neurons after every bit, [T][modules, M], by the kernel over the whole sequence at once. */
function wholeRun(network: Network, initial: Float32Array): Float32Array[] {
  const M = network.size;
  const rows = Array.from(bits, () => new Float32Array(network.modules.length * M));
  simulateOn(wasmKernels(compiled))(network, bits, 1, initial, (module, activity) => {
    rows.forEach((row, t) => {
      row.set(activity.subarray((t + 1) * M, (t + 2) * M), module * M);
    });
  });
  return rows;
}

describe('a live network', () => {
  it.each(['modular-05-seed-1', 'non-modular-091-seed-1'])(
    'gives %s the activity of a whole run, to the bit',
    async (id) => {
      const { network } = await library.networkAt(id);
      const run = new LiveRun(compiled, network, 1);
      const steps = Array.from(bits, (bit) => run.step(bit));
      expect(steps.map(({ activity }) => activity)).toEqual(wholeRun(network, drawInitial(network, 1, 0)));
      expect(steps.map(({ t, bit }) => [t, bit])).toEqual(Array.from(bits, (bit, t) => [t + 1, bit]));
    },
  );

  it('answers as the engine does', async () => {
    const { network } = await library.networkAt('modular-10-seed-1', 6);
    const origin = { seed: 3, purpose: 'test', index: 0, length: 25, bits: 'half' } as const;
    const optimizer = { learningRate: 0.1, momentum: 0, clip: 1 };
    const options = { batchSize: 16, maxLength: 25, optimizer, trainable: ['readout'] } as const;
    const counted = simdEngineOf(compiled).open(network, options).evaluate(origin);
    const drawn = drawBits(origin, 16);
    const initial = drawInitialState(origin, network.modules.length, network.size, 16);
    const right = new Int32Array(network.heads.length);
    const run = new LiveRun(compiled, network, 3);
    for (let s = 0; s < 16; s++) {
      run.reset(Float32Array.from({ length: initial.length / 16 }, (_, i) => initial[16 * i + s]));
      const steps = Array.from({ length: 25 }, (_, t) => run.step(drawn[16 * t + s]));
      const last = steps[24];
      expect(Array.from(last.truth)).toEqual(network.heads.map(({ N }) => labelsOf(drawn, 16, N)[s]));
      right.forEach((_, k) => {
        if (last.answers[k] === last.truth[k]) right[k]++;
      });
    }
    expect(right).toEqual(counted);
    expect(Math.min(...right)).toBeGreaterThan(0);
  });

  it('knows the true parity of the last N bits', async () => {
    const { network } = await library.networkAt('modular-05-seed-1', 5);
    const run = new LiveRun(compiled, network, 1);
    for (let t = 1; t <= 40; t++) {
      const { truth, counts } = run.step(bits[t - 1]);
      network.heads.forEach(({ N }, k) => {
        const last = bits.subarray(Math.max(0, t - N), t);
        expect(truth[k]).toBe(last.reduce((sum, bit) => sum ^ bit, 0));
        expect(counts[k]).toBe(t >= N ? 1 : 0);
      });
    }
  });

  it('shows the accuracy of the last 200 answers', async () => {
    const { network } = await library.networkAt('modular-05-seed-1', 4);
    const weak = intervene(network, { epsilons: { connections: 0.6 }, lesions: [], draw: 0 }, 1);
    const run = new LiveRun(compiled, weak, 1);
    const right: number[][] = network.heads.map(() => []);
    for (const bit of bits) {
      const { answers, truth, counts, running } = run.step(bit);
      network.heads.forEach((_, k) => {
        if (counts[k]) right[k].push(answers[k] === truth[k] ? 1 : 0);
        const last = right[k].slice(-200);
        const share = last.reduce((sum, one) => sum + one, 0) / last.length;
        expect(running[k]).toBe(Math.fround(share));
      });
    }
    expect(Math.min(...right.flat())).toBe(0);
  });

  it('keeps its activity under an intervention', async () => {
    const { network } = await library.networkAt('modular-15-seed-1', 4);
    const intervention = { epsilons: { feedforward: 0.3, tau: 0.2 }, lesions: [{ module: 1, neurons: [2] }], draw: 4 };
    const run = new LiveRun(compiled, network, 1);
    const half = run.step(1);
    run.replace(intervene(network, intervention, 1));
    const live = Array.from(bits, (bit) => run.step(bit).activity);
    expect(live).toEqual(wholeRun(intervene(network, intervention, 1), half.activity));
    run.replace(network);
    expect(run.step(0).activity).not.toEqual(live[299]);
  });
});

describe('an intervention', () => {
  it('gives modules the weights of the module before, every one or one alone', async () => {
    const { network } = await library.networkAt('modular-05-seed-1', 6);
    const tensors = { recurrent: 'recurrentWeight', feedforward: 'feedforwardWeight' } as const;
    for (const kind of ['recurrent', 'feedforward'] as const) {
      const other = tensors[kind === 'recurrent' ? 'feedforward' : 'recurrent'];
      for (const only of [undefined, 3]) {
        const { modules } = intervene(network, { copied: kind, epsilons: {}, only, lesions: [], draw: 0 }, 1);
        modules.forEach((module, d) => {
          const unchanged = network.modules[d];
          // The first module has no feedforward weights that the second could take.
          const from = only === undefined || d === only ? network.modules[d - 1]?.[tensors[kind]] : null;
          expect(module[tensors[kind]]).toEqual(from ?? unchanged[tensors[kind]]);
          expect(module[other]).toEqual(unchanged[other]);
          expect(module.tau).toEqual(unchanged.tau);
        });
      }
    }
  });

  it('perturbs one module alone by what it adds to that module where it perturbs all', async () => {
    const { network } = await library.networkAt('modular-05-seed-1', 6);
    const noise = { epsilons: { connections: 0.3 }, lesions: [], draw: 2 };
    const all = intervene(network, noise, 1).modules;
    const one = intervene(network, { ...noise, only: 2 }, 1).modules;
    one.forEach((module, d) => {
      expect(module).toEqual((d === 2 ? all : network.modules)[d]);
    });
    expect(one[2].recurrentWeight).not.toEqual(network.modules[2].recurrentWeight);
  });
});

describe('an opened network', () => {
  it('is restored to when N was solved', async () => {
    for (const id of ['modular-05-seed-1', 'non-modular-020-seed-1']) {
      const { opened } = await Specimen.open(compiled, library, { network: id, N: 4 });
      expect(opened.tasks).toEqual([2, 3, 4]);
      expect(opened.modules).toBe(opened.network.architecture === 'modular' ? 3 : 1);
      expect(opened.tau).toHaveLength(opened.modules * opened.size);
      expect(opened.verification?.outcome).toBe('verified');
    }
    await expect(library.networkAt('non-modular-020-seed-1', 60)).rejects.toThrow(RangeError);
    await expect(library.entry('modular-99-seed-0')).rejects.toThrow("The lab has no network 'modular-99-seed-0'");
  });

  it('keeps more tasks without slow neurons than without one kind of weights', async () => {
    const specimen = await Specimen.open(compiled, library, { network: 'modular-05-seed-1', N: 8 });
    const solvedWithout = (disabled: Disabled) => {
      specimen.intervene({ epsilons: {}, disabled, lesions: [], draw: 0 });
      return specimen.estimate().solved;
    };
    expect(solvedWithout('tau')).toBeGreaterThan(1);
    expect(solvedWithout('recurrent')).toBe(0);
    // The first module reads bits alone.
    expect(solvedWithout('feedforward')).toBe(1);
  });

  it('has the timescales that the stage measures', async () => {
    const protocol = { steps: 500, burnIn: 50, trials: 4, maxLag: 30, tauMax: 100, seed: 1 };
    const specimen = await Specimen.open(compiled, library, { network: 'modular-05-seed-1', N: 8 });
    const { network } = await library.networkAt('modular-05-seed-1', 8);
    const { correlation, ...intact } = await specimen.timescales(6, protocol);
    const [{ correlation: expected, ...rest }] = timescales(network, protocol, simulate, { tasks: [6] });
    expect(intact).toEqual({ ...rest, effective: rest.effective.map((tau) => expect.closeTo(tau ?? 0, 6)) });
    expect(correlation).toEqual(expected.map((value) => expect.closeTo(value, 6)));
    expect(correlation).toHaveLength(31);
    expect(correlation[0]).toBe(1);
    specimen.intervene({ epsilons: {}, disabled: 'tau', lesions: [], draw: 0 });
    expect((await specimen.timescales(6, protocol)).trained).toEqual(Array(5).fill(1));
  });

  it('loses only the tasks after a lesion', async () => {
    const specimen = await Specimen.open(compiled, library, { network: 'modular-05-seed-1', N: 8 });
    const intact = specimen.estimate();
    expect(intact.solved).toBe(7);
    specimen.intervene({ epsilons: {}, lesions: [{ module: 3 }], draw: 0 });
    const { accuracies } = specimen.estimate();
    expect(accuracies.slice(0, 3)).toEqual(intact.accuracies.slice(0, 3));
    expect(Math.max(...accuracies.slice(3))).toBeLessThan(0.7);
    const [{ activity }] = specimen.step([1]);
    expect(Array.from(activity.subarray(15, 20))).toEqual([0, 0, 0, 0, 0]);
    expect(Math.max(...activity.subarray(0, 15))).toBeGreaterThan(0);
  });
});
