import { JSDOM } from 'jsdom';
import { type Provenance, provenanceSchema } from '../../../src/artifact/provenance.ts';
import { svgText } from '../../../src/artifact/svg.ts';
import type { Row } from '../../../src/artifact/table.ts';
import { panels } from '../../../src/figures/index.ts';
import type { PanelLayout } from '../../../src/figures/layout.ts';
import type { Drawing, Panel } from '../../../src/figures/panel.ts';
import { asImage, nameOf } from '../browser/drawing.ts';
import { downloads, packedDownloads, readJson, readRows } from './artifacts.ts';
import { compactDrawing } from './compact.ts';

const { document } = new JSDOM('').window;

/** The two widths, in pixels, at which a panel is drawn: for the column and for a phone in portrait. */
export const widths = { wide: 800, narrow: 350 } as const;

/** The panels of one figure, in the paper's order. */
export function panelsOf(figure: number): Panel[] {
  return panels.filter((panel) => panel.figure === figure);
}

/** The rows that a panel draws; empty if its stage has not run. */
export function rowsOf(panel: Panel): Row[] {
  return readRows(`figures/${panel.id}.csv`);
}

/** Provenance of a panel, or null if its stage has not run. */
export function provenanceOf(panel: Panel): Provenance | null {
  return readJson(`figures/${panel.id}.provenance.json`, provenanceSchema);
}

/** The static drawing of the page, with the colours of the page. */
export function drawn(drawing: Drawing, rows: readonly Row[], width: keyof typeof widths): string {
  const element = drawing.plot(rows, { width: widths[width], document });
  asImage(element, nameOf(drawing));
  return compactDrawing(svgText(element, { id: `${drawing.id}-${width}`, variables: 'kept' }).trim());
}

/** The height of a drawing at a width, in pixels. */
export function heightOf(drawing: Drawing, rows: readonly Row[], width: keyof typeof widths): number {
  const element = drawing.plot(rows, { width: widths[width], document });
  const svg = element.localName === 'svg' ? element : element.querySelector('svg');
  return Number(svg?.getAttribute('height'));
}

/** The layout of a drawing; undefined if it has none. */
export function layoutOf(drawing: Drawing, rows: readonly Row[]): PanelLayout | undefined {
  let layout: PanelLayout | undefined;
  const onLayout = (drawn: PanelLayout) => {
    layout = drawn;
  };
  drawing.plot(rows, { width: widths.wide, document, interactive: true, onLayout });
  return layout;
}

/** Downloads of a panel, by path under data/; with scripts, the page writes what it shows in the format `shown`. */
export function filesOf(panel: Panel): { label: string; path: string; shown?: string }[] {
  const packed = packedDownloads().includes(`figures/${panel.id}.csv`);
  const stored = new Set([...downloads(), ...packedDownloads()]);
  const file = `figures/${panel.id}`;
  return [
    {
      label: 'CSV',
      path: `${file}.csv${packed ? '.gz' : ''}`,
      shown: 'csv',
      source: `${file}.csv`,
    },
    { label: 'JSON', path: `${file}.json`, shown: 'json', source: `${file}.csv` },
    { label: 'SVG', path: `${file}.svg`, shown: 'svg', source: `${file}.svg` },
    { label: 'PDF', path: `${file}.pdf`, source: `${file}.svg` },
    {
      label: 'Provenance',
      path: `${file}.provenance.json`,
      shown: 'provenance.json',
      source: `${file}.provenance.json`,
    },
  ].filter(({ source }) => stored.has(source));
}
