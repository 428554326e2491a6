import { describe, expect, test } from 'vitest';
import { compare, type PeerOutcome, TOLERANCE } from '../../bench/agreement.ts';

function outcome(changes: Partial<PeerOutcome> = {}): PeerOutcome {
  const gradients = new Map([
    ['module.0.tau', Float32Array.of(1e-6, -1e-6)],
    ['module.0.recurrent.weight', Float32Array.of(0, 0.3, -0.4, 0)],
  ]);
  return { loss: 0.7, gradients, losses: [0.7, 0.6, 0.5], ...changes };
}

function withGradient(tensor: string, values: number[]): PeerOutcome {
  return outcome({ gradients: new Map([...outcome().gradients, [tensor, Float32Array.from(values)]]) });
}

describe('a peer does the same work as the kernel', () => {
  test('when loss, gradients and later losses are equal but for rounding', () => {
    const peer = outcome({ loss: 0.7 * (1 + TOLERANCE.loss / 2) });
    expect(compare(peer, outcome())).toMatchObject({ agrees: true, gradient: { relativeError: 0 } });
  });

  test('when a gradient that hardly counts differs by less than a thousandth of the whole', () => {
    expect(compare(withGradient('module.0.tau', [1.1e-6, -1e-6]), outcome()).agrees).toBe(true);
  });

  test.each([
    ['its loss is another', outcome({ loss: 0.71 })],
    ['its loss is no number', outcome({ loss: Number.NaN })],
    ['a gradient is another', withGradient('module.0.recurrent.weight', [0, 0.3, -0.401, 0])],
    ['a gradient is no number', withGradient('module.0.recurrent.weight', [0, Number.NaN, -0.4, 0])],
    ['a gradient is missing', outcome({ gradients: new Map([...outcome().gradients].slice(1)) })],
    ['it has a gradient too many', withGradient('module.1.tau', [0, 0])],
    ['it descends in another way', outcome({ losses: [0.7, 0.6, 0.52] })],
    ['it makes fewer steps', outcome({ losses: [0.7, 0.6] })],
  ])('but not when %s', (_, peer) => {
    expect(compare(peer, outcome()).agrees).toBe(false);
  });

  test('and the tensor that differs most is named', () => {
    const { gradient } = compare(withGradient('module.0.recurrent.weight', [0, 0.3, -0.5, 0]), outcome());
    expect(gradient.tensor).toBe('module.0.recurrent.weight');
    expect(gradient.relativeError).toBeCloseTo(0.2, 6);
  });
});
