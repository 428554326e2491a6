import type { Row } from '../../../src/artifact/table.ts';
import type { Drawing } from '../../../src/figures/panel.ts';
import type { PanelSurvey } from '../../../src/figures/survey.ts';
import { redraw } from './drawing.ts';
import { fade, onLight } from './figureLink.ts';
import type { Origin } from './figureName.ts';
import { type RowsFile, unpackRows } from './figureRows.ts';
import { type Choices, type FigureState, readState, untouched, writeState } from './figureState.ts';

/** One of the two widths at which a panel stands in the page; the page shows one of them. */
export interface Frame {
  element: HTMLElement;
  /** Pixels. */
  width: number;
  svg: SVGSVGElement;
  survey: PanelSurvey | null;
}

/** A drawing of the page that follows what the reader chooses. */
export class Figure {
  readonly place: HTMLElement;
  readonly drawing: Drawing;
  readonly frames: Frame[] = [];
  rows: readonly Row[] = [];
  networks: readonly string[] = [];
  state: FigureState = untouched;
  /** Series that are hidden for another reason than the reader's choice: all of them, before a guess. */
  veiled = false;
  readonly #choices: Choices;
  readonly #files = new Map<string, Promise<RowsFile>>();
  readonly #listeners: (() => void)[] = [];

  constructor(place: HTMLElement, drawing: Drawing, choices: Choices) {
    this.place = place;
    this.drawing = drawing;
    this.#choices = choices;
    if (choices.spreads || choices.readings.length > 0 || choices.series.length > 0)
      this.state = readState(location.search, drawing.id, choices);
    onLight((links) => {
      for (const { element } of this.frames) fade(element, links);
    });
  }

  /** The figure's part of the page. */
  get figure(): HTMLElement {
    return this.place.closest('figure') ?? this.place;
  }

  /** The frame that the page shows now. */
  get seen(): Frame {
    return this.frames.find(({ element }) => element.offsetParent !== null) ?? this.frames[0];
  }

  /** What the origin of a point is told from. */
  get origin(): Origin {
    const { profile = '' } = this.place.dataset;
    const x = this.seen.survey?.x.column ?? '';
    return { panel: this.drawing.id, profile, reading: this.state.reading, x, networks: this.networks };
  }

  /** Calls back after every drawing. */
  onDrawn(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Takes what the reader has chosen, draws it and writes it into the address.
   * @throws Error where the rows of a reading cannot be fetched; then nothing has changed.
   */
  async choose(chosen: Partial<FigureState>): Promise<void> {
    const state = { ...this.state, ...chosen };
    if (state.reading !== this.state.reading) await this.#take(state.reading);
    this.state = state;
    this.draw();
    const query = writeState(location.search, this.drawing.id, state);
    history.replaceState(history.state, '', `${location.pathname}${query}${location.hash}`);
  }

  /** Fetches the rows of the state and draws them for the first time. */
  async start(): Promise<void> {
    await this.#take(this.state.reading);
    this.draw();
  }

  /** Draws both widths again, in the very boxes of the drawings before. */
  draw(): void {
    const hidden = this.veiled ? new Set(this.#choices.series) : this.state.hidden;
    const { spread } = this.state;
    this.frames.length = 0;
    for (const element of this.place.querySelectorAll<HTMLElement>('[data-width]')) {
      const width = Number(element.dataset.width);
      const drawn = redraw(this.drawing, this.rows, { width, document, spread, hidden });
      element.replaceChildren(drawn.drawing);
      const svg = element.querySelector('svg') as SVGSVGElement;
      this.frames.push({ element, width, svg, survey: drawn.survey });
    }
    for (const listener of this.#listeners) listener();
  }

  async #take(reading: string): Promise<void> {
    const { rows = '', readings = '' } = this.place.dataset;
    const address = reading === '' ? rows : `${readings}${reading}/${this.drawing.id}.json`;
    const file = this.#files.get(address) ?? fetchRows(address);
    this.#files.set(address, file);
    try {
      const taken = await file;
      this.rows = unpackRows(taken);
      this.networks = taken.networks ?? [];
    } catch (error) {
      this.#files.delete(address);
      throw error;
    }
  }
}

async function fetchRows(address: string): Promise<RowsFile> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the rows at ${address} cannot be fetched: HTTP ${response.status}`);
  return (await response.json()) as RowsFile;
}
