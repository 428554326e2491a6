import type { Row } from '../../../src/artifact/table.ts';
import type { Drawing, Spread } from '../../../src/figures/panel.ts';
import { spreadName } from '../../../src/figures/spread.ts';

/** Makes a drawing one image with one name; its groups, which Plot names one by one, are no parts that could be named. */
export function asImage(drawing: Element, name: string): void {
  const svg = drawing.localName === 'svg' ? drawing : drawing.querySelector('svg');
  for (const part of drawing.querySelectorAll('[aria-label], [aria-description]')) {
    part.removeAttribute('aria-label');
    part.removeAttribute('aria-description');
  }
  svg?.setAttribute('role', 'img');
  svg?.setAttribute('aria-label', name);
}

/** What a drawing is called: its title, and what stands around the means where that can be switched. */
export function nameOf({ title, spread: paper }: Drawing, spread: Spread = 'paper'): string {
  return paper ? `${title}, means with ${spreadName(spread, paper)}` : title;
}

export interface RedrawOptions {
  /** Pixels. */
  width: number;
  document: Document;
  spread?: Spread;
}

/** Draws for a page with scripts: with tooltips, the spread asked for, as one image. */
export function redraw(drawing: Drawing, rows: readonly Row[], { width, document, spread }: RedrawOptions): Element {
  const drawn = drawing.plot(rows, { width, document, spread, interactive: true });
  asImage(drawn, nameOf(drawing, spread));
  return drawn;
}
