import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { listFiles } from '../../src/artifact/file.ts';
import { root } from './artifacts.ts';
import { addressesOf, builtSite } from './built.ts';
import { compressed } from './visit.ts';

/** Bytes of the whole report of the paper profile: a page for each claim, each with its styles, notes for each panel under each reading, and every download. */
const SITE_BUDGET = 22_000_000;
/** Bytes of the text of one page, compressed: less than 0.4 seconds at 1.6 Mbit/s. */
const PAGE_BUDGET = 75_000;
/** Bytes of the styles of one page, compressed: they stand before its first line. */
const STYLE_BUDGET = 13_000;

const folder = await builtSite('paper');
const files = listFiles(folder);

test('the paper report stays within its size limit', () => {
  const weighed = files.map((file) => ({ file, bytes: statSync(path.join(folder, file)).size }));
  const heaviest = weighed.sort((a, b) => b.bytes - a.bytes).slice(0, 12);
  const total = weighed.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(total, JSON.stringify(heaviest)).toBeLessThan(SITE_BUDGET);
});

test.each(addressesOf(folder))('the text of /%s loads quickly', (address) => {
  expect(compressed(folder, [`${address}index.html`])).toBeLessThan(PAGE_BUDGET);
});

test.each(addressesOf(folder))('the styles of /%s come with its text and are short', (address) => {
  const html = readFileSync(path.join(folder, address, 'index.html'), 'utf8');
  const [head] = html.split('</head>');
  expect(head).not.toMatch(/<link[^>]*rel="?stylesheet|<script src=/);
  const styles = [...head.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style>/g)].map(([, text]) => text);
  expect(styles.length).toBeGreaterThan(1);
  expect(gzipSync(styles.join('\n'), { level: 6 }).length).toBeLessThan(STYLE_BUDGET);
});

test('tables can be downloaded, packed', () => {
  const artifacts = path.join(root, 'artifacts', 'paper');
  const tables = listFiles(artifacts).filter((file) => /^(tables|histories)\/.*\.csv$/.test(file));
  expect(tables.length).toBeGreaterThan(0);
  for (const table of tables) {
    const packed = readFileSync(path.join(folder, 'data', `${table}.gz`));
    expect(gunzipSync(packed).equals(readFileSync(path.join(artifacts, table))), table).toBe(true);
  }
});
