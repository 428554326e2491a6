import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  continuousAccuracy,
  drawDirection,
  epsilonGrid,
  perturb,
  perturbationAccuracy,
  TARGETS,
} from '../../src/analysis/perturbation.ts';
import { logits, simulate } from '../../src/network/dynamics.ts';
import { moduleOfHead, type Network } from '../../src/network/network.ts';
import { simulateSequence } from '../../src/network/sequence.ts';
import { namedTensors } from '../../src/network/tensors.ts';
import { stream } from '../../src/task/stream.ts';
import { randomNetwork } from '../network/randomNetwork.ts';

const modular = () => randomNetwork({ architecture: 'modular', size: 7, depth: 3, seed: 5 });
const core = () => randomNetwork({ architecture: 'non-modular', size: 9, heads: 3, seed: 6 });
const protocol = { warmUp: 20, steps: 60, p: 0.5, draws: 3, seed: 11 };

function norm(values: Iterable<number>): number {
  return Math.sqrt([...values].reduce((sum, value) => sum + value * value, 0));
}

/** Tensors that differ, with the norm of the difference over the norm of the tensor. */
function changes(network: Network, perturbed: Network): Record<string, number> {
  const after = namedTensors(perturbed);
  return Object.fromEntries(
    namedTensors(network).flatMap(({ name, values }, n) => {
      const difference = norm(values.map((value, i) => after[n].values[i] - value));
      return difference > 0 ? [[name, difference / norm(values)]] : [];
    }),
  );
}

describe('equation 5', () => {
  it('changes each matrix of its target by eps times the norm of that matrix, and nothing else', () => {
    const expected = {
      recurrent: ['module.0.recurrent.weight', 'module.1.recurrent.weight', 'module.2.recurrent.weight'],
      feedforward: ['module.1.feedforward.weight', 'module.2.feedforward.weight'],
      connections: [0, 1, 2].flatMap((m) => [
        `module.${m}.recurrent.weight`,
        ...(m > 0 ? [`module.${m}.feedforward.weight`] : []),
      ]),
      tau: ['module.0.tau', 'module.1.tau', 'module.2.tau'],
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...TARGETS),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        fc.nat(99),
        (target, epsilon, draw) => {
          const found = changes(
            modular(),
            perturb(modular(), drawDirection(modular(), target, { seed: 1 }, draw), epsilon),
          );
          expect(Object.keys(found)).toEqual(expected[target]);
          for (const change of Object.values(found)) expect(change / epsilon).toBeCloseTo(1, 4);
        },
      ),
    );
  });

  it('connects no neuron to itself', () => {
    const { modules } = perturb(modular(), drawDirection(modular(), 'connections', { seed: 1 }, 0), 3);
    for (const { recurrentWeight } of modules) for (let i = 0; i < 7; i++) expect(recurrentWeight[8 * i]).toBe(0);
  });

  it('lengthens every time constant, from the 1 that a smaller one counts as', () => {
    const network = core();
    network.modules[0].tau[0] = 0.2;
    const { tau } = perturb(network, drawDirection(network, 'tau', { seed: 1 }, 0), 0.1).modules[0];
    expect(tau[0]).toBeGreaterThan(1);
    tau.forEach((value, i) => {
      expect(value).toBeGreaterThan(network.modules[0].tau[i]);
    });
  });

  it('goes one way for one draw, whatever the target, and another way for the next draw', () => {
    const direction = (target: 'recurrent' | 'connections', draw: number) =>
      drawDirection(modular(), target, { seed: 1 }, draw)[1].recurrentWeight;
    expect(direction('connections', 0)).toEqual(direction('recurrent', 0));
    expect(direction('recurrent', 1)).not.toEqual(direction('recurrent', 0));
  });

  it('has normal entries: as many beyond one and two standard deviations as belong there', () => {
    const network = randomNetwork({ architecture: 'non-modular', size: 100, seed: 1 });
    const xi = drawDirection(network, 'recurrent', { seed: 1 }, 0)[0].recurrentWeight!;
    const sd = norm(xi) / Math.sqrt(9900);
    const beyond = (k: number) => xi.filter((value) => Math.abs(value) > k * sd).length / 9900;
    expect(beyond(1)).toBeCloseTo(0.3173, 1);
    expect(beyond(2)).toBeGreaterThan(0.035);
    expect(beyond(2)).toBeLessThan(0.056);
  });

  it('reads the norm of xi with its diagonal, which is left out afterwards: smaller by sqrt(1 - 1/M) on average', () => {
    const network = randomNetwork({ architecture: 'non-modular', size: 20, seed: 1 });
    const { recurrentWeight } = network.modules[0];
    const squares = Array.from({ length: 200 }, (_, draw) => {
      const [{ recurrentWeight: change }] = drawDirection(network, 'recurrent', { seed: 1, diagonal: 'in-norm' }, draw);
      for (let i = 0; i < 20; i++) expect(change![21 * i]).toBe(0);
      return (norm(change!) / norm(recurrentWeight)) ** 2;
    });
    expect(squares.reduce((sum, square) => sum + square, 0) / 200).toBeCloseTo(1 - 1 / 20, 2);
  });

  it('has no feedforward weights to perturb in a non-modular network', () => {
    expect(() => drawDirection(core(), 'feedforward', { seed: 1 }, 0)).toThrow(/no feedforward/);
  });
});

describe('the grid of eps', () => {
  it('starts with the unperturbed network, then rises at equal ratios between its ends', () => {
    const grid = epsilonGrid({ from: 0.01, to: 10, count: 4 });
    expect(grid).toEqual([0, 0.01, 0.1, 1, 10]);
  });
});

describe('accuracy from one continuous sequence', () => {
  it('is that of answering every step after the warm-up by the logits of each head', () => {
    for (const network of [modular(), core()]) {
      const words = stream(2, 'bits');
      const bits = Uint8Array.from({ length: 200 }, () => words.integer(2));
      const initial = new Float32Array(network.modules.length * network.size).fill(0.05);
      const right = network.heads.map(() => 0);
      simulate(network, bits, 1, initial, (m, activity) => {
        network.heads.forEach((head, k) => {
          if (moduleOfHead(network, k) !== m) return;
          for (let t = 50; t < 200; t++) {
            const at = activity.subarray((t + 1) * network.size, (t + 2) * network.size);
            const [even, odd] = logits(head, at, network.size, 1);
            const parity = bits.subarray(t + 1 - head.N, t + 1).reduce((sum, bit) => sum + bit, 0) % 2;
            if ((odd > even ? 1 : 0) === parity) right[k]++;
          }
        });
      });
      const expected = right.map((count) => count / 150);
      expect(continuousAccuracy(network, bits, initial, 50, simulate)).toEqual(expected);
      expect(continuousAccuracy(network, bits, initial, 50, simulateSequence)).toEqual(expected);
    }
  });

  it('answers by chance where the perturbed activity leaves all numbers', () => {
    const [[[accuracy]]] = perturbationAccuracy(
      core(),
      'recurrent',
      [1e20],
      { ...protocol, steps: 500 },
      simulateSequence,
    );
    expect(accuracy).toBeGreaterThan(0.4);
    expect(accuracy).toBeLessThan(0.6);
  });

  it('lengthens a warm-up that is too short for the largest task', () => {
    const network = core();
    network.heads[2].N = 90;
    const [[accuracies]] = perturbationAccuracy(network, 'tau', [0], { ...protocol, warmUp: 0 }, simulateSequence);
    expect(accuracies[2]).toBeGreaterThan(0.2);
    expect(accuracies[2]).toBeLessThan(0.8);
  });

  it('is the same at eps = 0 for every target, and the same in every run', () => {
    const [a, b] = (['recurrent', 'tau'] as const).map((target) =>
      perturbationAccuracy(core(), target, [0, 0.5], protocol, simulateSequence),
    );
    expect(a[0]).toEqual(b[0]);
    expect(a[1]).not.toEqual(a[0]);
    expect(perturbationAccuracy(core(), 'tau', [0, 0.5], protocol, simulateSequence)).toEqual(b);
  });

  it('of a network without heads is nothing, for every eps and draw', () => {
    const none = { ...core(), heads: [] };
    expect(perturbationAccuracy(none, 'tau', [0, 1], protocol, simulateSequence)).toEqual([
      [[], [], []],
      [[], [], []],
    ]);
  });
});

describe('the dynamics of one sequence', () => {
  it('are those of the reference to the rounding of float32', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.constantFrom('inside', 'outside'),
        fc.integer({ min: 1, max: 9 }),
        (seed, leak, size) => {
          const network = randomNetwork({ architecture: 'modular', size, depth: 3, seed, leak } as never);
          const bits = Uint8Array.from({ length: 40 }, (_, t) => (t * t * (seed + 1)) % 2);
          const initial = new Float32Array(3 * size).fill(0.1);
          const [reference, found]: Float32Array[][] = [[], []];
          simulate(network, bits, 1, initial, (_, activity) => reference.push(activity.slice()));
          simulateSequence(network, bits, 1, initial, (_, activity) => found.push(activity.slice()));
          found.forEach((activity, m) => {
            activity.forEach((value, n) => {
              expect(value).toBeCloseTo(reference[m][n], 5);
            });
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('are for one sequence alone', () => {
    expect(() => simulateSequence(core(), new Uint8Array(8), 2, new Float32Array(18), () => {})).toThrow(
      /one sequence/,
    );
  });
});
