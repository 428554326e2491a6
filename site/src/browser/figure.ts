import type { Row } from '../../../src/artifact/table.ts';
import type { PanelLayout } from '../../../src/figures/layout.ts';
import type { Drawing } from '../../../src/figures/panel.ts';
import { redraw } from './drawing.ts';
import { fade, onLight } from './figureLink.ts';
import type { Origin } from './figureName.ts';
import { type RowsFile, unpackRows } from './figureRows.ts';
import { type Choices, defaultState, type FigureState, readState, writeState } from './figureState.ts';

/** One of the two widths of a panel; the page shows one of them. */
export interface Frame {
  element: HTMLElement;
  /** Pixels. */
  width: number;
  svg: SVGSVGElement;
  layout: PanelLayout | null;
}

/** A drawing of the page and the choices of the reader. */
export class Figure {
  readonly place: HTMLElement;
  readonly drawing: Drawing;
  readonly frames: Frame[] = [];
  rows: readonly Row[] = [];
  networks: readonly string[] = [];
  state: FigureState = defaultState;
  /** Hides all series before a guess. */
  concealed = false;
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

  /** The origin of the current rows. */
  get origin(): Origin {
    const { profile = '' } = this.place.dataset;
    const x = this.seen.layout?.x.column ?? '';
    return { panel: this.drawing.id, profile, reading: this.state.reading, x, networks: this.networks };
  }

  /** Calls the listener after every drawing. */
  onDrawn(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Applies a choice: draws it and writes it into the address.
   * @throws Error if the rows of a reading cannot be fetched; nothing changes then.
   */
  async choose(chosen: Partial<FigureState>): Promise<void> {
    const state = { ...this.state, ...chosen };
    if (state.reading !== this.state.reading) await this.#load(state.reading);
    this.state = state;
    this.draw();
    const query = writeState(location.search, this.drawing.id, state);
    history.replaceState(history.state, '', `${location.pathname}${query}${location.hash}`);
  }

  /** Fetches the rows of the state and draws them for the first time. */
  async start(): Promise<void> {
    await this.#load(this.state.reading);
    this.draw();
  }

  /** Draws both widths again in place. */
  draw(): void {
    const hidden = this.concealed ? new Set(this.#choices.series) : this.state.hidden;
    const { spread } = this.state;
    this.frames.length = 0;
    for (const element of this.place.querySelectorAll<HTMLElement>('[data-width]')) {
      const width = Number(element.dataset.width);
      const drawn = redraw(this.drawing, this.rows, { width, document, spread, hidden });
      element.replaceChildren(drawn.drawing);
      const svg = element.querySelector('svg') as SVGSVGElement;
      this.frames.push({ element, width, svg, layout: drawn.layout });
    }
    for (const listener of this.#listeners) listener();
  }

  async #load(reading: string): Promise<void> {
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
  if (!response.ok) throw new Error(`the rows at ${address} could not be fetched (HTTP ${response.status})`);
  return (await response.json()) as RowsFile;
}
