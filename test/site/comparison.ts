import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { UserError } from '../../src/artifact/error.ts';
import { listFiles, writeAtomic } from '../../src/artifact/file.ts';

/** What became of one screenshot. */
export interface ScreenshotComparison {
  /** The file's name in both folders. */
  name: string;
  state: 'same' | 'changed' | 'new' | 'gone';
  /** Pixels that differ, of those that either picture has. */
  pixels: number;
  /** Share of all pixels of the larger picture. */
  share: number;
}

/**
 * Compares the PNG files of two folders by name, pixel by pixel (pixelmatch, threshold 0.1 of the distance in YIQ; antialiasing is not a
 * change), and writes what differs as pictures and a page, `index.html`, into a third. A picture that grew or shrank is compared over the
 * larger frame, so that what was added counts.
 * @throws UserError where a folder has no screenshots.
 */
export function compareScreenshots(base: string, head: string, out: string): ScreenshotComparison[] {
  const [before, after] = [base, head].map((folder) => {
    const names = listFiles(folder).filter((file) => file.endsWith('.png'));
    if (names.length > 0) return new Set(names);
    throw new UserError(`There are no screenshots in ${folder}: name a folder of PNG files that an earlier run left.`);
  });
  const compared = [...new Set([...before, ...after])].sort().map((name): ScreenshotComparison => {
    if (!after.has(name)) return { name, state: 'gone', pixels: 0, share: 1 };
    if (!before.has(name)) return { name, state: 'new', pixels: 0, share: 1 };
    return compareOne(name, path.join(base, name), path.join(head, name), path.join(out, name));
  });
  const changed = compared.filter(({ state }) => state !== 'same').sort((a, b) => b.share - a.share);
  writeAtomic(path.join(out, 'index.html'), sheet(changed, compared.length, { base, head, out }));
  return compared;
}

function compareOne(name: string, before: string, after: string, out: string): ScreenshotComparison {
  const [old, now] = [before, after].map((file) => readFileSync(file));
  if (old.equals(now)) return { name, state: 'same', pixels: 0, share: 0 };
  const [a, b] = [PNG.sync.read(old), PNG.sync.read(now)];
  const [width, height] = [Math.max(a.width, b.width), Math.max(a.height, b.height)];
  const difference = new PNG({ width, height });
  const pixels = pixelmatch(
    framed(a, width, height).data,
    framed(b, width, height).data,
    difference.data,
    width,
    height,
    {
      threshold: 0.1,
    },
  );
  const grown = a.width !== b.width || a.height !== b.height;
  if (pixels === 0 && !grown) return { name, state: 'same', pixels, share: 0 };
  mkdirSync(path.dirname(out), { recursive: true });
  writeFileSync(out, PNG.sync.write(difference));
  return { name, state: 'changed', pixels, share: pixels / (width * height) };
}

/** A picture at the upper left of a larger, transparent frame. */
function framed(picture: PNG, width: number, height: number): PNG {
  if (picture.width === width && picture.height === height) return picture;
  const frame = new PNG({ width, height });
  PNG.bitblt(picture, frame, 0, 0, picture.width, picture.height, 0, 0);
  return frame;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The contact sheet: every picture that differs, before, after and the difference beside each other. */
function sheet(
  changed: readonly ScreenshotComparison[],
  count: number,
  { base, head, out }: { base: string; head: string; out: string },
): string {
  const shown = (folder: string, name: string, what: string) => {
    const file = path.join(folder, name);
    if (!existsSync(file)) return `<figure><figcaption>${what}: none</figcaption></figure>`;
    const link = escaped(path.relative(out, file).split(path.sep).map(encodeURIComponent).join('/'));
    return `<figure><figcaption>${what}</figcaption><a href="${link}"><img loading="lazy" alt="" src="${link}"></a></figure>`;
  };
  const rows = changed.map(
    ({ name, state, pixels, share }) => `<section>
<h2>${escaped(name)}: ${state}${state === 'changed' ? `, ${pixels} pixels (${(100 * share).toPrecision(2)}%)` : ''}</h2>
<div>${shown(base, name, 'before')}${shown(head, name, 'after')}${shown(out, name, 'difference')}</div>
</section>`,
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Screenshots that changed</title>
<style>body{font:16px sans-serif;margin:2rem}div{display:flex;gap:1rem}figure{flex:1;margin:0}img{width:100%;border:1px solid #888}</style>
<h1>${changed.length} of ${count} screenshots changed</h1>
${rows.join('\n')}
</html>
`;
}
