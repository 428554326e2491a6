import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const require = createRequire(import.meta.url);
const read = (file: string) => readFileSync(require.resolve(file));
const fontBuffers = ['latin', 'greek', 'latin-ext'].flatMap((subset) =>
  [400, 600].map((weight) => read(`@fontsource/source-sans-3/files/source-sans-3-${subset}-${weight}-normal.woff2`)),
);
await initWasm(read('@resvg/resvg-wasm/index_bg.wasm'));

/** Left and right end in pixels of everything in a drawing, texts in the report's font included. */
export function extentOf(svg: string): [left: number, right: number] {
  // The report's style sheet sets this variable.
  const styled = svg.replaceAll(/var\(--figure-font,[^)]*\)/g, 'Source Sans 3');
  const renderer = new Resvg(styled, { font: { fontBuffers, defaultFontFamily: 'Source Sans 3' } });
  const box = renderer.getBBox();
  if (!box) throw new Error('The drawing is empty.');
  const ends: [number, number] = [box.x, box.x + box.width];
  renderer.free();
  return ends;
}
