import { rowsFileSchema, unpackRows } from '../../../src/artifact/packedRows.ts';
import type { Row } from '../../../src/artifact/table.ts';
import type { PanelLayout } from '../../../src/figures/layout.ts';
import type { Drawing } from '../../../src/figures/panel.ts';
import { redraw } from './drawing.ts';
import { fetchJson } from './fetched.ts';
import { fade, onLight } from './figureLink.ts';
import type { RowsOrigin } from './figureName.ts';
import { Scope, type ScopeParts } from './figureScope.ts';
import { defaultState, type FigureChoices, type FigureState, readState, writeState } from './figureState.ts';

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
  readonly #choices: FigureChoices;
  readonly #scope: Scope;
  readonly #sources = new Map<string, Promise<Source>>();
  /** Counts choices, so that one that is overtaken while its rows are fetched draws nothing. */
  #choice = 0;
  /** What was chosen and is being fetched. */
  #wanted: FigureState | null = null;
  /** The reading of the notes that are shown. */
  #shown = '';
  readonly #listeners: (() => void)[] = [];

  constructor(place: HTMLElement, drawing: Drawing, choices: FigureChoices) {
    this.place = place;
    this.drawing = drawing;
    this.#choices = choices;
    this.#scope = new Scope(place.closest('section') ?? this.figure);
    if (choices.spreads || choices.colours || choices.readings.length > 0 || choices.series.length > 0)
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
  get origin(): RowsOrigin {
    const { profile = '' } = this.place.dataset;
    const x = this.seen.layout?.x.column ?? '';
    return { panel: this.drawing.id, profile, reading: this.state.reading, x, networks: this.networks };
  }

  /** Calls the listener after every drawing. */
  onDrawn(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** The address of a file of the panel under the current choice, by its ending: '.provenance.json'. */
  fileOf(ending: string): string {
    return addressOf(this.place, this.drawing.id, this.state, ending);
  }

  /**
   * Applies a choice: draws it and writes it into the address.
   * @throws Error if the rows or notes of a reading cannot be fetched; nothing changes then.
   */
  async choose(chosen: Partial<FigureState>): Promise<void> {
    const choice = ++this.#choice;
    // On top of what is being fetched.
    this.#wanted = { ...(this.#wanted ?? this.state), ...chosen };
    const state = this.#wanted;
    let source: Source;
    try {
      source = await this.#load(state);
    } catch (error) {
      if (choice === this.#choice) this.#wanted = null;
      throw error;
    }
    if (choice !== this.#choice) return;
    this.#wanted = null;
    this.#apply(state, source);
    const query = writeState(location.search, this.drawing.id, this.state);
    history.replaceState(history.state, '', `${location.pathname}${query}${location.hash}`);
  }

  /** Fetches what belongs to the state and draws it for the first time. */
  async start(): Promise<void> {
    this.#apply(this.state, await this.#load(this.state));
  }

  /** Draws both widths again in place. */
  draw(): void {
    const hidden = this.concealed ? new Set(this.#choices.series) : this.state.hidden;
    const { spread, colours } = this.state;
    this.frames.length = 0;
    for (const element of this.place.querySelectorAll<HTMLElement>('[data-width]')) {
      const width = Number(element.dataset.width);
      const drawn = redraw(this.drawing, this.rows, { width, document, spread, hidden, colours });
      element.replaceChildren(drawn.drawing);
      const svg = element.querySelector('svg') as SVGSVGElement;
      this.frames.push({ element, width, svg, layout: drawn.layout });
    }
    for (const listener of this.#listeners) listener();
  }

  #apply(state: FigureState, { rows, networks, parts }: Source): void {
    const changed = state.reading !== this.#shown;
    this.state = state;
    this.rows = rows;
    this.networks = networks;
    this.draw();
    // Of the series that these rows have, at least one stays visible.
    const present = (this.seen.layout?.series ?? []).map(({ key }) => key);
    if (present.length > 0 && present.every((key) => state.hidden.has(key))) {
      this.state = { ...state, hidden: new Set() };
      this.draw();
    }
    if (changed) this.#scope.show(parts);
    this.#shown = state.reading;
    this.place.dataset.source = state.reading;
  }

  #load(state: FigureState): Promise<Source> {
    const address = addressOf(this.place, this.drawing.id, state, '.json');
    const known = this.#sources.get(address);
    if (known) return known;
    const notes = state.reading === '' ? null : addressOf(this.place, this.drawing.id, state, '/');
    const source = Promise.all([fetchJson('the rows', address, rowsFileSchema), this.#scope.load(notes)]).then(
      ([file, parts]) => ({
        rows: unpackRows(file),
        networks: file.networks ?? [],
        parts,
      }),
    );
    this.#sources.set(address, source);
    source.catch(() => this.#sources.delete(address));
    return source;
  }
}

/** All that belongs to one choice of rows: they, the ids of their networks, and the notes on them. */
interface Source {
  rows: readonly Row[];
  networks: readonly string[];
  parts: ScopeParts;
}

/** The address of a file of a panel: of the protocol, or of a reading. Whatever else rows may be made under belongs into this function. */
function addressOf({ dataset }: HTMLElement, panel: string, { reading }: FigureState, ending: string): string {
  const { rows = '', readings = '' } = dataset;
  return `${reading === '' ? rows.replace(/\.json$/, '') : `${readings}${reading}/${panel}`}${ending}`;
}
