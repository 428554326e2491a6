import type { Row } from '../artifact/table.ts';
import type { Placement } from './placement.ts';

/** A point of a drawing that a reader can come to. */
export interface PanelPoint {
  /** The series that it is shown or hidden with. */
  series: string;
  /** The points that lie on one line with it: those of a mean, or of a single seed. */
  line: string;
  /** What is highlighted with it, in this panel and in others: a network's size, a condition, a module. */
  links: readonly string[];
  /** Name of its series in words. */
  label: string;
  /** What it says: a name and a value with its unit or interval each; a name may be empty. */
  said: readonly (readonly [name: string, value: string])[];
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
  links: readonly string[];
}

/** What an interactive drawing tells about itself. */
export interface PanelSurvey {
  /** All series that have data, hidden or not, in the order in which they are drawn. */
  series: readonly PanelSeries[];
  /** The points of those that are not hidden. */
  points: readonly PanelPoint[];
  /** The columns of the rows along both axes, and their names in words. */
  x: { column: string; label: string };
  y: { column: string; label: string };
  /** Between data and pixels. */
  place: Placement;
}

/** The class of marks that belong to something that can be highlighted; none in a drawing that is not interactive. */
export function marked(links: readonly string[], { interactive }: { interactive?: boolean }): { className?: string } {
  return interactive ? { className: ['series', ...links.map((link) => `of-${link}`)].join(' ') } : {};
}

/** The keys of what a series is highlighted with: its own unless told. */
export function linksOf({ key, links }: { key: string; links?: readonly string[] }): readonly string[] {
  return links ?? [key];
}

/** The key of a network's size, the same in all panels: 'modular-15'. */
export function sizeKey(architecture: Row[string], size: Row[string]): string {
  return `${architecture}-${size}`;
}
