import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../pipeline/driver/paths.ts';
import { panelPdf } from '../../site/src/report/panelPdf.ts';
import { listFiles } from '../../src/artifact/file.ts';

const folder = join(ROOT, 'artifacts/smoke/figures');
const drawings = listFiles(folder).filter((name) => name.endsWith('.svg'));
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

it.each(drawings)('%s becomes a page of its size, in vectors, with its fonts embedded', async (name) => {
  const svg = read(name);
  const pdf = text(await panelPdf(svg, name));
  const [, width, height] = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  expect(pdf).toContain(`/MediaBox [0 0 ${width} ${height}]`);
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
  expect(pdf).not.toMatch(/\/Subtype \/Image/);
  const fonts = pdf.match(/\/BaseFont \/\S+/g) ?? [];
  expect(fonts.length).toBeGreaterThan(0);
  for (const font of fonts) expect(font).toMatch(/^\/BaseFont \/[A-Z]{6}\+SourceSans3-/);
  expect(pdf.match(/\/FontFile2 /g)?.length).toBe(pdf.match(/\/Type \/FontDescriptor/g)?.length);
  // Each mark is painted: paths and circles, lines and rectangles.
  const marks = svg.match(/<(path|circle|line|rect)\b/g)?.length ?? 0;
  expect(pdf.match(/^(f|S|B|f\*|B\*)$/gm)?.length ?? 0).toBeGreaterThanOrEqual(Math.min(marks, 5));
});

it('has the same bytes when it is made again, and none of the day', async () => {
  const [first, second] = [await panelPdf(read('3a.svg'), '3a'), await panelPdf(read('3a.svg'), '3a')];
  expect(Buffer.compare(first, second)).toBe(0);
  expect(text(first).match(/\(D:\d+Z?/g)).toEqual(['(D:20000101000000Z']);
});

it('is refused where a character has no glyph, instead of a hole in its place', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>a\u4e00</text></svg>';
  await expect(panelPdf(svg, 'x')).rejects.toThrow("'x' would lack the character '\u4e00'");
});
