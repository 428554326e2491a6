import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { JSDOM } from 'jsdom';
import PDFDocument from 'pdfkit';
import svgToPdf from 'svg-to-pdfkit';

const require = createRequire(import.meta.url);

/** The faces of a drawing's text, by weight; each subset has the characters that those before it lack. */
const SUBSETS = ['latin', 'latin-ext', 'greek', 'greek-ext'] as const;
const WEIGHTS = [400, 600] as const;
const faceName = (subset: string, bold: boolean) => `${subset}-${bold ? 600 : 400}`;

/** What a PDF says of itself when nothing depends on the time. */
const DATE = new Date('2000-01-01T00:00:00Z');

/**
 * A drawing as a PDF of one page: vectors, with the fonts of its text embedded. Nothing is compressed and no clock is read, so the same drawing gives
 * the same bytes on every machine.
 * @param svg the drawing as the pipeline wrote it
 * @throws Error naming what of the drawing the PDF would lack
 */
export async function panelPdf(svg: string, title: string): Promise<Uint8Array<ArrayBuffer>> {
  const root = new JSDOM(svg, { contentType: 'image/svg+xml' }).window.document.documentElement;
  const [width, height] = ['width', 'height'].map((name) => Number(root.getAttribute(name)));
  const document = new PDFDocument({
    size: [width, height],
    margin: 0,
    compress: false,
    autoFirstPage: true,
    info: { Title: title, Producer: 'modular-growth', Creator: 'modular-growth', CreationDate: DATE },
  });
  for (const subset of SUBSETS)
    for (const weight of WEIGHTS) document.registerFont(`${subset}-${weight}`, face(subset, weight));
  const missing: string[] = [];
  prepare(root, (character, bold) => {
    const subset = SUBSETS.find((name) => {
      document.font(faceName(name, bold));
      return hasGlyph(document, character);
    });
    if (subset === undefined) missing.push(`the character '${character}'`);
    return faceName(subset ?? 'latin', bold);
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise((resolve) => document.on('end', resolve));
  svgToPdf(document, root.outerHTML, 0, 0, {
    width,
    height,
    assumePt: true,
    fontCallback: (family, bold) => (family in REGISTERED ? family : faceName('latin', bold)),
    warningCallback: (warning) => missing.push(warning),
  });
  document.end();
  await done;
  if (missing.length > 0) throw new Error(`The PDF of '${title}' would lack ${[...new Set(missing)].join(', ')}.`);
  return new Uint8Array(Buffer.concat(chunks));
}

const REGISTERED = Object.fromEntries(
  SUBSETS.flatMap((subset) => WEIGHTS.map((weight) => [`${subset}-${weight}`, true])),
);

function face(subset: string, weight: number): Buffer {
  return readFileSync(require.resolve(`@fontsource/source-sans-3/files/source-sans-3-${subset}-${weight}-normal.woff`));
}

/** Writes in the drawing what the PDF's renderer does not know: colours by name, halos behind text, characters of other faces. */
function prepare(root: Element, faceOf: (character: string, bold: boolean) => string): void {
  for (const style of root.querySelectorAll('style')) style.remove();
  const ink = /(?:^|;)\s*color:\s*([^;]+)/.exec(root.getAttribute('style') ?? '')?.[1] ?? '#000';
  for (const element of [root, ...root.querySelectorAll('*')])
    for (const name of ['fill', 'stroke'])
      if (element.getAttribute(name) === 'currentColor') element.setAttribute(name, ink);
  for (const text of root.querySelectorAll('text')) splitByFace(text, faceOf);
  for (const element of root.querySelectorAll('[paint-order^="stroke"]')) {
    const halo = element.cloneNode(true) as Element;
    halo.setAttribute('fill', 'none');
    for (const part of halo.querySelectorAll('[fill]')) part.setAttribute('fill', 'none');
    element.before(halo);
    element.setAttribute('stroke', 'none');
  }
}

function splitByFace(text: Element, faceOf: (character: string, bold: boolean) => string): void {
  const document = text.ownerDocument;
  const bold = Number(text.closest('[font-weight]')?.getAttribute('font-weight') ?? 400) >= 600;
  const walker = document.createTreeWalker(text, 4);
  const nodes: Text[] = [];
  while (walker.nextNode()) nodes.push(walker.currentNode as Text);
  for (const node of nodes) {
    const parts: { face: string; text: string }[] = [];
    for (const character of node.data) {
      const name = faceOf(character, bold);
      const last = parts.at(-1);
      if (last?.face === name) last.text += character;
      else parts.push({ face: name, text: character });
    }
    node.replaceWith(
      ...parts.map((part) => {
        const span = document.createElementNS(text.namespaceURI, 'tspan');
        span.setAttribute('font-family', part.face);
        span.textContent = part.text;
        return span;
      }),
    );
  }
}

/** Whether the document's present font has a glyph of its own for a character. */
function hasGlyph(document: PDFKit.PDFDocument, character: string): boolean {
  const { font } = (document as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })._font;
  return font.hasGlyphForCodePoint(character.codePointAt(0) as number);
}
