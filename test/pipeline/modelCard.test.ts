import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cardOfNetwork, cardOfRun } from '../../pipeline/network/card.ts';
import { parseTable } from '../../src/artifact/table.ts';
import { TRAIN } from '../../src/study/tables.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NAMED = 'network,reading,stage\na,,train\nb,,train\nc,protocol,freeze\n';

function read(path: string): string {
  return path === 'networks.csv' ? NAMED : readFileSync(join(ROOT, path), 'utf8');
}

const edited = (file: string, change: (text: string) => string) => (path: string) =>
  path === file ? change(read(path)) : read(path);

/** Head and text of a card. */
function partsOf(card: string | null) {
  const [, head, text] = /^---\n(.*?)\n---\n(.*)$/s.exec(card ?? '') as RegExpExecArray;
  return { head: parse(head), text };
}

describe('the model card of a run', () => {
  it.each(['smoke', 'quick_as-coded'])('has what the networks of %s solved and how well', (run) => {
    const { head, text } = partsOf(cardOfRun(read, run));
    const rows = parseTable(TRAIN, read(`artifacts/${run}/histories/train.csv`));
    expect(head).toMatchObject({ license: 'cc-by-4.0', tags: expect.arrayContaining(['n-parity']) });
    const of = rows.filter(({ architecture, size }) => architecture === 'modular' && size === 5);
    const last = Math.max(...of.map(({ epoch }) => epoch as number));
    const solved = of.filter(({ epoch }) => epoch === last).map(({ nSolved }) => nSolved as number);
    const mean = solved.reduce((sum, n) => sum + n, 0) / solved.length;
    expect(head['model-index'][0].results[0].metrics[0].value).toBeCloseTo(mean, 4);
    expect(text).toContain(`| modular | 5 | ${solved.length} | `);
    expect(text).toContain('3 networks of profile');
    expect(text).toContain('2 of stage train, 1 of stage freeze');
    expect(text).not.toMatch(/\{\{\w+\}\}|<!--|undefined|NaN/);
  });

  it('follows the parameters and the citation', () => {
    const stricter = edited('params.yaml', (text) => text.replace('solvedAbove: 0.98', 'solvedAbove: 0.995'));
    expect(cardOfRun(stricter, 'smoke')).toContain('more than 99.5 % of 12800 sequences');
    const released = edited('CITATION.cff', (text) =>
      text.replace(/^version: .*/m, 'version: 7.8.9\ndoi: 10.5281/zenodo.7'),
    );
    expect(cardOfRun(released, 'smoke')).toContain('Version 7.8.9. https://doi.org/10.5281/zenodo.7');
  });

  it('says nothing of results where there is no history', () => {
    const partial = (path: string) => (path.includes('histories') ? null : read(path));
    expect(partsOf(cardOfRun(partial, 'smoke')).head['model-index']).toEqual([]);
  });

  it('is not made with a name that it does not know, or without its files', () => {
    const unknown = edited('docs/model-card.md', (text) => `${text}{{toString}}`);
    expect(() => cardOfRun(unknown, 'smoke')).toThrow("names 'toString', which is not known");
    const without = (path: string) => (path === 'CITATION.cff' ? null : read(path));
    expect(cardOfRun(without, 'smoke')).toBeNull();
  });
});

it('the card of one network tells its metadata, and the library that reads it', () => {
  const { head, text } = partsOf(
    cardOfNetwork(read, { size: 5, leak: 'inside', seed: null, configuration: '\n# <b>' }),
  );
  expect(head.library_name).toBe('pytorch');
  expect(text).toContain('- size: 5\n- leak: inside\n- configuration: \\#\u200b &lt;b&gt;\n\n');
});
