import type { Row } from '../../../src/artifact/table.ts';
import type { PanelLayout } from '../../../src/figures/layout.ts';
import type { Drawing, PanelOptions, Spread } from '../../../src/figures/panel.ts';
import { spreadName } from '../../../src/figures/spread.ts';

/** Makes a drawing one image with one accessible name and removes the names of its groups. */
export function asImage(drawing: Element, name: string): void {
  const svg = drawing.localName === 'svg' ? drawing : drawing.querySelector('svg');
  for (const part of drawing.querySelectorAll('[aria-label], [aria-description]')) {
    part.removeAttribute('aria-label');
    part.removeAttribute('aria-description');
  }
  svg?.setAttribute('role', 'img');
  svg?.setAttribute('aria-label', name);
}

/** The accessible name of a drawing: its title, and the spread if it can be chosen. */
export function nameOf({ title, spread: paper }: Drawing, spread: Spread = 'paper'): string {
  return paper ? `${title}, means with ${spreadName(spread, paper)}` : title;
}

export interface Redrawn {
  drawing: Element;
  /** Null if the drawing has no points. */
  layout: PanelLayout | null;
}

/** Draws for a page with scripts: one image and its layout. */
export function redraw(
  drawing: Drawing,
  rows: readonly Row[],
  options: Pick<PanelOptions, 'width' | 'document' | 'spread' | 'hidden' | 'colours'>,
): Redrawn {
  let layout: PanelLayout | null = null;
  const onLayout = (drawn: PanelLayout) => {
    layout = drawn;
  };
  const drawn = drawing.plot(rows, { ...options, interactive: true, onLayout });
  asImage(drawn, nameOf(drawing, options.spread));
  return { drawing: drawn, layout };
}
