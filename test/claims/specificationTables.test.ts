import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readJson, readTables, readText } from '../../src/artifact/file.ts';
import { type Multiverse, multiverseSchema } from '../../src/artifact/multiverse.ts';
import { TableCollection, tablesAt } from '../../src/artifact/specificationTables.ts';
import { specificationTablesSchema } from '../../src/artifact/specificationTablesFile.ts';
import { claims } from '../../src/claims/index.ts';
import { panels } from '../../src/figures/index.ts';
import { specificationTables } from '../../src/study/specifications.ts';
import { studyTables } from '../../src/study/stages.ts';

const { statistics } = parse(readText('params.yaml')) as { statistics: { resamples: number; confidence: number } };
const kept = new Set(specificationTables.map(({ path }) => path));
const isKept = ({ inputs }: { inputs: readonly string[] }) =>
  inputs.length > 0 && inputs.every((path) => kept.has(path));

describe.each(['smoke', 'quick'])('what is kept of the tables of the %s profile', (profile) => {
  const whole = readTables(`artifacts/${profile}`, studyTables);
  const tables = new TableCollection(specificationTables).add('0', whole);
  const context = { ...statistics, resamples: 50 };

  it.each(claims.filter(isKept).map((claim) => ({ id: claim.id, claim })))(
    'is all that claim $id reads',
    ({ claim }) => {
      const at = { ...context, profile, epochs: 4 };
      expect(claim.judge(tables, at)).toEqual(claim.judge(whole, at));
    },
  );

  it.each(panels.filter(isKept).map((panel) => ({ id: panel.id, panel })))(
    'is all that panel $id reads',
    ({ panel }) => {
      const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
      expect(sorted(panel.derive(tables, context))).toEqual(sorted(panel.derive(whole, context)));
    },
  );
});

describe.each(['smoke', 'quick', 'paper'])('the specifications of the %s profile', (profile) => {
  const multiverse: Multiverse = readJson(`artifacts/${profile}/multiverse.json`, multiverseSchema);
  const file = readJson(`artifacts/${profile}/multiverse-tables.json`, specificationTablesSchema);
  const ids = multiverse.specifications.map(({ id }) => id);
  // All of a large multiverse take minutes.
  const some = ids.length > 20 ? [ids[0], ids[Math.floor(ids.length / 2)], ids[ids.length - 1]] : ids;

  it('are those of its tables', () => {
    expect(file.specifications.map(({ id }) => id)).toEqual(ids);
    expect(existsSync(`artifacts/${profile}/hashes/multiverse.json`)).toBe(true);
  });

  it.each(some)('%s has the verdicts and numbers that its tables give', (id) => {
    const tables = tablesAt(file, id) ?? {};
    const at = { ...statistics, profile, epochs: (multiverse.scale.train as { epochs: number }).epochs };
    const place = ids.indexOf(id);
    for (const { id: name, verdicts, values } of multiverse.claims) {
      const judged = claims.find((claim) => claim.id === name)?.judge(tables, at);
      expect([name, judged?.verdict]).toEqual([name, verdicts[place]]);
      const value = judged?.parts[0]?.measurement.value ?? null;
      if (values[place] !== null) expect([name, value]).toEqual([name, values[place]]);
    }
  });
});
