import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { study } from '../../pipeline/study.ts';
import { derivationFaults } from '../../pipeline/verify/derivation.ts';
import { readJson } from '../../src/artifact/file.ts';
import { multiverseHashesSchema } from '../../src/artifact/hashes.ts';
import { type Multiverse, multiverseSchema } from '../../src/artifact/multiverse.ts';
import { claimsFileSchema } from '../../src/claims/record.ts';
import { READ_STAGES } from '../../src/study/stages.ts';
import { ROOT } from './checkout.ts';
import { makePublished, type Published } from './published.ts';

const SPECIFICATION = '2000010';

let published: Published;
let multiverse: Multiverse;
const at = (file: string) => join(published.root, 'artifacts/smoke', file);
const command = (name: string, ...args: string[]) => published.script(name, ...args, '--profile', 'smoke');

beforeAll(async () => {
  published = await makePublished('multiverse');
  multiverse = readJson(at('multiverse.json'), multiverseSchema);
});
afterAll(() => published?.remove());

describe('the multiverse of the smoke profile', () => {
  it('has every combination of what it crosses, with a verdict and a number for each claim', () => {
    expect(multiverse.specifications.map(({ id }) => id)).toEqual(
      ['0', '1', '2'].flatMap((growth) => [`${growth}000000`, `${growth}000010`]),
    );
    for (const { verdicts, values } of [...multiverse.claims]) expect([verdicts.length, values.length]).toEqual([6, 6]);
    expect(multiverse.choices.filter(({ crossed }) => crossed).map(({ key, trains }) => [key, trains])).toEqual([
      ['network.growth', true],
      ['perturb.diagonal', false],
    ]);
  });

  it('trains each network once, and those that a choice does not reach for all', () => {
    const { networks } = readJson(at('hashes/multiverse.json'), multiverseHashesSchema);
    expect(new Set(networks.map(({ key }) => key)).size).toBe(networks.length);
    const plain = networks.filter(
      ({ configuration }) => 'architecture' in configuration && configuration.architecture === 'non-modular',
    );
    expect(plain).toHaveLength(4);
    expect(networks.length).toBeLessThan(multiverse.specifications.reduce((sum, one) => sum + one.networks, 0) / 2);
  });

  it('agrees with what the stages themselves make under a specification', async () => {
    for (const stage of READ_STAGES) {
      const { exitCode, all } = await command(stage, '--reading', SPECIFICATION);
      expect([stage, exitCode, exitCode === 0 ? '' : all]).toEqual([stage, 0, '']);
    }
    const { claims } = readJson(at(`readings/${SPECIFICATION}/claims.json`), claimsFileSchema);
    const column = multiverse.specifications.findIndex(({ id }) => id === SPECIFICATION);
    const judged = multiverse.claims.map(({ id, verdicts, values }) => [id, verdicts[column], values[column]]);
    expect(judged).toEqual(claims.map(({ id, verdict, parts }) => [id, verdict, parts[0]?.measurement.value ?? null]));
  });

  it('comes again from the store without a change', async () => {
    const read = () => ['multiverse.json', 'multiverse-tables.json'].map((file) => readFileSync(at(file), 'utf8'));
    const before = read();
    const { all } = await command('multiverse', '--workers', '1');
    expect(all).toContain(', 0 of them trained');
    expect(read()).toEqual(before);
  });

  it('is judged again from the tables that it keeps when a bundle is verified', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'modular-growth-test-'));
    const restore = published.edit('artifacts/smoke/multiverse.json', (text) =>
      text.replace(/"(not run|inconclusive|partly|not reproduced)"/, '"reproduced"'),
    );
    const given = { code: ROOT, bundle: published.root, folder, profile: 'smoke', engine: 'simd' };
    const some = { study, networks: [], measure: false, workers: 2, tell: () => undefined };
    const faults = await derivationFaults({ ...given, ...some });
    restore();
    rmSync(folder, { recursive: true });
    expect(faults.filter((fault) => fault.startsWith('multiverse'))).toEqual([
      expect.stringMatching(/^multiverse\.json, line \d+: the bundle has /),
    ]);
  });

  it('is explained by specification, and its networks are verified by name', async () => {
    const { stdout } = await command('explain', `specification/${SPECIFICATION}`, '--json');
    const { about, networks, title, sources } = JSON.parse(stdout);
    const panels = about.flatMap(([name, text]: [string, string]) => (name === 'panel' ? [text.split(' ')[0]] : []));
    expect(panels).toEqual(
      expect.arrayContaining(['2a', '2b', '2c', '3a', '3b', '4a', '4b', '5a', '5b', '5c', '6a', '6b']),
    );
    expect(panels).not.toContain('6b-larger');
    expect(sources).toMatchObject([
      { path: 'multiverse-tables.json', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(title).toContain('network.growth: shared-draw');
    expect(about.filter(([name]: [string]) => name === 'claim')).toHaveLength(multiverse.claims.length);
    const { specifications } = multiverse;
    expect(networks).toHaveLength(specifications.find(({ id }) => id === SPECIFICATION)?.networks ?? 0);
    const [name, trail] = networks[0].command.match(/--network (\S+)/) ?? [];
    expect(name).toBeDefined();
    expect(await command('explain', trail)).toMatchObject({ exitCode: 0 });
  });

  it('is explained with a warning where its tables are missing, and not where they are of another run', async () => {
    const file = 'artifacts/smoke/multiverse-tables.json';
    const lacking = published.edit(file, (text) => text.replaceAll(`"${SPECIFICATION}"`, '"9"'));
    const { exitCode, all } = await command('explain', `specification/${SPECIFICATION}`);
    expect([exitCode, all]).toEqual([1, expect.stringContaining(`lacks specification ${SPECIFICATION}`)]);
    lacking();
    renameSync(at('multiverse-tables.json'), at('away'));
    const missing = await command('explain', `specification/${SPECIFICATION}`, '--json');
    renameSync(at('away'), at('multiverse-tables.json'));
    const { warnings, about } = JSON.parse(missing.stdout);
    expect(warnings.join()).toMatch(/multiverse-tables\.json is missing/);
    expect(about.filter(([name]: [string]) => name === 'panel')).toEqual([]);
  });

  it('is not explained where a network of it is not published', async () => {
    const restore = published.edit('artifacts/smoke/hashes/multiverse.json', (text) =>
      text.replace(/\n\{"id":"modular-05-seed-1-[^\n]*(?=\n)/g, ''),
    );
    const { exitCode, all } = await command('explain', `specification/${SPECIFICATION}`);
    restore();
    expect(exitCode).toBe(1);
    expect(all).toMatch(/Specification 2000010 lacks network modular-05-seed-1-[0-9a-f]{16}/);
  });

  it.each([
    [
      'explain',
      ['specification/1100000'],
      /Specification 1100000 was not run at profile smoke, which crosses network\.growth, perturb\.diagonal/,
    ],
    ['explain', ['specification/7000000'], /network\.growth has no value 7/],
    ['explain', ['specification/20'], /'20' is no specification/],
    ['perturb', ['--reading', '0000010'], /networks of stage train are not here/],
    ['perturb', ['--reading', '00000'], /'00000' is no specification/],
  ])('%s %j is refused with a name and a reason', async (name, args, told) => {
    const { exitCode, all } = await command(name, ...args);
    expect(exitCode).toBeGreaterThan(0);
    expect(all).toMatch(told);
    expect(all).not.toMatch(/^\s+at /m);
  });
});
