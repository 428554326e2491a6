import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { JSDOM } from 'jsdom';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf } from '../../.github/scripts/comment.mjs';
import { launch } from '../../bench/chromium.ts';
import { compareRevisions } from '../../pipeline/compare/compare.ts';
import { writeComparison } from '../../pipeline/compare/write.ts';
import { study } from '../../pipeline/study.ts';
import { listFiles } from '../../src/artifact/file.ts';
import { runProgram } from '../../src/system/program.ts';
import { ROOT } from '../pipeline/checkout.ts';
import { makeResults } from '../pipeline/results.ts';
import { serve } from '../site/serve.ts';
import { visit } from '../site/visit.ts';

// A pull request of hostile content, through what its own run writes and what the default branch makes of that.
const ADDRESS = 'https://lab.github.io/modular-growth/pr/7/';
const COMMIT = 'abcdef0123'.repeat(4);
const MARKUP = `</script><script>alert(1)</script><img src=x onerror=alert(1)>"' onload=alert(1) @everyone #12 ![x](https://example.org/x.png) [a](javascript:alert(1)) {{7*7}} <!-- -->`;
const FIGURES = 'artifacts/quick/figures';

let folder: string;
const record = () => join(folder, 'record');
const made = (...path: string[]) => join(folder, 'made', ...path);

/** What .ci/pull-request-pages runs after it has installed the packages. */
async function build(from: string, out: string) {
  const flags = ['--out', out, '--address', ADDRESS, '--commit', COMMIT];
  const script = 'pipeline/commands/pullRequest.ts';
  const node = join(ROOT, 'node_modules/.bin/node');
  return runProgram(node, [script, from, ...flags], { cwd: ROOT, all: true, reject: false });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'modular-growth-hostile-'));
  const results = await makeResults();
  const write = (path: string, bytes: string | Uint8Array) => {
    mkdirSync(dirname(join(results.root, path)), { recursive: true });
    writeFileSync(join(results.root, path), bytes);
  };
  try {
    // Every text of a claim, the series of a curve, the title of a panel and the names of parameters.
    results.edit('artifacts/quick/claims.json', (text) => {
      const file = JSON.parse(text);
      for (const claim of file.claims.slice(0, 3))
        Object.assign(claim, { statement: MARKUP, finding: MARKUP, verdict: MARKUP, panel: MARKUP, test: MARKUP });
      return JSON.stringify({ ...file, claims: [...file.claims, { ...file.claims[0], id: MARKUP }] });
    });
    results.edit(`${FIGURES}/3a.csv`, (text) =>
      text
        .replaceAll('connections', `"${MARKUP.replaceAll('"', '""')}"`)
        .replace(/^(mean,modular,5,.*?,,[\d.]+,)[\d.]+/gm, '$10.5'),
    );
    results.edit(`${FIGURES}/3a.provenance.json`, (text) => JSON.stringify({ ...JSON.parse(text), title: MARKUP }));
    results.edit('params.yaml', (text) => `${text}\n${JSON.stringify(MARKUP)}: ${JSON.stringify(MARKUP)}\n`);
    // A drawing that runs, loads and expands, a table of no text, one that is too large to be shown, names that are paths and mark-up.
    results.edit(`${FIGURES}/3a.svg`, (text) =>
      text.replace(
        '</svg>',
        `<script>alert(1)</script><image href="https://example.org/x.png" width="9" height="9"/><image href="file:///etc/passwd" width="9" height="9"/><foreignObject><iframe src="https://example.org"/></foreignObject></svg>`,
      ),
    );
    write(
      `${FIGURES}/5c.csv`,
      new Uint8Array(10_000).map((_, i) => i * 7),
    );
    results.edit(`${FIGURES}/2b.csv`, (text) => text + `${text.trim().split('\n').at(-1)}\n`.repeat(200_000));
    results.edit(`${FIGURES}/2b.svg`, () => `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="100000000"/>`);
    for (const name of ['line\nbreak', '<img src=x>', '..', 'index'].filter((one) => one !== '..')) {
      write(`artifacts/${name}/claims.json`, JSON.stringify({ claims: [] }));
      write(`${FIGURES}/${name}.svg`, '<svg/>');
    }
    write(`notes/${'<img src=x onerror=alert(1)>'.replace('/', '')}\n@everyone.txt`, MARKUP);
    await results.commit();
    const compared = await compareRevisions({ study, root: results.root, base: 'base', head: 'HEAD' });
    await writeComparison(compared, ROOT, record(), false);
  } finally {
    results.remove();
  }
  const { exitCode, all } = await build(record(), made());
  if (exitCode !== 0) throw new Error(all);
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

describe('the comment on a hostile pull request', () => {
  const body = () => bodyOf(readFileSync(made('comment.md'), 'utf8'), COMMIT);

  it('mentions nobody, holds no mark-up but its own, and fits', () => {
    const text = body().replaceAll(/\\./g, '');
    expect(body().length).toBeLessThan(65_536);
    expect(text).not.toMatch(/@[\w-]/);
    expect(
      text
        .match(/<[a-z!/][^>]*>/gi)
        ?.filter((tag) => !/^<\/?(sub|code|details|summary)>$|^<!-- modular-growth/.test(tag)),
    ).toEqual([]);
  });

  it('links and shows nothing but the pages of this pull request', () => {
    const links = [...body().matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) expect(link.startsWith(ADDRESS), link).toBe(true);
  });

  it('shows the panels that moved as pictures that are there, and says where there is none', () => {
    const pictures = [...body().matchAll(/!\[[^\]]*\]\(([^)]*)\)/g)].map(([, link]) => link.slice(ADDRESS.length));
    expect(pictures.length).toBeGreaterThanOrEqual(3);
    for (const picture of pictures) expect(PNG.sync.read(readFileSync(made('pages', picture))).width).toBe(960);
    expect(body()).toContain('| no drawing |');
  });

  it('says what was left out', () => {
    expect(body()).toMatch(/5c\.csv of HEAD.* is damaged/);
    expect(body()).toMatch(/2b\/after\.csv has \d+ bytes and is left out/);
    expect(body()).toMatch(/results under names that are none .*\n(.*\n)*> - line break\n/);
  });
});

describe('the pages of a hostile pull request', () => {
  const pages = () => listFiles(made('pages')).filter((name) => name.endsWith('.html'));

  it('hold no element and no attribute that runs or loads anything but their own', () => {
    expect(pages()).toEqual(['index.html', 'quick.html']);
    for (const page of pages()) {
      const { document } = new JSDOM(readFileSync(made('pages', page), 'utf8')).window;
      const scripts = [...document.querySelectorAll('script')].map((script) => script.getAttribute('src'));
      expect(scripts).toEqual(['./theme.js', './compare.js']);
      expect(document.querySelectorAll('iframe, object, embed, foreignObject, form, base').length).toBe(0);
      const attributes = [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes]);
      expect(attributes.filter(({ name }) => /^on/i.test(name))).toEqual([]);
      const links = attributes.filter(({ name }) => ['href', 'src', 'xlink:href'].includes(name));
      for (const { value } of links) expect(value).toMatch(/^(\.\/|#|data:image\/svg\+xml;base64,)/);
    }
  });

  it('hold no file of the pull request but tables and the record, written anew', () => {
    const others = listFiles(made('pages')).filter((name) => !/^(assets|pictures|data)\/|\.html$/.test(name));
    expect(others.filter((name) => !/^(favicon|apple-touch-icon|theme|compare)/.test(name)).sort()).toEqual([
      'diff.json',
      'summary.md',
    ]);
    expect(listFiles(made('pages')).filter((name) => name.endsWith('.svg'))).toEqual(['favicon.svg']);
  });

  it('run nothing in a browser', async () => {
    const site = await serve(made('pages'), { base: '/pr/7/' });
    const browser = await launch();
    try {
      for (const address of pages()) {
        const { page, troubles, close } = await visit(browser, site, address);
        page.on('dialog', () => expect.unreachable('a dialog opened'));
        expect(await page.locator('main').innerText()).toContain('<script>alert(1)</script>');
        expect(troubles).toEqual([]);
        await close();
      }
    } finally {
      await browser.close();
      await site.close();
    }
  });
});

describe('a record that no run of ours wrote', () => {
  it.each([
    [
      'names a profile that is a path',
      (text: string) => text.replaceAll('"profile": "quick"', '"profile": "../../../escaped"'),
    ],
    ['names a panel that is a path', (text: string) => text.replaceAll('"id": "3a"', '"id": "../escaped"')],
    ['names a page of ours', (text: string) => text.replaceAll('"profile": "quick"', '"profile": "index"')],
    ['has another form', (text: string) => text.replace(/"format": \d+/, '"format": 1')],
    ['has more than its form', (text: string) => text.replace(/"format": \d+/, '$&, "__proto__": { "changed": true }')],
    ['is cut off', (text: string) => text.slice(0, 2000)],
    ['is none', () => '\0\0\0'],
  ])('%s: the comment says so, and nothing is published', async (_name, change) => {
    const [from, out] = [mkdtempSync(join(folder, 'record-')), mkdtempSync(join(folder, 'out-'))];
    cpSync(record(), from, { recursive: true });
    writeFileSync(join(from, 'diff.json'), change(readFileSync(join(record(), 'diff.json'), 'utf8')));
    const { exitCode } = await build(from, out);
    expect(exitCode).toBe(0);
    expect(listFiles(out)).toEqual(['comment.md']);
    expect(readFileSync(join(out, 'comment.md'), 'utf8')).toMatch(/^## Figures: not compared\n/);
    expect(existsSync(join(folder, 'escaped'))).toBe(false);
  });

  it.each(['panels/quick/3a/after.csv', 'panels', 'diff.json'])('has a link that leads out of it: %s', async (path) => {
    const [from, out] = [mkdtempSync(join(folder, 'record-')), mkdtempSync(join(folder, 'out-'))];
    cpSync(record(), from, { recursive: true });
    rmSync(join(from, path), { recursive: true });
    symlinkSync(join(record(), path), join(from, path));
    const { exitCode } = await build(from, out);
    expect(exitCode).toBe(0);
    expect(listFiles(out)).toEqual(['comment.md']);
    expect(readFileSync(join(out, 'comment.md'), 'utf8')).toMatch(/is a link or a device/);
  });
});
