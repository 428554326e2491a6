import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STAGES } from '../../src/study/stages.ts';
import { type Checkout, commit, makeCheckout, ROOT } from './checkout.ts';

/** A reviewer who has DVC alone sees what a change did: its own commands on the figures and claims that git holds. */
describe("DVC's own views of a change", () => {
  let checkout: Checkout;
  const edit = (file: string, change: (text: string) => string) => {
    const place = join(checkout.root, file);
    writeFileSync(place, change(readFileSync(place, 'utf8')));
  };
  const json = async (...args: string[]) => JSON.parse(await checkout.dvc(...args, '--json'));

  beforeAll(async () => {
    checkout = await makeCheckout();
    for (const part of ['figures', 'metrics.json'])
      cpSync(join(ROOT, 'artifacts/quick', part), join(checkout.root, 'artifacts/quick', part), { recursive: true });
    await commit(checkout.root);
    edit('artifacts/quick/metrics.json', (text) => text.replace(/"reproduced": \d+/, '"reproduced": 3'));
    edit('params.yaml', (text) => text.replace('clip: 2.0', 'clip: 2.5'));
    edit('artifacts/quick/figures/2a.csv', (text) => text.replace(/^(mean,modular,15,,1),[^,]+,/m, '$1,7,'));
  });
  afterAll(() => checkout?.remove());

  it('`dvc metrics diff` names the counts of verdicts and the numbers of claims that moved', async () => {
    const [metrics] = Object.values(await json('metrics', 'diff')) as Record<string, { new: number }>[];
    expect(Object.keys(metrics)).toEqual(['verdicts.reproduced']);
    expect(metrics['verdicts.reproduced'].new).toBe(3);
  });

  it('`dvc params diff` names the number of the protocol that changed', async () => {
    expect(await json('params', 'diff')).toEqual({
      'params.yaml': { 'training.clip': { old: 2, new: 2.5, diff: 0.5 } },
    });
  });

  it('`dvc plots diff` draws the means of the main panels before and after', async () => {
    const { data } = await json('plots', 'diff');
    const ids = ['2a', '2c', '3a', '3b', '4a', '4b', '5a', '5b', '5c', '6a', '6b'].map((id) => `Figure ${id}`);
    expect(Object.keys(data)).toEqual(ids);
    const [{ content, revisions }] = data['Figure 2a'];
    expect(revisions.sort()).toEqual(['HEAD', 'workspace']);
    const { values } = (typeof content === 'string' ? JSON.parse(content) : content).data;
    const first = (rev: string) =>
      values.find((row: Record<string, string>) => {
        const { kind, architecture, size, epoch } = row;
        return row.rev === rev && `${kind} ${architecture} ${size} ${epoch}` === 'mean modular 15 1';
      }).nSolved;
    expect([first('HEAD'), first('workspace')]).toEqual(['2', '7']);
  });

  it('`dvc exp show`, as docs/experiments.md calls it, has columns for verdicts and for what differs', async () => {
    const [, command] = /\bdvc (exp show .*)/.exec(readFileSync(join(ROOT, 'docs/experiments.md'), 'utf8')) ?? [];
    const args = (command?.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ''));
    const [header] = (await checkout.dvc(...args, '--csv')).split(/\r?\n/);
    const columns = header.split(',');
    for (const column of ['rev', 'verdicts.reproduced', 'verdicts.not run', 'training.clip'])
      expect(columns).toContain(column);
    expect(columns.length).toBeLessThan(12);
  });

  it('`dvc dag` shows every stage', async () => {
    const dag = await checkout.dvc('dag', '--mermaid');
    for (const stage of STAGES) expect(dag).toContain(`${stage}@quick`);
  });
});
