import { svgText } from '../../../src/artifact/svg.ts';
import { formatRows, type Row } from '../../../src/artifact/table.ts';
import type { Drawing } from '../../../src/figures/panel.ts';
import { resolveWith, usedVariables } from './figureColours.ts';
import type { FigureState } from './figureState.ts';

/** The current view of a panel, to be written to a file. */
export interface ShownPanel {
  drawing: Drawing;
  rows: readonly Row[];
  state: FigureState;
  /** Pixels. */
  width: number;
}

/** Device pixels per pixel of the drawing. */
const SCALE = 2;

/** The name of a file, with the choices: 'modular-growth-3a-growth-copy-all-interval.svg'. */
export function fileName({ drawing, state }: ShownPanel, ending: string): string {
  const { reading, spread, hidden, colours } = state;
  const parts = ['modular-growth', drawing.id, reading, spread === 'paper' ? '' : spread];
  const isDrawing = ending === 'svg' || ending === 'png';
  if (isDrawing && colours === 'paper') parts.push('paper-colours');
  if (isDrawing && hidden.size > 0) parts.push(`without-${[...hidden].sort().join('-')}`);
  return `${parts.filter((part) => part !== '').join('-')}.${ending}`;
}

/** The drawing as shown, as an SVG file in the colours of the light theme. */
export function shownSvg({ drawing, rows, state, width }: ShownPanel): string {
  const drawn = drawing.plot(rows, {
    width,
    document,
    spread: state.spread,
    hidden: state.hidden,
    colours: state.colours,
  });
  const text = svgText(drawn, { id: drawing.id, variables: 'kept' });
  return resolveWith(text, lightValues(usedVariables(text)));
}

/** Rows as the CSV that the pipeline writes. */
export function shownCsv({ rows }: ShownPanel): string {
  return formatRows(rows, [...new Set(rows.flatMap((row) => Object.keys(row)))]);
}

/** Rows and choices as JSON. */
export function shownJson({ drawing, rows, state }: ShownPanel): string {
  const { reading, spread, hidden } = state;
  const chosen = { spread, reading: reading === '' ? null : reading, hidden: [...hidden].sort() };
  return `${JSON.stringify({ panel: drawing.id, title: drawing.title, ...chosen, rows }, null, 1)}\n`;
}

/** The drawing as shown, as PNG with the page's fonts and the background of the light theme. */
export async function shownPng(shown: ShownPanel): Promise<Blob> {
  const text = shownSvg(shown);
  const faces = await fontFaces(figureFace());
  const ground = lightValues(['--paper']).get('--paper') ?? '#ffffff';
  const svg = text.replace(/<svg[^>]*>/, (open) => `${open}<style>${faces.replaceAll('<', '')}</style>`);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = SCALE * image.naturalWidth;
  canvas.height = SCALE * image.naturalHeight;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser offers no canvas');
  context.fillStyle = ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the PNG could not be written'))), 'image/png');
  });
}

/** Downloads a file. */
export function save(name: string, content: Blob | string, type = ''): void {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has started by the next turn of the event loop.
  setTimeout(() => URL.revokeObjectURL(address));
}

/** Values of the page's variables in the light theme: colours as computed, other values as written. */
function lightValues(names: readonly string[]): Map<string, string> {
  const probe = document.createElement('span');
  probe.hidden = true;
  probe.style.colorScheme = 'light';
  document.body.append(probe);
  const computed = getComputedStyle(probe);
  const values = names.map((name) => {
    const written = computed.getPropertyValue(name).trim();
    probe.style.color = '';
    probe.style.color = `var(${name})`;
    return [name, name.endsWith('font') ? written.replaceAll('"', "'") : computed.color, written] as const;
  });
  probe.remove();
  return new Map(values.filter(([, , written]) => written !== '').map(([name, value]) => [name, value]));
}

/** The family of the page's figures. */
function figureFace(): string {
  const faces = getComputedStyle(document.documentElement).getPropertyValue('--figure-face');
  return /"([^"]+)"/.exec(faces)?.[1] ?? '';
}

/** The upright faces of a family in the style sheets of the page, as rules that hold the font files. */
async function fontFaces(family: string): Promise<string> {
  const rules = [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules]
      .filter((rule) => rule instanceof CSSFontFaceRule)
      .filter(({ style }) => style.getPropertyValue('font-family').includes(family))
      .filter(({ style }) => style.getPropertyValue('font-style') !== 'italic')
      .map((rule) => ({ text: rule.cssText, base: sheet.href ?? document.baseURI })),
  );
  const written = await Promise.all(
    rules.map(async ({ text, base }) => {
      const source = /url\("?([^")]+)"?\)/.exec(text)?.[1];
      if (!source) return '';
      const response = await fetch(new URL(source, base));
      if (!response.ok) throw new Error(`a font of the page could not be fetched (HTTP ${response.status})`);
      return text.replace(source, await dataAddress(await response.blob()));
    }),
  );
  return written.join('');
}

function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}
