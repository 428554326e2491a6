import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { reachOf } from '../../src/artifact/reach.ts';
import { readingsOf } from '../../src/artifact/readings.ts';
import type { Tables } from '../../src/artifact/table.ts';
import { type ChangedRows, rests } from '../../src/claims/bearing.ts';
import type { ClaimContext } from '../../src/claims/claim.ts';
import { claims } from '../../src/claims/index.ts';
import { type JudgedColumn, matrixOf } from '../../src/claims/matrix.ts';
import type { Matrix } from '../../src/claims/matrixRecord.ts';
import { loadParams } from '../../src/params/params.ts';
import { stageList } from '../../src/study/stages.ts';
import { asInThePaper, type Effects } from '../figures/effects.ts';
import { tables, tablesWith } from '../figures/tables.ts';

export const params = loadParams(readFileSync(resolve(import.meta.dirname, '../../params.yaml'), 'utf8'));
export const context: ClaimContext = { profile: 'paper', resamples: 100, confidence: 0.95, epochs: 60 };

/** Rows that a reading of growth changes: those of modular networks of the main line, in all that is measured on them. */
export function rowsOfModularNetworks(): ChangedRows {
  const made = stageList.filter(({ name, networks }) => name === 'train' || networks === 'train');
  const names = (path: string) =>
    new Set((tables[path] ?? []).map((row) => String(row.network)).filter((network) => network.startsWith('modular')));
  return Object.fromEntries(made.flatMap((stage) => stage.tables.map(({ path }) => [path, names(path)])));
}

/** Judgements of the networks as in the paper: those of most readings. */
const ofThePaper = judged(tables);

function judged(given: Tables): JudgedColumn['judged'] {
  return new Map(claims.map((claim) => [claim.id, claim.judge(given, context)]));
}

/** What some readings do to the made-up networks, against the protocol's that behave as in the paper. */
const EFFECTS: Record<string, Partial<Effects>> = {
  'growth-copy-all': { rate: { 5: 1, 10: 1, 15: 1, 20: 1 }, stuck: false },
  'generalize-module-all': { decay: { modular: 0.045, 'non-modular': 0.02 } },
  'leak-outside': { variance: { recurrent: 0.5, feedforward: 0.1 } },
  'freeze-rest-copied': { ends: { ...asInThePaper.ends, 'frozen-feedforward 5': 20 } },
};

/** The columns of all readings of params.yaml, some of which turn claims round; those of `left` are not run. */
export function columns(left: readonly string[] = []): JudgedColumn[] {
  const modular = rowsOfModularNetworks();
  const protocol = { name: 'protocol', key: null, value: null, protocol: null };
  return [
    { ...protocol, run: true, networks: { all: 50, changed: 0 }, judged: ofThePaper, reaches: () => true },
    ...readingsOf(params).map((reading): JudgedColumn => {
      const growth = reading.key === 'network.growth';
      const all: ChangedRows = Object.fromEntries(
        reachOf(stageList, reading.key)
          .flatMap(({ tables }) => tables.map(({ path }) => path))
          .map((path) => [path, 'all' as const]),
      );
      return {
        ...reading,
        run: !left.includes(reading.name),
        networks: { all: 50, changed: growth ? 25 : 50 },
        judged: reading.name in EFFECTS ? judged(tablesWith(EFFECTS[reading.name])) : ofThePaper,
        reaches: (claim) => rests(claim, tables, growth ? modular : all, context),
      };
    }),
  ];
}

/** claims x readings of the made-up networks. */
export function madeUpMatrix(left: readonly string[] = []): Matrix {
  const { run: _, ...scale } = params.profiles.paper.readings;
  return matrixOf({ profile: 'quick', scale }, claims, ofThePaper, columns(left));
}
