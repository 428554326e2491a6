import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Study } from '../../src/artifact/study.ts';
import { git } from '../../src/system/git.ts';
import { commit, makeRepository } from './checkout.ts';

const RULE = `
/** The mean slope is above this. */
export const LEAST = 0.3;
export const TEST = 'The mean slope is above 0.3.';
export const verdictOf = (slopes, confidence) => {
  const mean = slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
  const verdict = mean * confidence > LEAST ? 'reproduced' : 'not reproduced';
  return { verdict, finding: '', numbers: { mean }, seeds: slopes.length, parts: [{ name: 'mean slope', region: { above: LEAST } }] };
};
`;

const STUDY = `
import { TEST, verdictOf } from '../src/rule.ts';
const lines = { path: 'tables/lines.csv', columns: { seed: { type: 'number', role: 'key' }, slope: { type: 'number', role: 'value' } } };
const judge = (tables, { confidence }) => verdictOf(tables['tables/lines.csv'].map(({ slope }) => slope), confidence);
export const study = {
  stages: [{ name: 'fit', tables: [lines] }],
  claims: [{ id: 'L.1', statement: 'The lines rise.', test: TEST, inputs: ['tables/lines.csv'], judge }],
};
`;

export const FILES = {
  'package.json': '{ "type": "module" }\n',
  'params.yaml':
    'fit: { noise: 1 }\nstatistics: { resamples: 10, confidence: 1 }\nprofiles: { tiny: { readings: { run: [] } } }\n',
  'dvc.yaml': `stages:
  fit:
    cmd: fit
    deps: [src/fit.ts]
    params: [fit]
    outs: [artifacts/tiny/tables/lines.csv]
  claims:
    cmd: judge
    deps: [artifacts/tiny/tables/lines.csv, src/rule.ts]
    params: [statistics]
    outs: [artifacts/tiny/claims.json]
`,
  'src/fit.ts': 'export const fit = 1;\n',
  'src/rule.ts': RULE,
  'pipeline/study.ts': STUDY,
  'artifacts/tiny/tables/lines.csv': 'seed,slope\n0,0.4\n1,0.6\n',
};

/** A study of one claim in a git repository of a few files, its first commit tagged `base`. */
export interface TinyStudy {
  root: string;
  study: Study;
  write(path: string, text: string): void;
  edit(path: string, change: (text: string) => string): void;
  /** Puts a text in the place of another. @throws Error where the other is not in the file */
  replace(path: string, before: string, after: string): void;
  /** Moves the threshold of the claim's rule. */
  setThreshold(value: number): void;
  /** Records a verdict in claims.json, as the stage that judges would. */
  record(verdict: string): void;
  reset(): Promise<void>;
  remove(): void;
}

/** @param more files of the first commit, in the place of those that it has */
export async function makeTinyStudy(more: Readonly<Record<string, string>> = {}): Promise<TinyStudy> {
  const root = mkdtempSync(join(tmpdir(), 'modular-growth-tiny-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const record = (verdict: string) => {
    const claim = { id: 'L.1', panel: null, figure: null, statement: 'The lines rise.', where: 'Abstract', test: '' };
    const found = { inputs: ['tables/lines.csv'], verdict, finding: '', numbers: {}, seeds: 2, provisional: false };
    write('artifacts/tiny/claims.json', JSON.stringify({ profile: 'tiny', claims: [{ ...claim, ...found }] }));
  };
  const edit = (path: string, change: (text: string) => string) =>
    write(path, change(readFileSync(join(root, path), 'utf8')));
  const replace = (path: string, before: string, after: string) =>
    edit(path, (text) => {
      if (!text.includes(before)) throw new Error(`${path} has no ${before}`);
      return text.replace(before, after);
    });
  for (const [path, text] of Object.entries(FILES)) write(path, text);
  record('reproduced');
  for (const [path, text] of Object.entries(more)) write(path, text);
  await makeRepository(root);
  await commit(root);
  await git(root, ['tag', 'base']);
  const stages = ['fit', 'claims'].map((name) => ({ name, about: '', params: [], settings: [], tables: [] }));
  return {
    root,
    study: { stages, engines: ['script'], panels: [], claims: [] } as unknown as Study,
    write,
    edit,
    replace,
    setThreshold: (value) => replace('src/rule.ts', 'LEAST = 0.3', `LEAST = ${value}`),
    record,
    reset: async () => {
      await git(root, ['checkout', '--quiet', '--force', 'base']);
      await git(root, ['clean', '--quiet', '--force', '-d', '-x']);
    },
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}
