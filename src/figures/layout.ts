import type { Row } from '../artifact/table.ts';
import type { Placement } from './placement.ts';

/** A point of a drawing that a reader can select. */
export interface PanelPoint {
  /** The series that it is shown or hidden with. */
  series: string;
  /** Identifies the line of the point: a mean, or a single seed. */
  line: string;
  /** Keys that highlight it together with other marks, in all panels: a network's size, a condition, a module. */
  links: readonly string[];
  /** Label of its series. */
  label: string;
  /** Lines of its tooltip: a name, which may be empty, and a value with its unit or interval. */
  tooltip: readonly (readonly [name: string, value: string])[];
  row: Row;
  /** Pixels in the drawing. */
  x: number;
  y: number;
}

/** A series that a reader can hide. */
export interface PanelSeries {
  key: string;
  label: string;
  colour: string;
  /** SVG dash pattern of its line; solid where it has none. */
  dash?: string;
  links: readonly string[];
}

/** Where an interactive drawing has placed its series and points. */
export interface PanelLayout {
  /** All series that have data, hidden or not, in the order in which they are drawn. */
  series: readonly PanelSeries[];
  /** The points of the series that are not hidden. */
  points: readonly PanelPoint[];
  /** The columns of both axes, and their labels. */
  x: { column: string; label: string };
  y: { column: string; label: string };
  /** Converts between data and pixels. */
  place: Placement;
}

/** The class of marks that can be highlighted; none in a static drawing. */
export function marked(links: readonly string[], { interactive }: { interactive?: boolean }): { className?: string } {
  return interactive ? { className: ['series', ...links.map((link) => `of-${link}`)].join(' ') } : {};
}

/** The keys that highlight a series; by default its key. */
export function linksOf({ key, links }: { key: string; links?: readonly string[] }): readonly string[] {
  return links ?? [key];
}

/** The key of a network's size, the same in all panels: 'modular-15'. */
export function sizeKey(architecture: Row[string], size: Row[string]): string {
  return `${architecture}-${size}`;
}
