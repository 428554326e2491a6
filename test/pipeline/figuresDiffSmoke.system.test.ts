import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareRevisions } from '../../pipeline/compare/compare.ts';
import { study } from '../../pipeline/study.ts';
import type { Comparison, ProfileChange } from '../../src/comparison/change.ts';
import { summaryOf } from '../../src/comparison/summary.ts';
import { git as runGit } from '../../src/system/git.ts';
import { commit } from './checkout.ts';
import { makePublished, type Published } from './published.ts';

// Made by DVC at the smoke profile, committed, one thing changed, made again by DVC, committed: what a pull request is.
let checkout: Published;
/** What git says of each change, by the name of the change. */
const commits: Record<string, string> = {};

/** Makes with DVC what a change concerns, and commits it with the results, which git ignores in this profile. */
async function publish(name: string): Promise<void> {
  await checkout.dvc('repro', '--quiet', 'figures@smoke', 'claims@smoke');
  await git('add', '--force', 'artifacts/smoke/figures', 'artifacts/smoke/claims.json');
  await commit(checkout.root);
  commits[name] = await git('rev-parse', 'HEAD');
}

const git = (...args: string[]) => runGit(checkout.root, args);

/** Panels of which a file of an ending differs between two commits, by git. */
async function panelsIn(before: string, after: string, ending: 'csv' | 'svg'): Promise<string[]> {
  const names = await git(
    'diff',
    '--name-only',
    commits[before],
    commits[after],
    '--',
    `artifacts/smoke/figures/*.${ending}`,
  );
  return names
    .split('\n')
    .filter(Boolean)
    .map((file) => file.replace(/^.*\/|\.\w+$/g, ''))
    .sort();
}

async function compare(before: string, after: string): Promise<{ comparison: Comparison; smoke: ProfileChange }> {
  const asked = { study, root: checkout.root, base: commits[before], head: commits[after], profiles: ['smoke'] };
  const { comparison } = await compareRevisions(asked);
  return { comparison, smoke: comparison.profiles[0] };
}

const idsOf = ({ panels }: ProfileChange, ...states: string[]) =>
  panels
    .filter(({ state }) => states.includes(state))
    .map(({ id }) => id)
    .sort();

beforeAll(async () => {
  checkout = await makePublished();
  checkout.edit('artifacts/profiles.yaml', (text) =>
    text.replace(
      /^recorded:.*$/m,
      'recorded:\n  smoke:\n    engine: simd\n    profile: smoke\n    protocol: as-written',
    ),
  );
  await publish('base');
  checkout.edit('params.yaml', (text) => text.replace('solvedAbove: 0.9 ', 'solvedAbove: 0.6 '));
  await publish('threshold');
  checkout.edit('params.yaml', (text) => text.replace('confidence: 0.95', 'confidence: 0.1'));
  await publish('confidence');
  checkout.edit('src/figures/colour.ts', (text) => text.replace("'#d76f04'", "'#d76fc4'"));
  await publish('colour');
});
afterAll(() => checkout?.remove());

describe('a protocol number changed, and the smoke profile made again', () => {
  it('shows the panels whose data moved, by how much, and what did it', async () => {
    const { comparison, smoke } = await compare('base', 'threshold');
    const moved = await panelsIn('base', 'threshold', 'csv');
    expect(moved).toContain('3a');
    expect(moved).not.toContain('2a');
    expect(idsOf(smoke, 'data')).toEqual(moved);
    expect(comparison.params).toEqual([{ path: 'perturb.solvedAbove', before: 0.9, after: 0.6 }]);
    const robustness = smoke.panels.find(({ id }) => id === '3a');
    // A lower threshold is passed by as many tasks or more.
    const tasks = robustness?.table?.cells.filter(({ column }) => column === 'solved') ?? [];
    expect(tasks.length).toBeGreaterThan(0);
    for (const { change } of tasks) expect(change).toBeGreaterThan(0);
    expect(robustness?.causes).toMatchObject({
      stages: ['train', 'perturb', 'figures'],
      params: [{ path: 'perturb.solvedAbove' }],
      inputs: ['tables/robustness.csv'],
      files: [],
      networks: { changed: 0 },
    });
  });

  it('shows the verdict that moved, as claims.json has it on both sides', async () => {
    const { comparison, smoke } = await compare('threshold', 'confidence');
    const verdicts = async (name: string): Promise<[string, string][]> => {
      const { claims } = JSON.parse(await git('show', `${commits[name]}:artifacts/smoke/claims.json`));
      return claims.map(({ id, verdict }: { id: string; verdict: string }) => [id, verdict]);
    };
    const before = new Map(await verdicts('threshold'));
    const moved = (await verdicts('confidence')).filter(([id, verdict]) => before.get(id) !== verdict);
    expect(moved.length).toBeGreaterThan(0);
    expect(smoke.verdicts.map(({ id, after }) => [id, after?.verdict])).toEqual(moved);
    expect(smoke.verdicts.map((change) => change.before?.verdict)).toEqual(moved.map(([id]) => before.get(id)));
    for (const { causes } of smoke.verdicts)
      expect(causes).toMatchObject({ stages: ['claims'], params: [{ path: 'statistics.confidence' }], inputs: [] });
    const summary = summaryOf(comparison);
    for (const [id, verdict] of moved) expect(summary).toContain(`| ${id} | ${before.get(id)} | **${verdict}** |`);
  });

  it('tells intervals that moved from values that did', async () => {
    const { smoke } = await compare('threshold', 'confidence');
    const data = smoke.panels.filter(({ state }) => state === 'data');
    expect(data.map(({ id }) => id).sort()).toEqual(await panelsIn('threshold', 'confidence', 'csv'));
    expect(data.length).toBeGreaterThan(0);
    for (const { table } of data) expect(table?.cells.every(({ edge }) => edge)).toBe(true);
  });
});

describe('a colour changed, and the smoke profile made again', () => {
  it('moves no verdict and no data: the panels that use it are only drawn otherwise', async () => {
    const { comparison, smoke } = await compare('confidence', 'colour');
    const drawn = await panelsIn('confidence', 'colour', 'svg');
    expect(drawn).toEqual(expect.arrayContaining(['1', '2b']));
    expect(await panelsIn('confidence', 'colour', 'csv')).toEqual([]);
    expect(smoke.verdicts).toEqual([]);
    expect(idsOf(smoke, 'drawing')).toEqual(drawn);
    expect(idsOf(smoke, 'data', 'added', 'removed')).toEqual([]);
    const causes = smoke.panels.find(({ id }) => id === '2b')?.causes;
    expect(causes).toMatchObject({
      files: [{ path: 'src/figures/colour.ts', stage: 'figures' }],
      params: [],
      inputs: [],
    });
    expect(summaryOf(comparison)).toContain('no verdict moved, no data changed');
  });
});
