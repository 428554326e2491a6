import { describe, expect, it } from 'vitest';
import { columnOf, countsOf } from '../../site/src/browser/specificationData.ts';
import { readCheckout } from '../../site/src/report/checkout.ts';
import { choiceName, choiceWords } from '../../site/src/report/choices.ts';
import { claimEffects, decidedBy, reproducedBy, shareOf, strongestPairs } from '../../site/src/report/decisions.ts';
import { specificationData } from '../../site/src/report/specificationData.ts';
import {
  closest,
  countedIn,
  crossedIn,
  protocolIn,
  ranked,
  shownOnCurve,
  toldBy,
} from '../../site/src/report/specifications.ts';
import { readJson } from '../../src/artifact/file.ts';
import { type Multiverse, multiverseSchema } from '../../src/artifact/multiverse.ts';
import type { Verdict } from '../../src/artifact/verdict.ts';
import { loadParams } from '../../src/params/params.ts';

const R = 'reproduced';
const X = 'not reproduced';
const Q = 'inconclusive';
const O = 'not run';

/** Growth (3, trains) x norm (2, analysis); bits are not crossed. Specifications 000, 010, 100, 110, 200, 210. */
function small(verdicts: Record<string, Verdict[]>): Multiverse {
  const specifications = [0, 1, 2].flatMap((a) =>
    [0, 1].map((b) => ({ id: `${a}${b}0`, levels: [a, b, 0], networks: 5 })),
  );
  const choice = (key: string, values: unknown[], crossed: boolean, trains: boolean) => ({
    key,
    values,
    protocol: 0,
    crossed,
    trains,
  });
  return {
    profile: 'quick',
    scale: {},
    choices: [
      choice('network.growth', ['copy-connectivity', 'copy-all', 'shared-draw'], true, true),
      choice('perturb.diagonal', ['left-out', 'in-norm'], true, false),
      choice('task.bits', ['per-sequence', 'half'], false, true),
    ],
    specifications,
    claims: Object.entries(verdicts).map(([id, all]) => ({
      id,
      panel: null,
      figure: 2,
      statement: `Claim ${id}.`,
      verdicts: all,
      name: 'difference',
      unit: 'tasks',
      values: [0, 1, 2, 3, 4, 5.4321],
    })),
    quantities: [],
  };
}

const multiverse = small({
  grown: [X, X, X, X, R, R],
  both: [R, X, X, R, X, X],
  never: [O, O, O, O, O, O],
  always: [R, R, R, R, R, R],
  undecided: [Q, Q, Q, Q, Q, X],
});
const counted = countedIn(multiverse);
const ids = (some: readonly { id: string }[]) => some.map(({ id }) => id);

describe('specifications', () => {
  it('are counted, and ordered by the claims that they reproduce, ties by id', () => {
    expect(counted.map(({ counts }) => [counts.reproduced, counts['not reproduced']])).toEqual([
      [2, 1],
      [1, 2],
      [1, 2],
      [2, 1],
      [2, 1],
      [2, 2],
    ]);
    expect(ids(ranked(counted))).toEqual(['000', '110', '200', '210', '010', '100']);
    expect(counted.map(({ departures }) => departures)).toEqual([[], [1], [0], [0, 1], [0], [0, 1]]);
    expect(protocolIn(counted)?.id).toBe('000');
    expect(crossedIn(multiverse)).toEqual([0, 1]);
  });

  it('stand on the curve with the analysis of the protocol, all of them where nothing that trains is crossed', () => {
    expect(ids(shownOnCurve(multiverse, counted))).toEqual(['000', '100', '200']);
    const choices = multiverse.choices.map((one) => ({ ...one, trains: false }));
    expect(ids(shownOnCurve({ ...multiverse, choices }, counted))).toEqual(ids(counted));
  });

  it('come closest to the paper by claims reproduced, then by claims contradicted, then by departures', () => {
    expect(closest(counted)).toEqual({ one: counted[0], equals: 2 });
    expect(closest(counted.slice(3))).toEqual({ one: counted[4], equals: 1 });
    expect(closest(counted.slice(5))).toEqual({ one: counted[5], equals: 0 });
    expect(closest([])).toBeNull();
  });

  it('tell which claims are judged nowhere and which have one verdict everywhere', () => {
    expect(toldBy(multiverse)).toEqual({
      never: ['never'],
      same: [{ id: 'always', verdict: R }],
      differing: ['grown', 'both', 'undecided'],
    });
  });
});

describe('choices', () => {
  const effects = claimEffects(multiverse);

  it('decide the claims that turn with them alone', () => {
    expect(decidedBy(effects, 0).map(({ claim, share }) => [claim.id, share])).toEqual([
      ['grown', expect.closeTo(1, 9)],
    ]);
    expect(decidedBy(effects, 1)).toEqual([]);
    expect(reproducedBy(multiverse, multiverse.claims[0], 0)).toEqual([
      { level: 0, reproduced: 0, of: 2 },
      { level: 1, reproduced: 0, of: 2 },
      { level: 2, reproduced: 2, of: 2 },
    ]);
  });

  it('act in pairs, the strongest first, and have no share of what is the same everywhere', () => {
    const pairs = strongestPairs(
      effects.map(({ claim, verdict }) => ({ of: claim.id, effects: verdict })),
      3,
    );
    expect(pairs).toEqual([{ of: 'both', factors: [0, 1], share: expect.closeTo(0.75, 9) }]);
    expect(effects.map(({ verdict }) => shareOf(verdict, 0) === null)).toEqual([false, false, true, true, true]);
  });

  it('do not count a specification that does not judge the claim', () => {
    const holed = small({ grown: [X, X, O, X, R, R] });
    expect(claimEffects(holed)[0].verdict.mains.map(({ share }) => share)).toEqual([null, null]);
    expect(reproducedBy(holed, holed.claims[0], 0)[1]).toEqual({ level: 1, reproduced: 0, of: 1 });
  });

  it('of params.yaml have words, and so has each of their values', () => {
    const { multiverse: choices } = loadParams(readCheckout('params.yaml'));
    expect(Object.keys(choices).length).toBeGreaterThan(0);
    for (const [key, values] of Object.entries(choices)) {
      expect(choiceName(key)).not.toBe(key);
      for (const value of values as unknown[])
        expect(choiceWords(key, value), key).not.toMatch(/-(?!modular)|floor|[{}]/);
    }
  });
});

describe('what the page holds', () => {
  const data = specificationData(multiverse, { protocol: 0, columns: ranked(shownOnCurve(multiverse, counted)) });

  it('has every verdict as a digit and every number at three figures', () => {
    expect(data.verdicts.map((digits) => [...digits].map((digit) => data.words[Number(digit)]))).toEqual(
      multiverse.claims.map(({ verdicts }) => verdicts),
    );
    expect(data.values[0]).toEqual([0, 1, 2, 3, 4, 5.43]);
    expect(countsOf(data, 5)).toEqual(data.words.map((word) => counted[5].counts[word as Verdict]));
  });

  it('finds the column with the same networks', () => {
    expect(data.columns).toEqual([0, 4, 2]);
    expect([0, 1, 2, 3, 4, 5].map((place) => columnOf(data, place))).toEqual([0, 0, 2, 2, 1, 1]);
  });

  it('is that of the committed smoke profile', () => {
    const smoke = readJson('artifacts/smoke/multiverse.json', multiverseSchema);
    const all = countedIn(smoke);
    expect(all.length).toBeGreaterThan(1);
    const found = specificationData(smoke, { protocol: 0, columns: all });
    for (const { place, counts } of all)
      expect(countsOf(found, place)).toEqual(found.words.map((word) => counts[word as Verdict]));
  });
});
