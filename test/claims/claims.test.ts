import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/artifact/verdict.ts';
import type { ClaimContext } from '../../src/claims/claim.ts';
import { judgeHalving } from '../../src/claims/freezing.ts';
import { claimOf, claims } from '../../src/claims/index.ts';
import { panels } from '../../src/figures/index.ts';
import { asInThePaper, type Effects } from '../figures/effects.ts';
import { tables, tablesWith } from '../figures/tables.ts';

const context: ClaimContext = { profile: 'paper', resamples: 300, confidence: 0.95, epochs: 60 };
const judge = (id: string, changes?: Partial<Effects>, given = context) =>
  claimOf(id)!.judge(changes ? tablesWith(changes) : tables, given);

/** Ids as the protocol lists them, and three that it leaves out: 4a.3, 6a.8 and 6b.5. */
const IDS =
  '2a.1 2a.2 2a.3 2a.4 2b.1 2c.1 2c.2 2t.1 3a.1 3a.2 3b.1 3.1 4a.1 4a.2 4a.3 4b.1 4b.2 5a.1 5b.1 5ab.1 5c.1 6a.1 6a.2 6a.3 6a.4 6a.5 6a.6 6a.7 6a.8 6b.1 6b.2 6b.3 6b.4 6b.5 D.1'.split(
    ' ',
  );

const { half, ends, trained, rate } = asInThePaper;
const with_ = (changes: Record<string, number>) => ({ ends: { ...ends, ...changes } });
const many = Object.fromEntries(['recurrent', 'feedforward'].map((name) => [name, 0.3])) as Effects['variance'];

/** What turns each claim's effect round: the judgement must follow. */
const OPPOSITES: Record<string, Partial<Effects>> = {
  '2a.1': { rate: { 5: 0.05, 10: 0.1, 15: 0.1, 20: 0.1 }, plateau: { 20: 20, 54: 30, 91: 40, 128: 50 } },
  '2a.2': { rate: { ...rate, 10: 0.5, 15: 0.5, 20: 0.5 } },
  '2a.3': { rate: { ...rate, 5: 1 }, stuck: false },
  '2a.4': { rise: 3, plateau: { 20: 40, 54: 50, 91: 60, 128: 70 } },
  '2b.1': { rate: { 5: 0.05, 10: 0.1, 15: 0.1, 20: 0.1 }, plateau: { 20: 20, 54: 30, 91: 40, 128: 50 } },
  '2c.1': { decay: { modular: 0.045, 'non-modular': 0.02 } },
  '2c.2': { decay: { modular: -0.01, 'non-modular': -0.01 } },
  '3a.1': {
    half: { ...half, connections: { modular: 0.05, 'non-modular': 0.5 } },
    rate: { 5: 0.1, 10: 0.1, 15: 0.1, 20: 0.1 },
  },
  '3b.1': { half: { ...half, tau: { modular: 1.5, 'non-modular': 0.05 } } },
  '3.1': { fragile: 3 },
  '4a.1': { trained: { ...trained, modular: 0.05 } },
  '4a.2': { trained: { ...trained, 'non-modular': 0.05 } },
  '4a.3': { trained: { modular: 2, 'non-modular': 2 } },
  '4b.1': { effective: { modular: -0.02, 'non-modular': -0.02 } },
  '4b.2': { effective: { modular: 0.02, 'non-modular': 0.1 } },
  '5a.1': { downstream: { recurrent: 0.03, feedforward: -0.05 } },
  '5b.1': {
    downstream: { recurrent: -0.01, feedforward: -0.03 },
    sensitivity: { recurrent: 0.2, feedforward: 2 },
  },
  '5ab.1': { sensitivity: { recurrent: 0.2, feedforward: 2 } },
  '5c.1': { variance: { recurrent: 0.5, feedforward: 0.1 } },
  '6a.1': with_({ 'frozen-feedforward 5': 20 }),
  '6a.3': { ...with_({ 'frozen-recurrent 5': 4 }), plateau: { ...asInThePaper.plateau, 20: 20 } },
  '6a.4': with_({ 'frozen-recurrent 5': 60, 'frozen-feedforward 5': 60 }),
  '6a.5': with_({ 'frozen-recurrent 10': 30 }),
  '6a.6': with_({ 'frozen-feedforward 10': 61 }),
  '6a.8': with_({ 'frozen-feedforward 5': 20 }),
  '6b.1': with_({
    'recurrent-copied-feedforward-random 5': 10,
    'recurrent-random-feedforward-copied 5': 40,
    'recurrent-random-feedforward-random 5': 40,
  }),
  '6b.3': with_({
    'recurrent-copied-feedforward-copied-noise-3 5': 5,
    'recurrent-copied-feedforward-copied-noise-10 5': 5,
  }),
  '6b.4': with_({ 'recurrent-copied-feedforward-random 10': 10, 'recurrent-random-feedforward-copied 10': 20 }),
  '6b.5': with_({ 'recurrent-copied-feedforward-random 5': 20, 'recurrent-random-feedforward-copied 5': 40 }),
};

test('the claims are those of the paper', () => {
  expect(claims.map((claim) => claim.id)).toEqual(IDS);
  for (const { panel } of claims) if (panel !== null) expect(panels.map(({ id }) => id)).toContain(panel);
});

describe.each(IDS.filter((id) => !['2t.1', '6a.7', '6b.3', '2b.1', '6b.2'].includes(id)))('claim %s', (id) => {
  test('is reproduced by networks that behave as in the paper', () => {
    const { verdict, parts, reason, seeds } = judge(id);
    expect(verdict).toBe<Verdict>('reproduced');
    expect(parts.filter(({ outcome }) => outcome !== 'holds')).toEqual([]);
    expect(reason).toBeNull();
    expect(seeds).toBeGreaterThanOrEqual(2);
  });
});

describe.each(Object.keys(OPPOSITES))('claim %s', (id) => {
  test('is not reproduced by networks that behave the other way', () => {
    const { verdict, parts } = judge(id, OPPOSITES[id]);
    expect(verdict).toBe<Verdict>('not reproduced');
    expect(parts.filter(({ outcome }) => outcome === 'holds')).toEqual([]);
    for (const { measurement } of parts) expect(measurement.confidence).toBe(0.95);
  });
});

describe.each(claims.map((claim) => ({ id: claim.id, claim })))('claim $id', ({ claim }) => {
  test('is not run where its data are missing', () => {
    if (claim.inputs.length === 0) return;
    const { verdict, reason, parts, seeds } = claim.judge({}, context);
    expect(verdict).toBe<Verdict>('not run');
    expect(['too few networks', 'no networks', 'no data']).toContain(reason?.kind);
    expect(parts).toEqual([]);
    expect(seeds).toBe(0);
  });

  test('is never judged on one seed, but where it says that something exists', () => {
    if (claim.inputs.length === 0 || claim.id === '2t.1') return;
    const single = Object.fromEntries(
      Object.entries(tables).map(([path, rows]) => [path, rows?.filter((row) => row.seed === 0)]),
    );
    expect(claim.judge(single, context).verdict).toBe<Verdict>('not run');
  });

  test('has numbers that can be written', () => {
    for (const [name, value] of Object.entries(claim.judge(tables, context).numbers)) {
      if (typeof value === 'number') expect(Number.isFinite(value), name).toBe(true);
    }
  });
});

test('claim 2b.1 holds along the front where modular networks solve more for less', () => {
  const rates = { 5: 0.9, 10: 1, 15: 1, 20: 1 };
  expect(judge('2b.1', { rate: rates, stuck: false }).verdict).toBe<Verdict>('reproduced');
  for (const { measurement } of judge('2b.1').parts)
    expect(measurement).toMatchObject({
      quantity: 'N solved',
      unit: 'tasks',
      item: expect.stringMatching(/^M = \d+$/),
      of: expect.stringMatching(/at most [\d,]+ parameters$/),
    });
});

test('claim 2t.1 is shown by one network, and only by one that was to come to N = 200 and did', () => {
  const { deep } = asInThePaper;
  const verdict = (changes: Partial<typeof deep>) => judge('2t.1', { deep: { ...deep, ...changes } });
  expect(verdict({})).toMatchObject({ verdict: 'reproduced', seeds: 1 });
  expect(verdict({}).numbers).toMatchObject({ 'N solved': 200, heads: 199 });
  const [solved, heads] = verdict({}).parts;
  expect(solved).toMatchObject({ measurement: { of: '15-neuron modules', unit: 'N', value: 200, low: null } });
  expect(solved.beside).toMatchObject([{ quantity: 'epochs', value: 201 }]);
  expect(heads.region).toEqual({ above: 0.98 });
  expect(verdict({ reaches: 150 }).verdict).toBe<Verdict>('not reproduced');
  expect(verdict({ accuracy: 0.9 }).verdict).toBe<Verdict>('partly');
  expect(verdict({ untilN: 40, reaches: 40 })).toMatchObject({
    verdict: 'not run',
    reason: { kind: 'ends early', actual: 40, needed: 200 },
    seeds: 0,
  });
});

test('claims about plateaus are not run at a short profile, and say why', () => {
  const short = { ...context, epochs: 20 };
  expect(judge('2a.4', { epochs: 20 }, short)).toMatchObject({
    verdict: 'not run',
    reason: { kind: 'too few epochs', actual: 20, needed: 40 },
  });
  expect(judge('6a.2', { epochs: 20 }, short)).toMatchObject({
    verdict: 'not run',
    reason: { kind: 'too few epochs', actual: 20, needed: 40 },
  });
});

test('what says where networks end is left out at a short profile, and named', () => {
  const short = { ...context, epochs: 20 };
  expect(judge('6a.3', { epochs: 20 }, short)).toMatchObject({
    verdict: 'reproduced',
    omitted: ['non-modular at about 10'],
  });
  const slow = { trained: { ...trained, 'non-modular': -0.005 } };
  expect(judge('4a.2', slow, short)).toMatchObject({ verdict: 'reproduced', omitted: ['1 at the last N'] });
  expect(judge('4a.2', slow)).toMatchObject({ verdict: 'partly', omitted: [] });
});

test('claim 6a.2 is partly reproduced where networks stagnate, but elsewhere than at 15', () => {
  expect(judge('6a.2', with_({ 'frozen-recurrent 5': 25 })).verdict).toBe<Verdict>('partly');
});

test('claim 6a.7 follows from the shares that training W^FF alone leaves out', () => {
  expect(judgeHalving([{ size: 5, share: 0.5 }]).verdict).toBe<Verdict>('reproduced');
  expect(judgeHalving([{ size: 5, share: 0.3 }]).verdict).toBe<Verdict>('not reproduced');
  expect(judge('6a.7')).toMatchObject({ verdict: 'reproduced', seeds: 0 });
  // W^R 20, W^FF 25, W^I, b and tau 5 each, readout 12, of which W^FF and readout train.
  expect(judge('6a.7').numbers['share left out, M_m = 5']).toBeCloseTo(35 / 72, 5);
});

test('claim 6b.2 turns where copied feedforward weights help', () => {
  const steady = { rate: { ...rate, 5: 0.4 }, stuck: false };
  const helps = judge('6b.2', {
    ...steady,
    ...with_({
      'recurrent-copied-feedforward-random 5': 10,
      'recurrent-random-feedforward-copied 5': 30,
      'recurrent-random-feedforward-random 5': 10,
    }),
  });
  expect(helps.verdict).toBe<Verdict>('not reproduced');
  const harms = judge('6b.2', {
    ...steady,
    ...with_({
      'recurrent-copied-feedforward-random 5': 40,
      'recurrent-random-feedforward-copied 5': 15,
      'recurrent-random-feedforward-random 5': 30,
    }),
  });
  expect(harms.verdict).toBe<Verdict>('reproduced');
});

test('claim 6b.3 is judged at every level of noise: all that match exact copies, one that does not, none', () => {
  const steady = { rate: { ...rate, 5: 1 }, stuck: false };
  const levels = (three: number, ten: number) =>
    judge('6b.3', {
      ...steady,
      ...with_({
        'recurrent-copied-feedforward-copied-noise-3 5': three,
        'recurrent-copied-feedforward-copied-noise-10 5': ten,
      }),
    });
  const outcomes = (...pair: string[]) => ['noise-3', 'noise-10'].map((name, i) => ({ name, outcome: pair[i] }));
  expect(levels(61, 61)).toMatchObject({ verdict: 'reproduced', parts: outcomes('holds', 'holds') });
  expect(levels(61, 20)).toMatchObject({ verdict: 'partly', parts: outcomes('holds', 'contradicted') });
  expect(levels(20, 20).verdict).toBe<Verdict>('not reproduced');
});

test('claim 6b.4 compares the four conditions of every larger size with those of the smallest', () => {
  expect(judge('6b.4').parts).toMatchObject([
    { name: 'M_m = 10', measurement: { of: '5-neuron modules', than: '10-neuron modules', unit: 'tasks' } },
  ]);
  const alone = tables['histories/duplicate.csv']!.filter((row) => row.size === 5);
  expect(claimOf('6b.4')!.judge({ ...tables, 'histories/duplicate.csv': alone }, context).verdict).toBe<Verdict>(
    'not run',
  );
});

test('claim 6b.3 is inconclusive where seeds spread too widely to exclude an effect, and says how many would do', () => {
  const { verdict, seeds, seedsNeeded } = judge(
    '6b.3',
    with_({
      'recurrent-copied-feedforward-copied-noise-3 5': 15,
      'recurrent-copied-feedforward-copied-noise-10 5': 15,
    }),
  );
  expect(verdict).toBe<Verdict>('inconclusive');
  expect(seedsNeeded).toBeGreaterThan(seeds);
});

test('claim 3a.2 turns where larger networks are more robust', () => {
  const table = tables['tables/robustness.csv']!;
  const stretched = table.map((row) => ({ ...row, epsilon: Number(row.epsilon) * Number(row.size) ** 2 }));
  expect(claimOf('3a.2')!.judge({ 'tables/robustness.csv': stretched }, context).verdict).toBe<Verdict>(
    'not reproduced',
  );
});

test('claims 3a.1 and 3b.1 have the ratio at equal N beside each pair, which turns no verdict and may be missing', () => {
  const { 'tables/heads.csv': heads, ...without } = tables;
  for (const [id, pairs] of [
    ['3a.1', ['10-54', '15-91', '20-128']],
    ['3b.1', ['5-20', '10-54', '15-91', '20-128']],
  ] as const) {
    const judged = claimOf(id)!.judge(tables, context);
    for (const pair of pairs) expect(judged.numbers[`factor at equal N, ${pair}`]).toBeGreaterThan(0);
    const plain = claimOf(id)!.judge(without, context);
    expect(Object.keys(plain.numbers).filter((name) => name.includes('equal N'))).toEqual([]);
    expect(plain.verdict).toBe(judged.verdict);
    const lost = heads!.map((row) => ({ ...row, solved: row.solved && String(row.solved).replaceAll(/\d+/g, '0') }));
    expect(claimOf(id)!.judge({ ...without, 'tables/heads.csv': lost }, context).verdict).toBe(judged.verdict);
  }
});

test('claim D.1 turns where parameters grow faster than N', () => {
  const history = tables['histories/train.csv']!.map((row) => ({
    ...row,
    parameters: Number(row.parameters) * Number(row.nSolved),
  }));
  expect(claimOf('D.1')!.judge({ 'histories/train.csv': history }, context).verdict).toBe<Verdict>('not reproduced');
});

test('a stuck network is counted and mentioned', () => {
  expect(judge('2a.1').notes).toEqual([{ kind: 'stuck networks', count: 1, of: 45 }]);
  expect(judge('2a.1', { stuck: false }).notes).toEqual([]);
});

test('equal change of both kinds of weights does not reproduce 5c.1', () => {
  expect(judge('5c.1', { variance: many }).verdict).toBe<Verdict>('inconclusive');
});

test('the judges import nothing that a browser lacks', () => {
  const root = join(import.meta.dirname, '..', '..', 'src');
  for (const file of [
    'claims/evidence.ts',
    'claims/index.ts',
    'analysis/statistics.ts',
    'analysis/rows.ts',
    'analysis/cost.ts',
    'figures/curves.ts',
  ]) {
    expect(readFileSync(join(root, file), 'utf8')).not.toMatch(/from 'node:|jsdom/);
  }
});
