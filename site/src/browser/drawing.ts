import type { Row } from '../../../src/artifact/table.ts';
import type { Drawing, PanelOptions, Spread } from '../../../src/figures/panel.ts';
import { spreadName } from '../../../src/figures/spread.ts';
import type { PanelSurvey } from '../../../src/figures/survey.ts';

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

export interface Redrawn {
  drawing: Element;
  /** Null where a drawing has no points. */
  survey: PanelSurvey | null;
}

/** Draws for a page with scripts: as one image, with what it tells about its points and series. */
export function redraw(
  drawing: Drawing,
  rows: readonly Row[],
  options: Pick<PanelOptions, 'width' | 'document' | 'spread' | 'hidden'>,
): Redrawn {
  const said: PanelSurvey[] = [];
  const survey = (own: PanelSurvey) => said.push(own);
  const drawn = drawing.plot(rows, { ...options, interactive: true, survey });
  asImage(drawn, nameOf(drawing, options.spread));
  return { drawing: drawn, survey: said[0] ?? null };
}
