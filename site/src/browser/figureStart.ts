import { drawingOf } from '../../../src/figures/index.ts';
import { Figure } from './figure.ts';
import { choicesOf, connect } from './figureControls.ts';
import { Guessing } from './figureGuess.ts';
import { Inspector } from './figureInspect.ts';
import { connectStory } from './figureStory.ts';

/**
 * Makes a static drawing interactive.
 * @throws Error for an unknown panel or rows that cannot be fetched.
 */
export async function enliven(place: HTMLElement): Promise<void> {
  const drawing = drawingOf(place.dataset.panel ?? '');
  if (!drawing) throw new Error(`the page has panel ${place.dataset.panel}, which does not exist`);
  const figure = new Figure(place, drawing, choicesOf(place));
  connect(figure);
  const guess = figure.figure.querySelector<HTMLElement>('[data-guess]');
  if (guess) new Guessing(figure, guess);
  connectStory(figure);
  new Inspector(figure);
  await figure.start();
  place.dataset.live = '';
}
