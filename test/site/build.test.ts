import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPages } from '../../site/src/build.ts';
import { listFiles } from '../../src/artifact/file.ts';
import { artifactsForTests, root } from './artifacts.ts';
import { BASE, builtSite } from './built.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'modular-growth-site-'));
const params = path.join(root, 'params.yaml');

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

describe('a report below another path', () => {
  const base = BASE;
  let folder: string;

  beforeAll(async () => {
    folder = await builtSite('based');
  }, 240_000);

  test('has every link and every file where it says', () => {
    const pages = listFiles(folder).filter((file) => file.endsWith('.html'));
    expect(pages.length).toBeGreaterThanOrEqual(11);
    const broken = pages.flatMap((page) => {
      const html = readFileSync(path.join(folder, page), 'utf8');
      return [...html.matchAll(/\s(?:href|src|data-rows)="([^"#]+)[^"]*"/g)]
        .map(([, target]) => target)
        .filter((target) => {
          if (!target.startsWith(base)) return true;
          const file = path.join(folder, target.slice(base.length));
          return !existsSync(target.endsWith('/') ? path.join(file, 'index.html') : file);
        })
        .map((target) => `${page}: ${target}`);
    });
    expect(broken).toEqual([]);
  });

  test('leads every link with a fragment to a place on its page', () => {
    const pages = listFiles(folder).filter((file) => file.endsWith('.html'));
    const lost = pages.flatMap((page) => {
      const html = readFileSync(path.join(folder, page), 'utf8');
      return [...html.matchAll(/\shref="([^"#]*)#([^"]+)"/g)]
        .filter(([, target, id]) => {
          const file = target === '' ? page : path.join(target.slice(base.length), 'index.html');
          return !readFileSync(path.join(folder, file), 'utf8').includes(` id="${id}"`);
        })
        .map(([link]) => `${page}: ${link}`);
    });
    expect(lost).toEqual([]);
  });

  test('holds no script and no style of another origin, and no handler in its elements', () => {
    for (const page of listFiles(folder).filter((file) => file.endsWith('.html'))) {
      const html = readFileSync(path.join(folder, page), 'utf8');
      expect(html).toContain("script-src 'self'");
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
      expect(html).not.toMatch(/\son[a-z]+="/);
      expect(html).not.toMatch(/(?:src|href)="https?:/);
    }
  });
});

test('the same artifacts give the same bytes in another folder', async () => {
  const copy = path.join(scratch, 'elsewhere', 'checkout');
  mkdirSync(copy, { recursive: true });
  for (const name of [
    'src',
    'docs',
    'site/src',
    'site/public',
    'site/astro.config.mjs',
    'package.json',
    'tsconfig.json',
    'dvc.yaml',
    'CHANGELOG.md',
    'CITATION.cff',
    'LICENSE',
  ])
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  const { profile, artifacts } = artifactsForTests(scratch);
  cpSync(artifacts, path.join(copy, 'artifacts'), { recursive: true });
  const bench = path.join(copy, 'bench');
  cpSync(path.join(root, 'artifacts', 'bench'), bench, { recursive: true });
  cpSync(path.join(root, 'artifacts', 'reference'), path.join(copy, 'artifacts', 'reference'), { recursive: true });
  const here = await builtSite('quick');
  const there = path.join(scratch, 'there');
  await buildPages({ root: copy, profile, artifacts: path.join(copy, 'artifacts'), bench, params, folder: there });
  const { 'build.json': _, ...pages } = digests(here);
  expect(digests(there)).toEqual(pages);
  for (const file of listFiles(here).filter((name) => /\.(html|js|css)$/.test(name)))
    expect(readFileSync(path.join(here, file), 'utf8')).not.toContain(root);
}, 120_000);

test('stages that have not run are said to be missing, and break nothing', async () => {
  const artifacts = path.join(scratch, 'empty');
  mkdirSync(artifacts);
  const folder = path.join(scratch, 'bare');
  await buildPages({ root, profile: 'quick', artifacts, params, bench: artifacts, reference: artifacts, folder });
  const page = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  for (const figure of [2, 3, 4, 5, 6])
    expect(page(`figures/${figure}/index.html`)).toContain('Not run at this profile');
  expect(page('crosscheck/index.html')).toContain('Not run at this profile');
  expect(page('crosscheck/index.html')).toContain('Not measured: <code>npm run reference');
  expect(page('crosscheck/index.html')).not.toContain('data-panel');
  expect(page('performance/index.html').match(/Not run: <code>npm run bench<\/code>/g)).toHaveLength(2);
  expect(page('performance/index.html')).not.toContain('data-panel');
  expect(page('claims/readings/index.html')).toContain('have not been judged under readings at this profile');
  for (const name of ['index.html', 'claims/index.html'])
    expect(page(name)).toContain('The claims have not been judged at this profile');
}, 120_000);
