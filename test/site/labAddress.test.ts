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
  type LabState,
  LONGEST_FEED,
  opening,
  parseState,
  SPEEDS,
} from '../../site/src/browser/lab/address.ts';
import type { Lesion } from '../../site/src/browser/lab/lesion.ts';
import { bitsOf } from '../../site/src/browser/lab/source.ts';
import { parity, stream } from '../../site/src/report/parity.ts';

const epsilon = fc.oneof(
  fc.constant(0),
  fc.double({ min: EPSILON_RANGE.from, max: EPSILON_RANGE.to, noNaN: true }).map((eps) => Number(eps.toPrecision(6))),
);
const lesion = fc.oneof(
  fc.record<Lesion>({
    architecture: fc.constant('modular'),
    module: fc.nat(60),
    neuron: fc.option(fc.nat(19), { nil: null }),
  }),
  fc.record<Lesion>({ architecture: fc.constant('non-modular'), module: fc.constant(0), neuron: fc.nat(127) }),
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
  it('gives every state back, and is nothing for the state that the lab opens with', () => {
    fc.assert(
      fc.property(state, (own) => {
        expect(parseState(`#${formatState(own)}`)).toEqual({ state: own, notes: [] });
      }),
    );
    expect(formatState(opening)).toBe('');
  });

  it('is short', () => {
    const own: LabState = { ...opening, pair: '5-20', N: 12, feed: [{ stream: 400 }, { typed: '0110' }] };
    expect(formatState(own)).toBe('lab=1&net=5-20&N=12&fed=s400t0110');
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
  ])('leaves out %s with a note, and keeps the rest', (bad, named) => {
    const { state: own, notes } = parseState(`#lab=1&${bad}&task=7`);
    expect(own).toEqual({ ...opening, task: 7 });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(named);
  });

  it('of another version opens the lab as new and says so; a fragment of something else says nothing', () => {
    expect(parseState('#lab=9&N=4')).toEqual({ state: opening, notes: [expect.stringContaining('version 9')] });
    expect(parseState('#content')).toEqual({ state: opening, notes: [] });
  });
});

describe('the bits that a feed stands for', () => {
  it('begin with the running example of the report, and those of the reader stand between those of the stream', () => {
    expect(bitsOf([{ stream: 8 }], 0)).toEqual(stream);
    expect(bitsOf([{ stream: 3 }, { typed: '110' }, { stream: 2 }], 0)).toEqual([1, 0, 1, 1, 1, 0, 1, 0]);
    expect(parity(bitsOf([{ stream: 8 }], 0), 5).answer).toBe(0);
  });

  it('are as many as the feed has, the same for a seed, others for another', () => {
    fc.assert(
      fc.property(feed, (runs) => {
        expect(bitsOf(runs, 3)).toHaveLength(feedLength(runs));
      }),
    );
    expect(bitsOf([{ stream: 64 }], 1)).toEqual(bitsOf([{ stream: 64 }], 1));
    expect(bitsOf([{ stream: 64 }], 1)).not.toEqual(bitsOf([{ stream: 64 }], 2));
  });
});
