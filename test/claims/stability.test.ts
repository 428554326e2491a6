import { describe, expect, test } from 'vitest';
import type { Row, Tables } from '../../src/artifact/table.ts';
import type { Claim, ClaimContext } from '../../src/claims/claim.ts';
import { claims as all, claimOf } from '../../src/claims/index.ts';
import { type Stability, stabilities } from '../../src/claims/stability.ts';
import { tables as madeUp } from '../figures/tables.ts';

const context: ClaimContext = { profile: 'paper', resamples: 1000, confidence: 0.95, epochs: 60 };
const options = { subsets: 100, resamples: 300 };

/** The last epoch of networks of one line that end at these N, seeds from 0. */
function line(architecture: string, size: number, condition: string, ends: readonly number[]): Row[] {
  return ends.map((nSolved, seed) => {
    const network = `${architecture}-${size}-${condition}-seed-${seed}`;
    return {
      network,
      architecture,
      size,
      condition,
      seed,
      epoch: 60,
      N: nSolved + 1,
      nSolved,
      parameters: 100 * nSolved,
    };
  });
}

/** Frozen recurrent weights against full training at M_m = 5: claim 6a.4 says that the latter ends higher. */
function tablesOf(trained: readonly number[], frozen: readonly number[]): Tables {
  return {
    'histories/train.csv': line('modular', 5, 'trained', trained),
    'histories/freeze.csv': line('modular', 5, 'frozen-recurrent', frozen),
  };
}

function stabilityOf(claim: Claim, tables: Tables, given = options): Stability & { verdict: string } {
  const judgement = claim.judge(tables, context);
  const found = stabilities([{ claim, judgement }], tables, context, given).get(claim.id) as Stability;
  return { ...found, verdict: judgement.verdict };
}

const higher = claimOf('6a.4') as Claim;
const apart = tablesOf([30, 31, 33, 29, 35, 32, 30, 31], [12, 15, 14, 13, 16, 12, 14, 15]);
/** One seed in four lies below the frozen ones: all eight together show the difference, fewer may not. */
const close = tablesOf([26, 9, 30, 25, 29, 10, 28, 27], [12, 15, 14, 13, 16, 12, 14, 15]);

describe('the seeds that a verdict needs', () => {
  test('are two where every network of one group lies above every one of the other', () => {
    expect(stabilityOf(higher, apart)).toEqual({
      verdict: 'reproduced',
      stability: Object.fromEntries([2, 3, 4, 5, 6, 7, 8].map((k) => [k, 1])),
      stableFrom: 2,
      paperSize: { seeds: 5, verdicts: { reproduced: 1 } },
    });
  });

  test('are many where single networks turn it', () => {
    const { verdict, stability, stableFrom } = stabilityOf(higher, close);
    expect(verdict).toBe('reproduced');
    expect(stability[2]).toBeLessThan(0.75);
    expect(stability[4]).toBeLessThan(0.9);
    expect(stability[8]).toBe(1);
    expect(stableFrom === null || stableFrom > 4).toBe(true);
  });

  test('are counted by the pairs of seeds that agree, as counted by hand', () => {
    // Of the pairs of four seeds, those with the low network have an interval that reaches below 14.
    const tables = tablesOf([30, 31, 32, 5], [14, 14, 14, 14]);
    const { verdict, stability } = stabilityOf(higher, tables, { subsets: 600, resamples: 300 });
    expect(verdict).toBe('inconclusive');
    // Three of the six pairs leave it out, and would reproduce the claim.
    expect(Math.abs(stability[2] - 0.5)).toBeLessThan(0.06);
    // Three of the four triples hold it; of three, one resample in 27 is that network alone, where the interval ends.
    expect(Math.abs(stability[3] - 0.75)).toBeLessThan(0.06);
  });
});

test("a study of the paper's size draws its networks with replacement: it has only low ones as often as that gives", () => {
  const low = [13, 13, 13, 13, 13];
  const tables = tablesOf([...low, 20, 20, 20, 20, 20], Array<number>(10).fill(14));
  const { paperSize } = stabilityOf(higher, tables, { subsets: 1500, resamples: 60 });
  // One study of 32, but one subset of 252.
  expect(paperSize?.seeds).toBe(5);
  expect(Math.abs((paperSize?.verdicts['not reproduced'] ?? 0) - 1 / 32)).toBeLessThan(0.015);
});

test('a study compares the same seeds of lines that have the same, also where it has one of them twice', () => {
  const base = [3, 30, 12, 7, 55, 21, 40, 9];
  const paired = tablesOf(
    base.map((value) => value + 2),
    base,
  );
  expect(stabilityOf(higher, paired).paperSize).toEqual({ seeds: 5, verdicts: { reproduced: 1 } });
});

test('lines of networks give the same seeds, and all they have where they have fewer', () => {
  const seen: { train: number[]; freeze: number[] }[] = [];
  const spy: Claim = {
    ...higher,
    prepare: undefined,
    judge(tables, given) {
      const isStudy = (tables['histories/train.csv'] ?? []).some(({ network }) => String(network).includes('#'));
      if (isStudy) return higher.judge(tables, given);
      const seedsOf = (path: string) => (tables[path] ?? []).map(({ seed }) => Number(seed));
      seen.push({ train: seedsOf('histories/train.csv'), freeze: seedsOf('histories/freeze.csv') });
      return higher.judge(tables, given);
    },
  };
  const shorter = tablesOf([30, 31, 33, 29, 35, 32, 30, 31], [12, 15, 14]);
  stabilities([{ claim: spy, judgement: higher.judge(shorter, context) }], shorter, context, options);
  const subsets = seen.filter(({ train }) => train.length < 8);
  expect(subsets.length).toBeGreaterThan(50);
  for (const { train, freeze } of subsets) {
    expect(freeze.length).toBe(Math.min(3, train.length));
    expect(new Set(train).size).toBe(train.length);
    // Where the larger line has drawn one of the seeds that both have, the smaller one has it too.
    for (const seed of train.filter((seed) => seed < 3)) expect(freeze).toContain(seed);
  }
});

test('a subset is drawn from the documented stream: the same one every time, others with more subsets', () => {
  expect(stabilityOf(higher, close)).toEqual(stabilityOf(higher, close));
  const [few, many] = [10, 400].map((subsets) => stabilityOf(higher, close, { ...options, subsets }));
  expect(Math.abs(few.stability[3] - many.stability[3])).toBeLessThan(0.5);
  expect(many.stability[3] * 400).toBeCloseTo(Math.round(many.stability[3] * 400), 9);
});

test('claims that rest on no seeds or are not run have no stability', () => {
  const judged = all.map((claim) => ({ claim, judgement: claim.judge({}, context) }));
  for (const found of stabilities(judged, {}, context, options).values())
    expect(found).toEqual({ stability: {}, stableFrom: null, paperSize: null });
});

test('boiled-down tables give the judgement of whole ones', () => {
  for (const claim of all.filter(({ prepare }) => prepare)) {
    const boiled = claim.prepare?.(madeUp) as Tables;
    expect(claim.judge(boiled, context)).toEqual(claim.judge(madeUp, context));
    expect(Object.values(boiled).flat().length).toBeLessThan(500);
  }
});

test('every claim about seeds is judged again up to the seeds of its largest line', () => {
  const judged = all.map((claim) => ({ claim, judgement: claim.judge(madeUp, context) }));
  const found = stabilities(judged, madeUp, context, { subsets: 5, resamples: 50 });
  const most = (id: string) => Math.max(...Object.keys(found.get(id)?.stability ?? {}).map(Number));
  expect(most('2a.1')).toBe(10);
  expect(most('2a.2')).toBe(5);
  expect(most('3a.2')).toBe(5);
  expect(most('3.1')).toBe(10);
  expect(most('4b.2')).toBe(5);
  expect(found.get('6a.7')).toEqual({ stability: {}, stableFrom: null, paperSize: null });
});

test("every part that compares two groups has its effect size, Cliff's delta", () => {
  const comparing = '2a.1 2b.1 2c.1 3a.1 3a.2 3b.1 3.1 4b.2 5b.1 5ab.1 5c.1 6a.3 6a.4 6a.5 6a.6 6b.1 6b.2 6b.3'.split(
    ' ',
  );
  for (const id of comparing) {
    const { numbers } = (claimOf(id) as Claim).judge(madeUp, context);
    const deltas = Object.entries(numbers).filter(([name]) => name.endsWith(", Cliff's delta"));
    expect(deltas.length, id).toBeGreaterThan(0);
    for (const [name, delta] of deltas) {
      expect(Math.abs(Number(delta)), name).toBeLessThanOrEqual(1);
      expect(Object.keys(numbers)).toContain(name.replace(", Cliff's delta", ', low'));
    }
  }
});
