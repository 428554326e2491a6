import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CURVES,
  EPSILON_RANGE,
  type Feed,
  fed,
  feedLength,
  formatState,
  GROWTHS,
  initialState,
  type LabState,
  LONGEST_FEED,
  parseState,
  SPEEDS,
} from '../../site/src/browser/lab/address.ts';
import type { LesionTarget } from '../../site/src/browser/lab/lesion.ts';
import { bitsOf } from '../../site/src/browser/lab/source.ts';
import { parity, stream } from '../../site/src/report/parity.ts';

const epsilon = fc.oneof(
  fc.constant(0),
  fc.double({ min: EPSILON_RANGE.from, max: EPSILON_RANGE.to, noNaN: true }).map((eps) => Number(eps.toPrecision(6))),
);
const lesion = fc.oneof(
  fc.record<LesionTarget>({
    architecture: fc.constant('modular'),
    module: fc.nat(60),
    neuron: fc.option(fc.nat(19), { nil: null }),
  }),
  fc.record<LesionTarget>({ architecture: fc.constant('non-modular'), module: fc.constant(0), neuron: fc.nat(127) }),
);
const bits = fc.array(
  fc.tuple(fc.constantFrom(0 as const, 1 as const), fc.constantFrom('stream' as const, 'reader' as const)),
  {
    maxLength: 60,
  },
);
const feed = bits.map((all) => all.reduce<Feed[]>((runs, [bit, by]) => fed(runs, bit, by), []));
const state: fc.Arbitrary<LabState> = fc.record({
  pair: fc.option(fc.constantFrom('5-20', '15-91')),
  seed: fc.option(fc.nat(1000)),
  N: fc.option(fc.integer({ min: 2, max: 61 })),
  task: fc.option(fc.integer({ min: 2, max: 61 })),
  stream: fc.nat(1000),
  feed,
  epsilons: fc.record({ recurrent: epsilon, feedforward: epsilon, tau: epsilon }),
  lesions: fc.array(lesion, { maxLength: 4 }),
  curve: fc.constantFrom(...CURVES),
  growth: fc.constantFrom(...GROWTHS),
  speed: fc.constantFrom(...SPEEDS),
});

describe("a link to the lab's state", () => {
  it('restores every state', () => {
    fc.assert(
      fc.property(state, (random) => {
        expect(parseState(`#${formatState(random)}`)).toEqual({ state: random, notes: [] });
      }),
    );
    expect(formatState(initialState)).toBe('');
  });

  it('is short', () => {
    const expected: LabState = { ...initialState, pair: '5-20', N: 12, feed: [{ stream: 400 }, { typed: '0110' }] };
    expect(formatState(expected)).toBe('lab=1&net=5-20&N=12&fed=s400t0110');
  });

  it.each([
    ['eps=0.1,0,99', 'eps=0.1,0,99'],
    ['eps=a,b', 'eps=a,b'],
    ['N=1', 'N=1'],
    ['N=-4', 'N=-4'],
    ['cut=m0', 'cut=m0'],
    ['cut=c', 'cut=c'],
    ['net=<b>', 'net=<b>'],
    ['speed=1000', 'speed=1000'],
    ['fed=t012', 'fed=t012'],
    [`fed=s${LONGEST_FEED + 1}`, `fed=s${LONGEST_FEED + 1}`],
    ['grow=everything', 'grow=everything'],
    ['constructor=1', 'constructor=1'],
    ['unknown=1', 'unknown=1'],
  ])('ignores %s with a note', (bad, named) => {
    const { state: parsed, notes } = parseState(`#lab=1&${bad}&task=7`);
    expect(parsed).toEqual({ ...initialState, task: 7 });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(named);
  });

  it('of another version gives the initial state', () => {
    expect(parseState('#lab=9&N=4')).toEqual({ state: initialState, notes: [expect.stringContaining('version 9')] });
    expect(parseState('#content')).toEqual({ state: initialState, notes: [] });
  });
});

describe('the bits of a feed', () => {
  it('start with the running example', () => {
    expect(bitsOf([{ stream: 8 }], 0)).toEqual(stream);
    expect(bitsOf([{ stream: 3 }, { typed: '110' }, { stream: 2 }], 0)).toEqual([1, 0, 1, 1, 1, 0, 1, 0]);
    expect(parity(bitsOf([{ stream: 8 }], 0), 5).answer).toBe(0);
  });

  it('depend on the seed alone', () => {
    fc.assert(
      fc.property(feed, (runs) => {
        expect(bitsOf(runs, 3)).toHaveLength(feedLength(runs));
      }),
    );
    expect(bitsOf([{ stream: 64 }], 1)).toEqual(bitsOf([{ stream: 64 }], 1));
    expect(bitsOf([{ stream: 64 }], 1)).not.toEqual(bitsOf([{ stream: 64 }], 2));
  });
});
