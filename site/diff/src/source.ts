import process from 'node:process';
import { JSDOM } from 'jsdom';
import { readJson } from '../../../src/artifact/file.ts';
import { svgText } from '../../../src/artifact/svg.ts';
import type { TableChange } from '../../../src/comparison/change.ts';
import { asImage } from '../../src/browser/drawing.ts';
import { type PanelSide, sourceSchema } from '../material.ts';
import { coloursOf, drawDifference, drawOverlay, type Overlay, overlayOf } from './overlay.ts';

if (!process.env.DIFF_SOURCE) throw new Error('DIFF_SOURCE is not set. Build the pages with npm run figures:diff');
const source = readJson(process.env.DIFF_SOURCE, sourceSchema);

/** The comparison that the pages show. */
export const { comparison } = source;

const { document } = new JSDOM('').window;

/** The two widths, in pixels, at which the data are drawn over each other: for the column and for a phone in portrait. */
export const widths = { wide: 800, narrow: 350 } as const;

/** Both sides of a panel that differs; null if neither side has files. */
export function sidesOf(profile: string, panel: string): { before: PanelSide; after: PanelSide } | null {
  return source.material[profile]?.[panel] ?? null;
}

/** A drawing as the address of an image, so that its content is isolated from the page. */
export function imageOf(drawing: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(drawing).toString('base64')}`;
}

/** The size of a drawing in pixels, from the opening tag of its file; by default the size of the pipeline's drawings. */
export function sizeOf(drawing: string): { width: number; height: number } {
  const tag = /<svg[^>]*>/.exec(drawing)?.[0] ?? '';
  const read = (name: string, otherwise: number) =>
    Number(new RegExp(`\\s${name}="(\\d+)`).exec(tag)?.[1] ?? otherwise);
  return { width: read('width', 640), height: read('height', 340) };
}

/** The series that moved, and their drawings at a width as markup. */
export function overlayAt(profile: string, panel: string, table: TableChange) {
  const sides = sidesOf(profile, panel);
  const overlay = sides && overlayOf(sides.before.rows, sides.after.rows, table);
  if (!overlay) return null;
  const drawn = (width: keyof typeof widths) => [
    markup(drawOverlay(overlay, { width: widths[width], document }), 'over', `${panel}-${width}`, overlay),
    markup(drawDifference(overlay, { width: widths[width], document }), 'less', `${panel}-${width}`, overlay),
  ];
  try {
    return { overlay, colours: coloursOf(overlay), drawings: { wide: drawn('wide'), narrow: drawn('narrow') } };
  } catch {
    // Rows of another revision may hold what no axis shows; the files' drawings and numbers stand there without.
    return null;
  }
}

function markup(element: Element, what: 'over' | 'less', id: string, { column, x }: Overlay): string {
  const name =
    what === 'over' ? `${column} against ${x}, before and after` : `${column}, after minus before, against ${x}`;
  asImage(element, name);
  return svgText(element, { id: `${what}-${id}`, variables: 'kept' }).trim();
}
