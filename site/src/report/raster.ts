import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg, type ResvgRenderOptions } from '@resvg/resvg-wasm';

const require = createRequire(import.meta.url);
const file = (name: string) => readFileSync(require.resolve(name));
const face = (family: string, weight: number, subset = 'latin') =>
  file(`@fontsource/${family}/files/${family}-${subset}-${weight}-normal.woff2`);

let fonts: Promise<Uint8Array[]> | undefined;

/**
 * An SVG text as PNG. The same text gives the same bytes: the renderer is WebAssembly, the fonts are shipped. It runs no script and reads no
 * file and no network, whatever the text holds.
 * @throws Error for a text that is no SVG, or whose picture would be higher than `highest` pixels.
 */
export async function pngOf(
  svg: string,
  { highest = 4000, ...options }: Pick<ResvgRenderOptions, 'background' | 'fitTo'> & { highest?: number } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  fonts ??= initWasm(file('@resvg/resvg-wasm/index_bg.wasm')).then(() => [
    face('source-sans-3', 400),
    face('source-sans-3', 600),
    face('source-sans-3', 400, 'greek'),
    face('source-serif-4', 500),
  ]);
  const renderer = new Resvg(svg, {
    ...options,
    font: {
      fontBuffers: await fonts,
      loadSystemFonts: false,
      defaultFontFamily: 'Source Sans 3',
      sansSerifFamily: 'Source Sans 3',
    },
  });
  try {
    const { width, height } = renderer;
    const scaled = options.fitTo?.mode === 'width' ? (height * options.fitTo.value) / width : height;
    if (!(scaled <= highest) || !(width > 0)) throw new Error(`a drawing of ${width} by ${height} pixels is not shown`);
    return new Uint8Array(renderer.render().asPng());
  } finally {
    renderer.free();
  }
}
