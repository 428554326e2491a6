import { JSDOM } from 'jsdom';
import type { Row } from '../../../src/artifact/table.ts';
import { panels } from '../../../src/figures/index.ts';
import type { Drawing, Panel } from '../../../src/figures/panel.ts';
import { svgText } from '../../../src/figures/render.ts';
import type { PanelSurvey } from '../../../src/figures/survey.ts';
import { asImage, nameOf } from '../browser/drawing.ts';
import { downloads, readJson, readRows } from './artifacts.ts';
import { compactDrawing } from './compact.ts';

const { document } = new JSDOM('').window;

/** The two widths, in pixels, at which a panel is drawn: one for the column, one for a phone held upright. */
export const widths = { wide: 800, narrow: 350 } as const;

/** The panels of one figure, in the paper's order. */
export function panelsOf(figure: number): Panel[] {
  return panels.filter((panel) => panel.figure === figure);
}

/** The rows that a panel draws; none when its stage has not run. */
export function rowsOf(panel: Panel): Row[] {
  return readRows(`figures/${panel.id}.csv`);
}

/** What made a panel, as stage `figures` records it. */
export interface PanelProvenance {
  command: string;
  engine: string;
  package: string;
  kernelVersion: string;
  stages: string[];
  inputs: { path: string; sha256: string | null; rows: number }[];
  networks: { id: string; key: string; sha256: string }[];
  params: object;
}

/** What made a panel, or null when its stage has not run. */
export function provenanceOf(panel: Panel): PanelProvenance | null {
  return readJson(`figures/${panel.id}.provenance.json`);
}

/** The drawing as it stands in the page before and without scripts; its colours are the page's. */
export function drawn(drawing: Drawing, rows: readonly Row[], width: keyof typeof widths): string {
  const element = drawing.plot(rows, { width: widths[width], document });
  asImage(element, nameOf(drawing));
  return compactDrawing(svgText(element, { id: `${drawing.id}-${width}`, variables: 'kept' }).trim());
}

/** What a drawing tells about its series and points; undefined for one without. */
export function surveyOf(drawing: Drawing, rows: readonly Row[]): PanelSurvey | undefined {
  const said: PanelSurvey[] = [];
  const survey = (own: PanelSurvey) => said.push(own);
  drawing.plot(rows, { width: widths.wide, document, interactive: true, survey });
  return said[0];
}

/** What a reader can download of a panel, by its path under data/; `shown` is the form in which a page with scripts writes what it shows. */
export function filesOf(panel: Panel): { label: string; path: string; shown?: string }[] {
  const stored = new Set(downloads());
  const file = `figures/${panel.id}`;
  return [
    { label: 'CSV', path: `${file}.csv`, shown: 'csv', source: `${file}.csv` },
    { label: 'JSON', path: `${file}.json`, shown: 'json', source: `${file}.csv` },
    { label: 'SVG', path: `${file}.svg`, shown: 'svg', source: `${file}.svg` },
    { label: 'Provenance', path: `${file}.provenance.json`, source: `${file}.provenance.json` },
  ].filter(({ source }) => stored.has(source));
}
