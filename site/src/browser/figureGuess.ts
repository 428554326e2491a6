import type { Row } from '../../../src/artifact/table.ts';
import { significant } from '../../../src/figures/frame.ts';
import type { Figure, Frame } from './figure.ts';
import { completed, describeDeviation, deviationOf, type Guess, guessedRows, withStroke } from './figureGuessCurve.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** Lets the reader, who asks for it, draw the curve that they expect, with the data of a panel hidden, and compares the two. */
export class Guessing {
  readonly #figure: Figure;
  readonly #place: HTMLElement;
  readonly #result: HTMLElement | null;
  #guess: Guess = new Map();
  /** The value of ε that the keyboard sets, by index. */
  #index = 0;
  #last: { index: number; value: number } | null = null;

  /** `place` holds the text and buttons; it is marked as done when the data are shown. */
  constructor(figure: Figure, place: HTMLElement) {
    this.#figure = figure;
    this.#place = place;
    this.#result = figure.figure.querySelector('[data-guess-result]');
    figure.onDrawn(() => this.#drawn());
    this.#button('show')?.addEventListener('click', () => this.#reveal());
    this.#button('skip')?.addEventListener('click', () => {
      this.#guess = new Map();
      this.#reveal();
    });
    this.#result?.querySelector('button')?.addEventListener('click', () => this.#again());
    // Printed pages show the data.
    addEventListener('beforeprint', () => figure.concealed && this.#reveal());
  }

  get #rows(): Row[] {
    return guessedRows(this.#figure.rows);
  }

  get #label(): string {
    return `modular ${this.#rows[0]?.size ?? ''}`;
  }

  get #most(): number {
    return Math.ceil(Math.max(...this.#rows.map((row) => Number(row.tasks ?? row.solved))));
  }

  #button(name: string): HTMLButtonElement | null {
    return this.#place.querySelector(`[data-guess-${name}]`);
  }

  #drawn(): void {
    if (this.#figure.concealed) {
      for (const { element } of this.#figure.frames) this.#open(element);
      setText(
        this.#place.querySelector('[data-guess-status]'),
        `Without noise, ${this.#label} solves ${this.#most} tasks.`,
      );
    } else {
      this.#compare();
    }
    this.#trace();
  }

  /** Makes a frame a drawing area for pointer, touch and keyboard. */
  #open(element: HTMLElement): void {
    element.tabIndex = 0;
    element.setAttribute('role', 'application');
    element.setAttribute('aria-roledescription', 'drawing area');
    element.setAttribute(
      'aria-label',
      'Your curve: left and right arrows choose ε, up and down arrows set the number of tasks',
    );
    element.toggleAttribute('data-drawing', true);
    if (element.dataset.guessed !== undefined) return;
    element.dataset.guessed = '';
    element.addEventListener('pointerdown', (event) => {
      if (!this.#figure.concealed || event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      this.#last = null;
      this.#stroke(element, event);
    });
    element.addEventListener('pointermove', (event) => {
      if (this.#figure.concealed && element.hasPointerCapture(event.pointerId)) this.#stroke(element, event);
    });
    element.addEventListener('keydown', (event) => this.#figure.concealed && this.#press(event));
  }

  #stroke(element: HTMLElement, event: PointerEvent): void {
    const frame = this.#figure.frames.find((frame) => frame.element === element);
    if (!frame?.layout) return;
    const { place } = frame.layout;
    const box = frame.svg.getBoundingClientRect();
    const scale = frame.width / box.width;
    const x = (event.clientX - box.left) * scale;
    const pixels = this.#rows.map((row) => Math.abs(place.x(Number(row.epsilon)) - x));
    const to = {
      index: pixels.indexOf(Math.min(...pixels)),
      value: this.#bounded(place.atY((event.clientY - box.top) * scale)),
    };
    this.#guess = withStroke(this.#guess, this.#last ?? to, to);
    this.#last = to;
    this.#index = to.index;
    this.#changed();
  }

  #press(event: KeyboardEvent): void {
    const last = this.#rows.length - 1;
    const step = event.shiftKey ? 5 : 1;
    if (event.key === 'Enter' && this.#guess.size > 1) this.#reveal();
    else if (event.key === 'ArrowLeft') this.#index = Math.max(0, this.#index - 1);
    else if (event.key === 'ArrowRight') this.#index = Math.min(last, this.#index + 1);
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const now = this.#guess.get(this.#index) ?? this.#values[this.#index] ?? this.#most;
      const value = this.#bounded(Math.round(now) + (event.key === 'ArrowUp' ? step : -step));
      this.#guess = withStroke(this.#guess, { index: this.#index, value }, { index: this.#index, value });
    } else return;
    event.preventDefault();
    if (this.#figure.concealed) this.#changed();
  }

  #bounded(value: number): number {
    return Math.min(this.#most, Math.max(0, value));
  }

  get #values(): number[] {
    return completed(this.#guess, this.#rows.length);
  }

  #changed(): void {
    const show = this.#button('show');
    if (show) show.disabled = this.#guess.size < 2;
    const row = this.#rows[this.#index];
    const value = this.#guess.get(this.#index);
    const tasks = value === undefined ? 'not set' : `${significant(value)} tasks`;
    setText(this.#place.querySelector('[data-guess-status]'), `At ε = ${significant(Number(row.epsilon))}: ${tasks}.`);
    this.#trace();
  }

  /** Draws the guess over the frames. */
  #trace(): void {
    const values = this.#values;
    for (const frame of this.#figure.frames) {
      frame.svg.querySelector('.guess-line')?.remove();
      if (frame.layout && values.length > 0) frame.svg.append(this.#lineIn(frame, values));
    }
  }

  #lineIn({ layout }: Frame, values: readonly number[]): Element {
    const place = layout?.place;
    const group = document.createElementNS(SVG, 'g');
    group.setAttribute('class', 'guess-line');
    const points = this.#rows.map((row, i) => [place?.x(Number(row.epsilon)) ?? 0, place?.y(values[i]) ?? 0]);
    const line = document.createElementNS(SVG, 'polyline');
    line.setAttribute('points', points.map((point) => point.join(',')).join(' '));
    group.append(line);
    if (this.#figure.concealed) {
      const [cx, cy] = points[this.#index];
      const dot = document.createElementNS(SVG, 'circle');
      for (const [name, value] of Object.entries({ cx, cy, r: 5 })) dot.setAttribute(name, String(value));
      group.append(dot);
    }
    return group;
  }

  #reveal(): void {
    const hadFocus =
      this.#place.contains(document.activeElement) || document.activeElement?.hasAttribute('data-drawing');
    this.#figure.concealed = false;
    this.#place.dataset.done = this.#guess.size > 0 ? 'drawn' : 'skipped';
    for (const { element } of this.#figure.frames) element.removeAttribute('data-drawing');
    this.#figure.draw();
    if (hadFocus) this.#figure.seen.element.focus();
  }

  #again(): void {
    this.#guess = new Map();
    this.#index = 0;
    delete this.#place.dataset.done;
    const show = this.#button('show');
    if (show) show.disabled = true;
    this.#figure.concealed = true;
    this.#figure.draw();
    this.#figure.seen.element.focus();
  }

  /** Shows how far the curve was off, if one was drawn. */
  #compare(): void {
    const values = this.#values;
    const measured = this.#rows.map((row) => Number(row.solved));
    const words = values.length > 0 ? describeDeviation(deviationOf(values, measured), values.length, this.#label) : '';
    setText(this.#result?.querySelector('[role="status"]'), words);
  }
}

function setText(place: Element | null | undefined, text: string): void {
  if (place && place.textContent !== text) place.textContent = text;
}
