import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildPages } from '../../site/src/build.ts';
import { listFiles } from '../../src/artifact/file.ts';
import { artifactsForTests, root } from './artifacts.ts';
import { BASE, builtSite, ORIGIN } from './built.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'modular-growth-site-'));
const params = path.join(root, 'params.yaml');

/** What the pages tell of a checkout, results apart. */
const TOLD = ['package.json', 'dvc.yaml', 'CHANGELOG.md', 'CITATION.cff', 'LICENSE', 'src/claims', 'test/claims'];

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function digests(folder: string): Record<string, string> {
  return Object.fromEntries(
    listFiles(folder).map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(path.join(folder, file)))
        .digest('hex'),
    ]),
  );
}

test('the same artifacts give the same bytes', async () => {
  const copy = path.join(scratch, 'elsewhere', 'checkout');
  mkdirSync(copy, { recursive: true });
  for (const name of ['src', 'docs', 'site/src', 'site/public', 'site/astro.config.mjs', 'tsconfig.json', ...TOLD])
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  const { profile, artifacts } = artifactsForTests(scratch);
  cpSync(artifacts, path.join(copy, 'artifacts'), { recursive: true });
  const bench = path.join(copy, 'bench');
  cpSync(path.join(root, 'artifacts', 'bench'), bench, { recursive: true });
  cpSync(path.join(root, 'artifacts', 'reference'), path.join(copy, 'artifacts', 'reference'), { recursive: true });
  // The findings quote the results of the paper profile.
  for (const file of [
    'paper/claims.json',
    'paper/readings.json',
    'paper/multiverse.json',
    'paper_as-coded/claims.json',
  ])
    cpSync(path.join(root, 'artifacts', file), path.join(copy, 'artifacts', file));
  const here = await builtSite('quick');
  const there = path.join(scratch, 'there');
  await buildPages({
    root: copy,
    profile,
    artifacts: path.join(copy, 'artifacts'),
    bench,
    params,
    folder: there,
    base: BASE,
    site: ORIGIN,
  });
  const { 'build.json': _, ...pages } = digests(here);
  expect(digests(there)).toEqual(pages);
  for (const file of listFiles(here).filter((name) => /\.(html|js|css)$/.test(name)))
    expect(readFileSync(path.join(here, file), 'utf8')).not.toContain(root);
});

test('missing stages do not break pages, which tell of the checkout of their results', async () => {
  const artifacts = path.join(scratch, 'empty');
  mkdirSync(artifacts);
  const folder = path.join(scratch, 'bare');
  const told = path.join(scratch, 'told');
  for (const name of TOLD) cpSync(path.join(root, name), path.join(told, name), { recursive: true });
  const edit = (name: string, change: (text: string) => string) =>
    writeFileSync(path.join(told, name), change(readFileSync(path.join(told, name), 'utf8')));
  edit('CITATION.cff', (text) => text.replace(/^version: .*/m, 'version: 7.8.9\ndate-released: 2031-02-03'));
  edit('CHANGELOG.md', (text) => text.replace('## [Unreleased]', '## [7.8.9] - 2031-02-03'));
  edit('package.json', (text) => text.replace('"private"', '"repository": "https://example.org/a/b",\n  "private"'));
  await buildPages({ root, told, profile: 'quick', artifacts, params, bench: artifacts, reference: artifacts, folder });
  const page = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  expect(page('about/index.html')).toMatch(
    /Version 7\.8\.9, 2031-02-03.*https:\/\/example\.org\/a\/b\/issues.*\[7\.8\.9\] - 2031/s,
  );
  expect(page('index.html')).toMatch(/"version":"7\.8\.9","datePublished":"2031-02-03"/);
  for (const figure of [2, 3, 4, 5, 6])
    expect(page(`figures/${figure}/index.html`)).toContain('Not run in this profile');
  expect(page('crosscheck/index.html')).toContain('Not run in this profile');
  expect(page('crosscheck/index.html')).toContain('Not run. <code>npm run reference');
  expect(page('crosscheck/index.html')).not.toContain('data-panel');
  expect(page('performance/index.html').match(/Not run\. <code>npm run bench<\/code>/g)).toHaveLength(2);
  expect(page('performance/index.html')).not.toContain('data-panel');
  expect(page('claims/readings/index.html')).toContain('This profile has no verdicts under readings');
  const bare = page('multiverse/index.html');
  expect(bare).toContain('npm run reproduce -- --profile paper --only multiverse');
  expect(bare).not.toMatch(/multiverse\.json|data-columns/);
  // The menu leads to the page, which says how they are made; nothing else does.
  expect(page('claims/index.html').match(/href="[^"]*multiverse\/"/g)).toHaveLength(1);
  for (const name of ['index.html', 'claims/index.html']) expect(page(name)).toContain('This profile has no verdicts');
});

test('a damaged artifact is named with its line, without a stack', async () => {
  const artifacts = path.join(scratch, 'damaged');
  mkdirSync(artifacts);
  writeFileSync(path.join(artifacts, 'claims.json'), '{\n<<<<<<< HEAD\n}');
  const folder = path.join(scratch, 'none');
  const build = buildPages({
    root,
    profile: 'quick',
    artifacts,
    params,
    bench: artifacts,
    reference: artifacts,
    folder,
  });
  const { message } = await build.then(
    () => ({ message: 'it was built' }),
    (error: Error) => error,
  );
  expect(message).toContain(
    `${path.join(artifacts, 'claims.json')} is damaged, cut off or edited (line 2: git left a mark`,
  );
  expect(message).not.toMatch(/^\s+at |Stack trace/m);
  expect(existsSync(folder)).toBe(false);
});
