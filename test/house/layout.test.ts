import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readGraph } from './graph.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { files, imports, violations } = await readGraph();
const source = files.filter((file) => /^(src|pipeline|site)\//.test(file));
const read = (file: string) => readFileSync(resolve(ROOT, file), 'utf8');

describe('the house', () => {
  it('keeps the rules of imports: one way, no circles, nothing of Node in a browser, no process in a unit test', () => {
    expect(violations).toEqual([]);
  });

  it('shows in Astro pages artifacts, figures, claims and params, and nothing of how they are made', () => {
    const pages = files.filter((file) => file.endsWith('.astro')).flatMap((file) => imports.get(file) ?? []);
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.filter(({ to }) => /^(pipeline|src\/(engine|curriculum))\//.test(to))).toEqual([]);
  });

  it('starts programs in the environment of src/system alone, and git by its module alone', () => {
    const starters = /from '(execa|node:child_process)'|import \{[^}]*\$[^}]*\} from 'zx'/;
    const typesAlone = /^import type .*from 'execa'/m;
    const program = files.filter(
      (file) => !file.startsWith('test/') && starters.test(read(file)) && !typesAlone.test(read(file)),
    );
    expect(program.sort()).toEqual([
      'pipeline/setup/command.mjs',
      'pipeline/setup/handOver.mjs',
      'src/system/identity.mjs',
      'src/system/npmProcess.mjs',
      'src/system/program.ts',
    ]);
    for (const file of program) expect(read(file), file).toMatch(/[eE]nvironment\(/);
    const gits = files.filter((file) => /(execa|execFile|spawn)\w*\(\s*'git'/.test(read(file)));
    expect(gits.filter((file) => !/env: environment\(\)/.test(read(file)))).toEqual([]);
  });

  it('draws every random number from the seeded streams, and nothing from the clock', () => {
    const results = files.filter((file) => file.startsWith('src/'));
    expect(
      results.filter((file) => /Math\.random\(|Date\.now\(|new Date\(|performance\.now\(/.test(read(file))),
    ).toEqual([]);
  });

  it('declares what a script needs before the script waits for its work, or it is not there yet', () => {
    const scripts = files.filter((file) => /^await /m.test(read(file)));
    expect(scripts.length).toBeGreaterThan(20);
    const late = scripts.filter((file) =>
      /^(export )?(const|let|class) /m.test(
        read(file)
          .split(/^await /m)
          .slice(1)
          .join(''),
      ),
    );
    expect(late).toEqual([]);
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
