import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Asked } from '../../pipeline/compare/compare.ts';
import { UserError } from '../../src/artifact/error.ts';
import type { Comparison } from '../../src/comparison/change.ts';
import { summaryOf } from '../../src/comparison/summary.ts';
import { git } from '../../src/system/git.ts';
import { CLAIMS, CSV, compare, results, SVG, states } from './comparedResults.ts';

const textsOf = ({ warnings }: Comparison) => warnings.flatMap(({ text, cases }) => [text, ...cases]).join(' ');

describe('what cannot be compared is said', () => {
  const refusal = (asked: Partial<Asked>) =>
    compare(asked).then(
      () => expect.unreachable('it was compared'),
      (error: UserError) => {
        expect(error).toBeInstanceOf(UserError);
        expect(error.exitCode).toBe(2);
        return error.message;
      },
    );

  it('a base that does not exist', async () => {
    expect(await refusal({ base: 'no-such-branch' })).toContain("There is no revision 'no-such-branch' here");
    expect(await refusal({ base: '--help' })).toContain("There is no revision '--help' here");
    expect(await refusal({ head: 'base:params.yaml' })).toContain('There is no revision');
  });

  it('a name that experiments of several other commits have', async () => {
    const sha = await git(results.root, ['rev-parse', 'HEAD']);
    const refs = ['a', 'b'].map((digit) => `refs/exps/${digit.repeat(2)}/${digit.repeat(38)}/twice`);
    for (const ref of refs) await git(results.root, ['update-ref', ref, sha]);
    expect(await refusal({ head: 'twice' })).toContain("'twice' is an experiment of several commits");
    await git(results.root, ['update-ref', `refs/exps/${sha.slice(0, 2)}/${sha.slice(2)}/twice`, sha]);
    expect((await compare({ head: 'twice' })).head).toMatchObject({ name: 'twice', commit: sha });
    for (const ref of refs) await git(results.root, ['update-ref', '-d', ref]);
    expect(await refusal({ head: 'ice' })).toContain("There is no revision 'ice' here");
  });

  it('a profile that neither side has', async () => {
    expect(await refusal({ profiles: ['quik'] })).toContain('quick');
  });

  it('a base without results: everything is new', async () => {
    await results.git('rm', '-r', '--quiet', 'artifacts/quick');
    const bare = await results.commit();
    const found = await compare({ base: bare, head: 'base' });
    expect(textsOf(found)).toContain('has no results below artifacts/: everything counts as new');
    expect(found.profiles).toMatchObject([{ profile: 'quick', state: 'added', verdicts: [] }]);
    expect(new Set(Object.values(states(found)))).toEqual(new Set(['added']));
    const back = await compare({ base: 'base', head: bare });
    expect(back.profiles).toMatchObject([{ profile: 'quick', state: 'removed', verdicts: [] }]);
  });

  it('a profile that one side alone has, beside one that both have', async () => {
    cpSync(join(results.root, 'artifacts/quick'), join(results.root, 'artifacts/other'), { recursive: true });
    const found = await compare();
    expect(found.profiles.map(({ profile, state }) => [profile, state])).toEqual([
      ['other', 'added'],
      ['quick', 'both'],
    ]);
    expect(textsOf(found)).toMatch(/Only working tree.* has results of these profiles.*other/);
    expect(summaryOf(found)).toContain('Unchanged profiles: quick.');
  });

  it.each([
    ['a table cut off in a line', CSV, (text: string) => text.slice(0, -9)],
    ['a table of no byte', CSV, () => ''],
    ['a table with marks of a merge', CSV, (text: string) => text.replace('\nmean', '\n<<<<<<< HEAD\nmean')],
  ])('%s: its panel alone is left out', async (_name, path, damage) => {
    results.edit(path, damage);
    results.edit('artifacts/quick/figures/5c.svg', (text) => `${text}\n`);
    const found = await compare();
    expect(found.failures).toHaveLength(1);
    expect(found.failures[0]).toMatch(/^artifacts\/quick\/figures\/2b\.csv of working tree .* is damaged/);
    expect(states(found)).toEqual({ '2b': 'not compared', '3a': 'unchanged', '5c': 'drawing' });
    const summary = summaryOf(found);
    expect(summary).toContain('not everything could be compared');
    expect(summary).toContain('| 2b | Not compared');
  });

  it('claims cut off: no verdict counts as gone', async () => {
    results.edit(CLAIMS, (text) => text.slice(0, text.length / 2));
    const found = await compare();
    expect(found.failures).toHaveLength(1);
    expect(found.failures[0]).toContain(`${CLAIMS} of working tree`);
    expect(found.profiles).toMatchObject([{ state: 'both', verdicts: [], counts: [] }]);
    expect(states(found)['2b']).toBe('unchanged');
  });

  it.each(['params.yaml', 'dvc.yaml', 'dvc.lock'])('a damaged %s: nothing counts as changed for it', async (path) => {
    results.edit(path, (text) => `<<<<<<< HEAD\n${text}`);
    const found = await compare();
    expect(found.failures).toHaveLength(1);
    expect(found.failures[0]).toContain(`${path} of working tree`);
    expect(found).toMatchObject({ changed: false, params: [], profiles: [{ stale: [], remade: [] }] });
    expect(found.files).toEqual(path === 'dvc.lock' ? [] : [path]);
  });

  it('a shallow clone that does not reach the merge base', async () => {
    await results.git('checkout', '--quiet', '-b', 'work');
    results.edit(SVG, (text) => `${text}\n`);
    await results.commit();
    await results.git('checkout', '--quiet', 'main');
    results.edit('params.yaml', (text) => `${text}\n`);
    await results.commit();
    const clone = mkdtempSync(join(tmpdir(), 'modular-growth-shallow-'));
    try {
      const [all, one] = [join(clone, 'all'), join(clone, 'one')];
      const from = ['clone', '--quiet', '--depth', '1', '--branch', 'work', `file://${results.root}`];
      await git(clone, [...from, '--no-single-branch', all]);
      const found = await compare({ root: all, base: undefined });
      expect(found.base.name).toBe('origin/main');
      expect(textsOf(found)).toMatch(/shallow.*git fetch --unshallow.*Compared with the tip of origin\/main/);
      expect(states(found)['2b']).toBe('drawing');
      await git(clone, [...from, '--single-branch', one]);
      expect(await refusal({ root: one, base: undefined })).toMatch(/shallow.*git fetch --unshallow/);
      await git(one, ['fetch', '--quiet', '--unshallow', 'origin', 'main:main']);
      const whole = await compare({ root: one, base: undefined });
      expect(whole).toMatchObject({ base: { name: 'merge base with main' }, warnings: [] });
      expect(whole.base.commit).toBe(await results.git('rev-parse', 'base'));
    } finally {
      rmSync(clone, { recursive: true, force: true, maxRetries: 3 });
    }
  });

  it('a folder that git does not know', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'modular-growth-plain-'));
    expect(await refusal({ root: folder })).toContain('without git there are no revisions');
    rmSync(folder, { recursive: true });
  });
});
