import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { listFiles } from '../../src/artifact/file.ts';
import { root } from './artifacts.ts';
import { addressesOf, BASE, builtSite, ORIGIN } from './built.ts';

const folder = await builtSite('quick');
const addresses = addressesOf(folder);
const pages = new Map(
  addresses.map((address) => {
    const html = readFileSync(path.join(folder, address, 'index.html'), 'utf8');
    return [address, { document: new JSDOM(html).window.document }];
  }),
);
const all = (document: Document, selector: string) => [...document.querySelectorAll(selector)];
/** What an address of a page leads to, by its path below the site's base; null where it is another site's. */
const below = (target: string, address: string) => {
  const { origin, pathname, hash } = new URL(target, `https://report.test${BASE}${address}`);
  const inside = origin === 'https://report.test' && pathname.startsWith(BASE);
  return inside ? { place: pathname.slice(BASE.length), id: decodeURIComponent(hash.slice(1)) } : null;
};
const text = (element: Element | null) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

describe.each(addresses)('the page /%s as it is sent', (address) => {
  const { document } = pages.get(address)!;

  test('has a language, one heading and landmarks', () => {
    expect(document.documentElement.lang).toBe('en');
    expect(all(document, 'h1').map(text)).toEqual([expect.stringMatching(/\w/)]);
    expect(document.title).toMatch(/Modular growth/);
    expect(document.querySelector('meta[name="description"]')?.getAttribute('content')?.length).toBeGreaterThan(30);
    for (const landmark of ['body > header', 'body > main', 'body > footer', 'body > header nav[aria-label]'])
      expect(all(document, landmark).length, landmark).toBe(1);
  });

  test('has unique ids and no positive tabindex', () => {
    const ids = all(document, '[id]').map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    const stops = all(document, '[tabindex]').map((element) => Number(element.getAttribute('tabindex')));
    expect(stops.filter((stop) => stop > 0)).toEqual([]);
  });

  test('has a name, summary and table per drawing', () => {
    for (const panel of all(document, '[data-panel]')) {
      const id = panel.getAttribute('data-panel');
      const drawings = [...panel.querySelectorAll(':scope > [data-width] > svg, :scope > [data-width] > figure')];
      expect(drawings.length, `drawings of ${id}`).toBeGreaterThan(0);
      for (const drawing of drawings) {
        expect(drawing.getAttribute('role'), `role of ${id}`).toBe('img');
        expect(drawing.getAttribute('aria-label'), `name of ${id}`).toMatch(/\w{3}/);
      }
      expect(text(panel.closest('figure')!.querySelector('figcaption')).length, `words on ${id}`).toBeGreaterThan(40);
      expect(numbersOf(document, panel), `numbers of ${id}`).toBe(true);
    }
  });

  test('has no inline script that its policy does not name, and no outside resource', () => {
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content');
    const allowed = /script-src ([^;]*)/.exec(policy ?? '')?.[1].split(' ') ?? [];
    const inline = all(document, 'script:not([src], [type="application/ld+json"])').map(
      ({ textContent }) =>
        `'sha256-${createHash('sha256')
          .update(textContent ?? '')
          .digest('base64')}'`,
    );
    expect(allowed.toSorted()).toEqual(["'self'", "'wasm-unsafe-eval'", ...new Set(inline)].toSorted());
    const handlers = all(document, '*').flatMap((element) => element.getAttributeNames().filter((n) => /^on/.test(n)));
    expect(handlers).toEqual([]);
    const loaded = all(document, '[src], link[href]:not([rel="canonical"])').map(
      (e) => e.getAttribute('src') ?? e.getAttribute('href'),
    );
    expect(loaded.filter((target) => below(target!, address) === null)).toEqual([]);
  });

  test('has no dead links', () => {
    const targets = all(document, '[href], [src], [data-rows], [data-build]').flatMap((element) =>
      ['href', 'src', 'data-rows', 'data-build'].flatMap((name) => element.getAttribute(name) ?? []),
    );
    const broken = targets.filter((target) => {
      if (/^https:\/\//.test(target)) return false;
      const found = below(target, address);
      if (!found) return true;
      const { place, id } = found;
      if (!place.endsWith('/') && place !== '') return !existsSync(path.join(folder, place));
      const there = pages.get(place);
      // The lab's fragments are its settings.
      return !there || (id !== '' && place !== 'lab/' && !there.document.getElementById(id));
    });
    expect(broken).toEqual([]);
  });
});

describe('for other programs', () => {
  const first = pages.get('')!.document;
  const meta = (name: string) => all(first, `meta[name="${name}"]`).map((element) => element.getAttribute('content'));

  test('every page names its one address, and the sitemap lists all that the menu leads to', () => {
    const named = [...pages].map(([address, { document }]) => {
      const links = all(document, 'link[rel="canonical"]').map((link) => link.getAttribute('href'));
      return [address, links];
    });
    expect(named).toEqual([...pages.keys()].map((address) => [address, [`${ORIGIN}${BASE}${address}`]]));
    const map = readFileSync(path.join(folder, 'sitemap.xml'), 'utf8');
    const listed = [...map.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, place]) => place.slice(ORIGIN.length + BASE.length));
    expect([...listed].sort()).toEqual([...addresses].filter((address) => address !== '404/').sort());
  });

  test('the first page has title and authors as reference managers read them', () => {
    const { title, authors } = parse(readFileSync(path.join(root, 'CITATION.cff'), 'utf8'));
    expect(meta('citation_title')).toEqual([title]);
    expect(meta('citation_author')).toEqual(authors.map((author: { name: string }) => author.name));
    expect(meta('citation_abstract_html_url')).toEqual([`${ORIGIN}${BASE}`]);
    for (const [address, { document }] of pages)
      expect(all(document, 'meta[name^="citation_"]').length > 0, address).toBe(address === '');
  });

  test('it has an article of schema.org and its data, each file of which is there', () => {
    const [block, ...more] = all(first, 'script[type="application/ld+json"]');
    expect(more).toEqual([]);
    const [article, data] = JSON.parse(block.textContent ?? '')['@graph'];
    expect([article['@type'], article['@id'], data['@type']]).toEqual([
      'ScholarlyArticle',
      `${ORIGIN}${BASE}`,
      'Dataset',
    ]);
    expect(article.hasPart['@id']).toBe(data['@id']);
    const files = data.distribution.map(({ contentUrl }: { contentUrl: string }) => contentUrl);
    expect(files.length).toBeGreaterThan(20);
    const missing = files.filter(
      (file: string) => !existsSync(path.join(folder, file.slice(ORIGIN.length + BASE.length))),
    );
    expect(missing).toEqual([]);
  });
});

test('titles and descriptions are unique', () => {
  const documents = [...pages.values()].map(({ document }) => document);
  for (const values of [
    documents.map(({ title }) => title),
    documents.map((document) => document.querySelector('meta[name="description"]')?.getAttribute('content')),
  ])
    expect(values.filter((value, i) => values.indexOf(value) !== i)).toEqual([]);
});

test('every page can be reached from the first one', () => {
  const reached = new Set(['']);
  for (const address of reached) {
    for (const link of all(pages.get(address)!.document, 'a[href]')) {
      const place = below(link.getAttribute('href')!, address)?.place;
      if (place !== undefined && pages.has(place)) reached.add(place);
    }
  }
  expect([...reached].sort()).toEqual([...addresses].sort());
  expect(listFiles(folder).length).toBeGreaterThan(addresses.length);
});

/** Whether a table of a drawing's numbers stands by it, or a link leads to its place on another page or to the file of its numbers. */
function numbersOf(document: Document, panel: Element): boolean {
  const section = panel.closest('section') ?? document.body;
  const kind = panel.getAttribute('data-rows')!.split('/').at(-2);
  const links = [...section.querySelectorAll('a[href*="figures/"]'), ...all(document, `a[href*="data/${kind}/"]`)];
  return section.querySelector('table') !== null || links.length > 0;
}
