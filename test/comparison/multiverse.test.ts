import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../src/artifact/file.ts';
import { type AnyMultiverse, anyMultiverseSchema } from '../../src/artifact/multiverse.ts';
import { compareMultiverses } from '../../src/comparison/multiverse.ts';
import { multiverseLines, multiverseText } from '../../src/comparison/multiverseText.ts';

const GROWTH = { key: 'growth', values: ['none', 'all'], protocol: 0 };
const LEAK = { key: 'leak', values: ['inside', { modular: 'inside', nonModular: 'outside' }], protocol: 0 };

/** Two choices crossed, and the verdicts of two claims under the four specifications: r(eproduced), n(ot reproduced), i(nconclusive). */
function multiverse(first: string, second: string, choices = [GROWTH, LEAK]): AnyMultiverse {
  const words: Record<string, string> = { r: 'reproduced', n: 'not reproduced', i: 'inconclusive' };
  const claim = (id: string, verdicts: string) => ({
    id,
    statement: `Statement ${id}.`,
    verdicts: [...verdicts].map((letter) => words[letter]),
    values: [...verdicts].map(() => 1),
  });
  const levels = [...first].map((_, i) => (choices.length === 1 ? [i] : [i >> 1, i & 1]));
  return anyMultiverseSchema.parse({
    choices,
    specifications: levels.map((one) => ({ levels: one })),
    claims: [claim('A', first), claim('B', second)],
  });
}

describe('two multiverses', () => {
  it('are the same where nothing differs, or neither side has one', () => {
    expect(compareMultiverses(multiverse('rrnn', 'inrr'), multiverse('rrnn', 'inrr'))).toBeNull();
    expect(compareMultiverses(null, null)).toBeNull();
  });

  it('differ in the specifications and claims whose verdicts moved, and in the closest specification', () => {
    const why = (claim: string, specification: string) => ({
      movers: ['data' as const],
      joint: null,
      unknown: null,
      oldRule: claim,
      newRule: specification,
    });
    const change = compareMultiverses(multiverse('rnnn', 'innr'), multiverse('rrnn', 'irir'), why);
    const told = (claim: string, specification: string) => ({ id: claim, why: why(claim, specification) });
    expect(change).toEqual({
      shared: 4,
      added: 0,
      removed: 0,
      specifications: [
        {
          departures: ['leak: inside (modular), outside (non-modular)'],
          before: 0,
          after: 2,
          moved: 2,
          whys: [told('A', '01'), told('B', '01')],
        },
        { departures: ['growth: all'], before: 0, after: 0, moved: 1, whys: [told('B', '10')] },
      ],
      claims: [
        { id: 'B', statement: 'Statement B.', before: 1, after: 2, moved: 2 },
        { id: 'A', statement: 'Statement A.', before: 1, after: 2, moved: 1 },
      ],
      numbers: 0,
      best: {
        before: { reproduced: 1, of: 2, departures: [], equals: 0 },
        after: { reproduced: 2, of: 2, departures: ['leak: inside (modular), outside (non-modular)'], equals: 0 },
      },
    });
  });

  it('differ where a verdict was lost and another won, though the count stays', () => {
    const change = compareMultiverses(multiverse('rnrr', 'rrrr'), multiverse('nrrr', 'rrrr'));
    expect(change?.claims).toEqual([{ id: 'A', statement: 'Statement A.', before: 3, after: 3, moved: 2 }]);
  });

  it('pair specifications by what they set, whatever the order of choices and of their values', () => {
    const turned = multiverse('rnin', 'rrrr', [
      { ...LEAK, values: [...LEAK.values].reverse(), protocol: 1 },
      { ...GROWTH, values: [...GROWTH.values].reverse(), protocol: 1 },
    ]);
    // [leak outside: growth all, none], [leak inside: growth all, none] is [growth none: inside, outside], [all: inside, outside].
    expect(compareMultiverses(multiverse('nnir', 'rrrr'), turned)).toBeNull();
  });

  it('pair the specifications of a new choice at its protocol, and count the others as new', () => {
    const change = compareMultiverses(multiverse('rn', 'rr', [GROWTH]), multiverse('rrnn', 'rrrr'));
    expect(change).toMatchObject({ shared: 2, added: 2, removed: 0, specifications: [], claims: [] });
    const gone = compareMultiverses(multiverse('rrnn', 'rrrr'), multiverse('rn', 'rr', [GROWTH]));
    expect(gone).toMatchObject({ shared: 2, added: 0, removed: 2 });
  });

  it('differ in numbers alone', () => {
    const later = multiverse('rrrr', 'rrrr');
    later.claims[0].values[2] = null;
    expect(compareMultiverses(multiverse('rrrr', 'rrrr'), later)).toMatchObject({ numbers: 1, claims: [] });
  });

  it('are new and gone as a whole', () => {
    expect(compareMultiverses(null, multiverse('rrrr', 'rrrr'))).toMatchObject({
      shared: 0,
      added: 4,
      best: { before: null, after: { reproduced: 2, equals: 3, departures: [] } },
    });
    expect(compareMultiverses(multiverse('rrrr', 'rrrr'), null)).toMatchObject({ removed: 4, best: { after: null } });
  });

  it('of the paper are one where they are compared with themselves', () => {
    const file = readJson(join(import.meta.dirname, '../../artifacts/paper/multiverse.json'), anyMultiverseSchema);
    expect(file.specifications.length).toBeGreaterThan(100);
    expect(compareMultiverses(file, file)).toBeNull();
  });
});

describe('a damaged multiverse is refused', () => {
  const whole = multiverse('rrrr', 'rrrr');
  it.each([
    ['a level that its choice does not have', { ...whole, choices: [GROWTH, { ...LEAK, values: ['inside'] }] }],
    ['a specification without a level of each choice', { ...whole, specifications: [{ levels: [0] }] }],
    ['a claim without a verdict of each specification', { ...whole, claims: [{ ...whole.claims[0], verdicts: [] }] }],
  ])('%s', (_name, file) => {
    expect(anyMultiverseSchema.safeParse(file).success).toBe(false);
  });
});

describe('what happened to a multiverse in words', () => {
  it('lists no more than a comment holds', () => {
    const change = compareMultiverses(multiverse('rrrr', 'rrrr'), multiverse('nnnn', 'nnnn'));
    if (!change) throw new Error('nothing differs');
    expect(multiverseLines(change, 1).map(([, ...counts]) => counts.slice(0, 3))).toEqual([
      ['4', '0', '4'],
      ['2', '0', '2'],
    ]);
    expect(multiverseText(change)).toContain('2 of 2 claims reproduced under the protocol and 3 others → 0 of 2');
  });
});
