import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scriptOf } from '../../pipeline/driver/stages.ts';
import { listFiles } from '../../src/artifact/file.ts';
import { READ_STAGES, STAGES, type StageName, stageOf } from '../../src/study/stages.ts';
import { closureOf, readGraph } from '../house/graph.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const graph = await readGraph();
const importsOf = (file: string) => graph.imports.get(file) ?? [];

type Out = string | Record<string, { cache: boolean }>;
interface Declared {
  do: { cmd: string; deps: string[]; params?: string[]; outs: Out[]; metrics?: Out[] };
}
const stages = parse(readFileSync(resolve(ROOT, 'dvc.yaml'), 'utf8')).stages as Record<string, Declared>;

/** What decides when, how and in which environment a stage runs, never what it makes; and the check of params.yaml, whose values are declared. */
const MACHINERY = /^pipeline\/(executor\/|driver\/|outline\.ts$)|^src\/(params|system)\//;
/** A table that does not have the columns declared is refused where it is read; what is shown of the declaration is in figures and report. */
const DECLARATION = /^src\/study\//;
const SHOWS_DECLARATION = ['figures', 'report'];
/**
 * The engine that a profile does not use is loaded on demand only, each kernel's version is in the key of a network, and the native kernel is
 * the WebAssembly one, to the bit, wherever a compiler was at hand.
 */
const OTHER_ENGINE = /^src\/engine\/(tfjs|native)\/|^src\/engine\/simd\/version\.ts$/;

/** Made by no stage but by npm run bench and npm run reference, committed, and shared by all profiles. */
const SHARED = ['artifacts/bench', 'artifacts/reference'];

/** The project's files that a stage runs. */
function sourcesOf(stage: string): string[] {
  const skip = (path: string) =>
    MACHINERY.test(path) ||
    (stage !== 'crosscheck' && OTHER_ENGINE.test(path)) ||
    (!SHOWS_DECLARATION.includes(stage) && DECLARATION.test(path));
  const roots = [scriptOf(stage as StageName)];
  if (stage === 'readings') roots.push(...READ_STAGES.map(scriptOf));
  if (stage === 'report') {
    const pages = listFiles(resolve(ROOT, 'site/src')).filter((file) => /\.(astro|ts)$/.test(file));
    roots.push(
      ...pages.flatMap((file) => importsOf(`site/src/${file}`).flatMap(({ to, typeOnly }) => (typeOnly ? [] : to))),
    );
  }
  return [...new Set(roots.flatMap((root) => closureOf(graph, root, skip)))].sort();
}

function depsOf(stage: string): string[] {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: DVC's template syntax
  return stages[stage].do.deps.map((path) => path.replace('${item.engine}', 'simd'));
}

const pathOf = (out: Out) => (typeof out === 'string' ? out : Object.keys(out)[0]);
const outsOf = (stage: string) => stages[stage].do.outs.map(pathOf);
const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

describe('dvc.yaml', () => {
  it('has the stages of the paper in their order', () => {
    expect(Object.keys(stages)).toEqual([...STAGES]);
  });

  it.each([...STAGES])('runs the script of %s and watches the parameters that the study declares', (stage) => {
    const { params, settings } = stageOf(stage);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: DVC's template syntax
    const [key, engine, profile, protocol] = ['${key}', '${item.engine}', '${item.profile}', '${item.protocol}'];
    expect(stages[stage].do.cmd).toBe(`node_modules/.bin/node ${scriptOf(stage)} --profile ${key} --engine ${engine}`);
    const values = [...params, ...settings.map((name) => `profiles.${profile}.${name}`)];
    const named = [`protocols.${protocol}`, `profiles.${profile}.protocols.${protocol}`];
    // The report reads all of params.yaml, which is one of its files.
    expect(stages[stage].do.params ?? []).toEqual(values.length > 0 ? [...named, ...values] : []);
  });

  it.each([...STAGES])('writes what the study declares of %s', (stage) => {
    const { do: declared } = stages[stage];
    const { trains, tables, files } = stageOf(stage);
    const results = [
      ...(trains ? [`networks/${stage}`, `hashes/${stage}.json`] : []),
      ...tables.map(({ path }) => path),
      ...(files ?? []),
    ];
    // biome-ignore lint/suspicious/noTemplateCurlyInString: DVC's template syntax
    const key = '${key}';
    const expected = stage === 'report' ? [`site/dist/${key}`] : results.map((path) => `artifacts/${key}/${path}`);
    const written = [...declared.outs, ...(declared.metrics ?? [])].map(pathOf);
    expect(written.sort()).toEqual(expected.sort());
  });

  it.each([...STAGES])('declares for %s every file that it runs', (stage) => {
    const deps = depsOf(stage);
    const sources = sourcesOf(stage).filter((path) => stage !== 'report' || !path.startsWith('src/params/'));
    expect(sources.filter((path) => !deps.some((dep) => within(path, dep)))).toEqual([]);
  });

  it.each([...STAGES])('declares for %s no source that it does not run', (stage) => {
    const sources = [...sourcesOf(stage), ...typesOf(stage)];
    const declared = depsOf(stage).filter((dep) => /^(src|pipeline)\//.test(dep) && !dep.startsWith('src/params'));
    expect(declared.filter((dep) => !sources.some((path) => within(path, dep)))).toEqual([]);
  });

  it('gives every stage only what a stage before it makes', () => {
    STAGES.forEach((stage, index) => {
      const made = STAGES.slice(0, index).flatMap(outsOf);
      const read = depsOf(stage).filter((dep) => dep.startsWith('artifacts/'));
      const known = (dep: string) => SHARED.includes(dep) || made.some((out) => within(out, dep) || within(dep, out));
      expect(read.filter((dep) => !known(dep))).toEqual([]);
    });
  });

  it('keeps networks in DVC and everything small in git', () => {
    for (const stage of STAGES) {
      for (const out of stages[stage].do.outs) {
        if (typeof out === 'string') expect(out).toContain('/networks/');
        else expect(Object.values(out)).toEqual([{ cache: false, persist: true }]);
      }
    }
  });
});

/** Files of which a stage takes types alone: they describe what the sources do. */
function typesOf(stage: string): string[] {
  return sourcesOf(stage).flatMap((path) => (path.endsWith('.ts') ? importsOf(path).map(({ to }) => to) : []));
}
