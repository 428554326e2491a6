import { drawingOf } from '../../../src/figures/index.ts';
import { Figure } from './figure.ts';
import { choicesOf, connect } from './figureControls.ts';
import { Guessing } from './figureGuess.ts';
import { Inspector } from './figureInspect.ts';
import { isAsked } from './figureState.ts';

/**
 * Makes a drawing of the page follow the reader: the same panel, the same rows, the same size.
 * @throws Error where there is no such panel, or its rows cannot be fetched.
 */
export async function enliven(place: HTMLElement): Promise<void> {
  const drawing = drawingOf(place.dataset.panel ?? '');
  if (!drawing) throw new Error(`there is no panel ${place.dataset.panel}`);
  const figure = new Figure(place, drawing, choicesOf(place));
  connect(figure);
  const guess = figure.figure.querySelector<HTMLElement>('[data-guess]');
  // A link to a panel as somebody saw it shows it so.
  if (guess && isAsked(location.search, drawing.id)) guess.dataset.done = 'skipped';
  else if (guess) new Guessing(figure, guess);
  new Inspector(figure);
  await figure.start();
  place.dataset.live = '';
}
