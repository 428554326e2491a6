import { describe, expect, it } from 'vitest';
import { type Condition, policyOf } from '../../src/curriculum/configuration.ts';
import { type GrowthReading, grow, growthOf, trainableGroups } from '../../src/network/growth.ts';
import { initialNetwork } from '../../src/network/initial.ts';
import type { Network } from '../../src/network/network.ts';
import { namedTensors, parameterCount, trainedTensors } from '../../src/network/tensors.ts';

/** A network of two modules whose values can be told from any fresh draw. */
function grownOnce(): Network {
  const network = grow(initialNetwork('modular', 5, 1), growthOf({ growth: 'copy-connectivity' }), 1);
  for (const { values, name } of namedTensors(network)) {
    values.fill(name.includes('.1.') ? 0.25 : 0.125);
  }
  return network;
}

const tensors = (network: Network) => new Map(namedTensors(network).map(({ name, values }) => [name, [...values]]));

describe('initial networks', () => {
  it('draw tau from [1, 2) and weights within +-1/sqrt(fan-in), with no connection of a neuron to itself', () => {
    const { modules, heads } = initialNetwork('non-modular', 20, 4);
    const bound = 1 / Math.sqrt(20);
    expect(modules[0].tau.every((tau) => tau >= 1 && tau < 2)).toBe(true);
    expect(modules[0].inputWeight.some((weight) => Math.abs(weight) > bound)).toBe(true);
    expect(modules[0].recurrentWeight.every((weight) => Math.abs(weight) <= bound)).toBe(true);
    expect(heads[0].weight.every((weight) => Math.abs(weight) <= bound)).toBe(true);
    for (let i = 0; i < 20; i++) expect(modules[0].recurrentWeight[i * 20 + i]).toBe(0);
  });

  it('of paired sizes have about equal numbers of parameters near N = 30', () => {
    for (const [modular, nonModular] of [
      [5, 20],
      [10, 54],
      [15, 91],
      [20, 128],
    ]) {
      let a = initialNetwork('modular', modular, 0);
      let b = initialNetwork('non-modular', nonModular, 0);
      for (let N = 3; N <= 30; N++) {
        a = grow(a, growthOf({ growth: 'copy-connectivity' }), 0);
        b = grow(b, growthOf({ growth: 'copy-connectivity' }), 0);
      }
      const ratio = parameterCount(a) / parameterCount(b);
      expect(ratio).toBeGreaterThan(0.8);
      expect(ratio).toBeLessThan(1.3);
    }
  });
});

describe('modular growth', () => {
  it('copies W^R and W^FF with their biases by default; W^I, tau and the readout are fresh', () => {
    const copied = tensors(grow(grownOnce(), growthOf({ growth: 'copy-connectivity' }), 1));
    for (const name of ['recurrent.weight', 'recurrent.bias', 'feedforward.weight', 'feedforward.bias']) {
      expect(new Set(copied.get(`module.2.${name}`))).toEqual(new Set([0.25]));
    }
    for (const name of ['module.2.tau', 'module.2.input.weight', 'module.2.input.bias', 'readout.4.weight']) {
      expect(new Set(copied.get(name)).size).toBeGreaterThan(1);
    }
  });

  it('copies W^I and tau too in the reading copy-all', () => {
    const copied = tensors(grow(grownOnce(), growthOf({ growth: 'copy-all' }), 1));
    expect(new Set(copied.get('module.2.tau'))).toEqual(new Set([0.25]));
    expect(new Set(copied.get('module.2.input.weight'))).toEqual(new Set([0.25]));
  });

  it('starts all later modules from one shared draw but for tau in the reading shared-draw, and hands its head on', () => {
    const policy = growthOf({ growth: 'shared-draw', readout: 'copied' });
    let network = initialNetwork('modular', 5, 1);
    for (let N = 3; N <= 5; N++) network = grow(network, policy, 1);
    const [, second, third, fourth] = network.modules;
    for (const name of ['recurrentWeight', 'recurrentBias', 'feedforwardWeight', 'inputWeight'] as const)
      expect([third[name], fourth[name]]).toEqual([second[name], second[name]]);
    expect(new Set([...second.tau, ...third.tau, ...fourth.tau]).size).toBe(15);
    expect(network.heads.map(({ N }) => N)).toEqual([2, 3, 4, 5]);
    expect(network.heads[3].weight).toEqual(network.heads[1].weight);
    expect(network.heads[1].weight).not.toEqual(network.heads[0].weight);
  });

  it('disturbs a shared draw once more for each module, by a share of each value', () => {
    const policy = growthOf({ growth: 'shared-draw', readout: 'copied', copyNoise: 0.03 });
    let network = initialNetwork('modular', 20, 1);
    for (let N = 3; N <= 12; N++) network = grow(network, policy, 1);
    const relative = (k: number) => {
      const [from, to] = [network.modules[1].recurrentWeight, network.modules[k].recurrentWeight];
      const ratios = [...to].flatMap((weight, i) => (from[i] === 0 ? [] : [weight / from[i] - 1]));
      expect(ratios).toHaveLength(380);
      return Math.sqrt(ratios.reduce((sum, ratio) => sum + ratio * ratio, 0) / ratios.length);
    };
    expect(relative(2)).toBeCloseTo(0.03, 2);
    expect(relative(10)).toBeGreaterThan(0.03 * 2.5);
    expect(relative(10)).toBeLessThan(0.03 * 3.6);
  });

  it('copies the trained head where the readout is handed on', () => {
    const grown = tensors(grow(grownOnce(), growthOf({ growth: 'copy-connectivity', readout: 'copied' }), 1));
    expect(new Set(grown.get('readout.4.weight'))).toEqual(new Set(grown.get('readout.3.weight')));
  });

  it('reaches duplication: what is copied comes from where the main line takes it', () => {
    const conditions = ['copied', 'random'].flatMap((recurrent) =>
      ['copied', 'random'].map((feedforward) => `recurrent-${recurrent}-feedforward-${feedforward}` as Condition),
    );
    const groups = (growth: GrowthReading) =>
      conditions.map((condition) => {
        const { copied, shared } = policyOf({ condition, growth });
        return `${copied.join(' ')} | ${shared.join(' ')}`;
      });
    expect(groups('copy-all')).toEqual([
      'recurrent feedforward input tau | ',
      'recurrent input tau | ',
      'feedforward input tau | ',
      'input tau | ',
    ]);
    expect(groups('shared-draw')).toEqual([
      ' | recurrent feedforward input',
      ' | recurrent input',
      ' | feedforward input',
      ' | input',
    ]);
  });

  it('leaves what is frozen as it was trained, where other copies have noise', () => {
    const policy = policyOf({ condition: 'frozen-recurrent', growth: 'shared-draw', copyNoise: 0.03, rest: 'copied' });
    let network = initialNetwork('modular', 5, 1);
    for (let N = 3; N <= 5; N++) network = grow(network, policy, 1);
    for (const module of network.modules) expect(module.recurrentWeight).toEqual(network.modules[0].recurrentWeight);
    expect(network.modules[3].inputWeight).not.toEqual(network.modules[2].inputWeight);
  });

  it('adds noise of the asked share of the norm to copied connections in noisy duplication, none to a missing self-connection', () => {
    const exact = policyOf({ condition: 'recurrent-copied-feedforward-copied', growth: 'copy-connectivity' });
    const noisy = policyOf({ condition: 'recurrent-copied-feedforward-copied-noise-3', growth: 'copy-connectivity' });
    const trained = grow(initialNetwork('modular', 5, 1), exact, 1);
    const [copy, other] = [exact, noisy].map((policy) => grow(trained, policy, 1).modules[2]);
    for (const name of ['recurrentWeight', 'feedforwardWeight'] as const) {
      const [a, b] = [copy[name] as Float32Array, other[name] as Float32Array];
      const share = Math.hypot(...b.map((weight, i) => weight - a[i])) / Math.hypot(...a);
      expect(share).toBeCloseTo(0.03, 5);
    }
    for (let i = 0; i < 5; i++) expect(other.recurrentWeight[6 * i]).toBe(0);
    expect(other.inputWeight).toEqual(copy.inputWeight);
    expect(grow(trained, noisy, 2).modules[2].recurrentWeight).not.toEqual(other.recurrentWeight);
  });

  it('takes W^I along with W^FF in the reading with-input', () => {
    const reading = { growth: 'copy-connectivity', feedforward: 'with-input' } as const;
    const groups = (condition: Parameters<typeof policyOf>[0]['condition']) =>
      policyOf({ ...reading, condition }).copied.join(' ');
    expect(groups('recurrent-copied-feedforward-copied')).toBe('recurrent feedforward input');
    expect(groups('recurrent-random-feedforward-copied')).toBe('feedforward input');
    expect(groups('recurrent-copied-feedforward-random')).toBe('recurrent');
    expect(groups('trained')).toBe('recurrent feedforward');
  });

  it('draws the first feedforward map, which has nothing to be copied from', () => {
    const { modules } = grow(initialNetwork('modular', 5, 1), growthOf({ growth: 'copy-all' }), 1);
    expect(modules[0].feedforwardWeight).toBeNull();
    expect(new Set(modules[1].feedforwardWeight).size).toBe(25);
  });

  it('leaves the copy free to change without its parent', () => {
    const network = grow(grownOnce(), growthOf({ growth: 'copy-all' }), 1);
    network.modules[2].recurrentWeight[1] = 9;
    expect(network.modules[1].recurrentWeight[1]).toBe(0.25);
  });

  it('trains the newest module and its head alone', () => {
    const names = trainedTensors(grownOnce(), ['recurrent', 'feedforward', 'input', 'tau', 'readout']).map(
      ({ name }) => name,
    );
    expect(names.every((name) => name.startsWith('module.1.') || name.startsWith('readout.3.'))).toBe(true);
    expect(names.length).toBe(9);
  });
});

describe('weight freezing', () => {
  it('of recurrent weights hands the N = 2 module on to all others and trains the rest', () => {
    const policy = policyOf({ condition: 'frozen-recurrent', growth: 'copy-connectivity' });
    expect(trainableGroups(policy, 0)).toContain('recurrent');
    expect(trainableGroups(policy, 1)).toEqual(['feedforward', 'input', 'tau', 'readout']);
    const grown = tensors(grow(grownOnce(), policy, 1));
    expect(new Set(grown.get('module.2.recurrent.weight'))).toEqual(new Set([0.25]));
    expect(new Set(grown.get('module.2.feedforward.weight')).size).toBeGreaterThan(1);
  });

  it('freezes W^I and tau as well where only the other connections train', () => {
    const trained = (condition: 'frozen-recurrent' | 'frozen-feedforward') => {
      const policy = policyOf({ condition, growth: 'copy-connectivity', trains: 'feedforward' });
      const grown = tensors(grow(grownOnce(), policy, 1));
      expect(new Set(grown.get('module.2.input.weight'))).toEqual(new Set([0.25]));
      expect(new Set(grown.get('module.2.tau'))).toEqual(new Set([0.25]));
      return trainableGroups(policy, 2);
    };
    expect(trained('frozen-recurrent')).toEqual(['feedforward', 'readout']);
    expect(trained('frozen-feedforward')).toEqual(['recurrent', 'readout']);
  });

  it('hands the other connections on too, and trains them, in the reading copied', () => {
    for (const condition of ['frozen-recurrent', 'frozen-feedforward'] as const) {
      const fresh = policyOf({ condition, growth: 'copy-connectivity' });
      const copied = policyOf({ condition, growth: 'copy-connectivity', rest: 'copied' });
      expect(copied.copied).toEqual(['recurrent', 'feedforward']);
      expect(fresh.copied).toHaveLength(1);
      expect(copied.frozen).toEqual(fresh.frozen);
    }
  });

  it('of feedforward weights trains them between N = 2 and 3 and hands them on', () => {
    const policy = policyOf({ condition: 'frozen-feedforward', growth: 'copy-connectivity' });
    expect(trainableGroups(policy, 1)).toContain('feedforward');
    expect(trainableGroups(policy, 2)).toEqual(['recurrent', 'input', 'tau', 'readout']);
    const grown = tensors(grow(grownOnce(), policy, 1));
    expect(new Set(grown.get('module.2.feedforward.weight'))).toEqual(new Set([0.25]));
    expect(new Set(grown.get('module.2.recurrent.weight')).size).toBeGreaterThan(1);
  });
});

describe('a non-modular network', () => {
  it('grows by a readout head, the core stays', () => {
    const network = initialNetwork('non-modular', 20, 1);
    const grown = grow(network, growthOf({ growth: 'copy-connectivity' }), 1);
    expect(grown.modules).toEqual(network.modules);
    expect(grown.heads.map((head) => head.N)).toEqual([2, 3]);
  });
});
