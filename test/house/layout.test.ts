import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { execaSync } from 'execa';
import { describe, expect, it } from 'vitest';
import { closureOf, importsOf } from './imports.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const listed = execaSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
  cwd: ROOT,
});
const files = listed.stdout
  .split('\n')
  .filter((file) => /\.(ts|mjs|astro)$/.test(file) && !file.startsWith('test/output/'));
const source = files.filter((file) => /^(src|pipeline|site)\//.test(file));
const read = (file: string) => readFileSync(resolve(ROOT, file), 'utf8');

/** Folders of src from left to right; a folder imports from itself and from those with a smaller number. */
const RANK: Record<string, number> = {
  artifact: 0,
  task: 0.5,
  params: 1,
  study: 1.5,
  network: 2,
  engine: 3,
  curriculum: 4,
  analysis: 5,
  claims: 6,
  figures: 6,
  lab: 6,
  comparison: 7,
};

const folderOf = (file: string) => file.split('/')[1];

describe('the house', () => {
  it('is imported one way: artifact, task, params, network, engine, curriculum, analysis, claims and figures', () => {
    const wrong = files
      .filter((file) => file.startsWith('src/'))
      .flatMap((file) => importsOf(ROOT, file))
      .filter(({ from, to, typeOnly }) => {
        if (!to.startsWith('src/')) return true;
        const [here, there] = [folderOf(from), folderOf(to)];
        // A claim and a panel may share the types of records, nothing that runs.
        return here !== there && (RANK[there] > RANK[here] || (RANK[there] === RANK[here] && !typeOnly));
      });
    expect(wrong).toEqual([]);
  });

  it('shows the site artifacts, figures, claims and params, and nothing of how they are made', () => {
    const wrong = files
      .filter((file) => file.startsWith('site/'))
      .flatMap((file) => importsOf(ROOT, file))
      .filter(({ to }) => /^(pipeline|src\/(engine|curriculum))\//.test(to));
    expect(wrong).toEqual([]);
  });

  it('brings nothing of Node into a browser', () => {
    const roots = files.filter((file) =>
      /^src\/(task|network|claims|figures|comparison|engine\/simd)\/|^src\/analysis\/statistics/.test(file),
    );
    const reached = new Set(
      roots.filter((file) => !file.includes('/assembly/')).flatMap((file) => closureOf(ROOT, file)),
    );
    const wrong = [...reached].filter((file) => /^import (?!type).*from 'node:/m.test(read(file)));
    expect(wrong.filter((file) => !NODE_SIDE.includes(file))).toEqual([]);
  });

  it('draws every random number from the seeded streams, and nothing from the clock', () => {
    const results = files.filter((file) => file.startsWith('src/'));
    expect(
      results.filter((file) => /Math\.random\(|Date\.now\(|new Date\(|performance\.now\(/.test(read(file))),
    ).toEqual([]);
  });

  it('has no file over 300 lines and no folder for things without a place', () => {
    expect(source.filter((file) => read(file).split('\n').length > 301)).toEqual([]);
    expect(files.filter((file) => /\/(utils?|helpers?|common|misc)(\/|\.)/.test(file))).toEqual([]);
  });

  it('names files by nouns in camel case, components in capitals', () => {
    const names = source.filter((file) => !/^site\/(diff\/)?src\/pages\//.test(file)).map((file) => basename(file));
    const wrong = names.filter((name) => !/^(\[?[a-zA-Z][a-zA-Z0-9-]*\]?)(\.config|\.d)?\.(ts|mjs|astro)$/.test(name));
    expect(wrong).toEqual([]);
  });
});

/** Loads the compiled kernel from disk; the browser passes its bytes instead. */
const NODE_SIDE = ['src/engine/simd/engine.ts'];
