import type { $ZodType } from 'zod/v4/core';
import { type RowsFile, rowsFileSchema, unpackRows } from '../../../src/artifact/packedRows.ts';
import { type SpecificationTables, tablesAt } from '../../../src/artifact/specificationTables.ts';
import { specificationTablesSchema } from '../../../src/artifact/specificationTablesFile.ts';
import type { Row } from '../../../src/artifact/table.ts';
import { panelOf } from '../../../src/figures/index.ts';
import type { Panel, PanelContext } from '../../../src/figures/panel.ts';
import { symbols } from '../report/symbols.ts';
import { asImage, nameOf, redraw } from './drawing.ts';
import { fetchJson } from './fetched.ts';
import type { SpecificationData } from './specificationData.ts';
import { epochsLine, seedsLine } from './specificationScale.ts';

/** Pixels: a panel stands in half a page, or on a phone. */
const WIDTH = 350;
/** Milliseconds that a reader rests on a specification before it is drawn: a slider passes many. */
const REST = 60;

/** The panels of the specification that is open, each beside the same of the profile, or of the protocol at the scale of specifications. */
export class SpecificationPanels {
  readonly #place: HTMLElement;
  readonly #data: SpecificationData;
  /** The marks of verdicts. */
  readonly #legend: Element | null;
  readonly #context: PanelContext;
  readonly #files = new Map<string, Promise<unknown>>();
  readonly #rows = new Map<string, readonly Row[]>();
  #shown = 0;
  /** Counts what was chosen, so that what is overtaken while it is fetched is not drawn. */
  #choice = 0;

  constructor(place: HTMLElement, data: SpecificationData, legend: Element | null) {
    this.#place = place;
    this.#data = data;
    this.#legend = legend;
    this.#context = JSON.parse(place.dataset.context ?? '{}') as PanelContext;
    const address = new URL(location.href).searchParams;
    for (const name of ['figure', 'beside']) {
      const radios = this.#radios(name);
      const given = radios.find(({ value }) => value === address.get(name));
      if (given) given.checked = true;
      for (const radio of radios) radio.addEventListener('change', () => this.#choose(name, radio.value));
    }
  }

  /** Draws the panels of a specification, by its place. */
  async show(place: number): Promise<void> {
    this.#shown = place;
    const choice = ++this.#choice;
    delete this.#place.dataset.drawn;
    await new Promise((rested) => setTimeout(rested, REST));
    if (choice !== this.#choice) return;
    const trouble = this.#place.querySelector<HTMLElement>('[data-trouble]');
    try {
      const drawings = this.#seen().map(async ({ figure, panel, side }) => ({
        figure,
        panel,
        side,
        rows: await this.#rowsOf(panel, side, place),
      }));
      const drawn = await Promise.all(drawings);
      if (choice !== this.#choice) return;
      trouble?.setAttribute('hidden', '');
      for (const { figure, panel, side, rows } of drawn) this.#draw(figure, panel, side, rows);
      this.#place.dataset.drawn = this.#data.ids[place];
    } catch (error) {
      if (choice !== this.#choice || !trouble) return;
      // What stands there is of another specification.
      for (const section of this.#sections()) section.hidden = true;
      trouble.textContent = `These panels could not be drawn: ${(error as Error).message}. Choose a figure to try again.`;
      trouble.removeAttribute('hidden');
    }
  }

  /** Keeps a choice in the address, and draws what it shows. */
  #choose(name: string, value: string): void {
    const address = new URL(location.href);
    address.searchParams.set(name, value);
    history.replaceState(null, '', address);
    void this.show(this.#shown);
  }

  #sections(): HTMLElement[] {
    return [...this.#place.querySelectorAll<HTMLElement>('[data-specified]')];
  }

  #radios(name: string): HTMLInputElement[] {
    return [...this.#place.querySelectorAll<HTMLInputElement>(`[name="specified-${name}"]`)];
  }

  #chosen(name: string): string {
    return this.#radios(name).find(({ checked }) => checked)?.value ?? '';
  }

  /** Shows the panels of the chosen figure, with the chosen side at their right; what is to be drawn of them. */
  #seen(): { figure: HTMLElement; panel: Panel; side: string }[] {
    const [chosen, beside] = [this.#chosen('figure'), this.#chosen('beside')];
    return this.#sections().flatMap((section) => {
      section.hidden = section.dataset.figure !== chosen;
      const panel = panelOf(section.dataset.specified ?? '');
      if (section.hidden || !panel) return [];
      return [...section.querySelectorAll<HTMLElement>('[data-side]')].flatMap((figure) => {
        const { side = '' } = figure.dataset;
        figure.hidden = side !== 'here' && side !== beside;
        return figure.hidden ? [] : [{ figure, panel, side }];
      });
    });
  }

  async #rowsOf(panel: Panel, side: string, place: number): Promise<readonly Row[]> {
    const { tables = '', figures = '' } = this.#place.dataset;
    if (side === 'run')
      return unpackRows(await this.#fetched<RowsFile>('the rows', `${figures}${panel.id}.json`, rowsFileSchema));
    const id = this.#data.ids[side === 'protocol' ? this.#data.protocol : place];
    const file = await this.#fetched<SpecificationTables>('the tables', tables, specificationTablesSchema);
    const known = this.#rows.get(`${panel.id} ${id}`);
    if (known) return known;
    const found = tablesAt(file, id);
    if (!found) {
      this.#files.delete(tables);
      throw new Error(`${tables} has no specification ${id}`);
    }
    const derived = panel.derive(found, this.#context);
    this.#rows.set(`${panel.id} ${id}`, derived);
    return derived;
  }

  #fetched<Content>(name: string, address: string, schema: $ZodType<Content>): Promise<Content> {
    const known = this.#files.get(address) ?? fetchJson(name, address, schema);
    this.#files.set(address, known);
    known.catch(() => this.#files.delete(address));
    return known as Promise<Content>;
  }

  #draw(figure: HTMLElement, panel: Panel, side: string, rows: readonly Row[]): void {
    const place = side === 'protocol' ? this.#data.protocol : this.#shown;
    const name = figure.querySelector('[data-name]');
    if (side === 'here' && name) name.textContent = `specification ${this.#data.ids[place]}`;
    const scale = figure.querySelector<HTMLElement>('[data-scale]');
    set(scale, [epochsLine(rows), scale?.dataset.scale ?? '', seedsLine(rows)].filter(Boolean).join(', '));
    const frame = figure.querySelector('[data-drawn]');
    const svg = rows.length > 0 ? redraw(panel, rows, { width: WIDTH, document }).drawing : null;
    if (svg) asImage(svg, `${nameOf(panel)}: ${name?.textContent}`);
    frame?.replaceChildren(...(svg ? [svg] : []));
    figure.querySelector('[data-empty]')?.toggleAttribute('hidden', svg !== null);
    const summary = figure.querySelector('[data-summary]');
    if (summary) summary.innerHTML = svg ? symbols(panel.summarize(rows)) : '';
    for (const judged of figure.querySelectorAll<HTMLElement>('[data-judged]')) {
      const digit = this.#data.verdicts[Number(judged.dataset.judged)][place];
      const word = judged.dataset.word ?? this.#data.words[Number(digit)];
      const mark = this.#legend?.querySelector(`[data-verdict="${word}"]`)?.cloneNode(true);
      if (mark) judged.replaceChildren(mark);
    }
  }
}

function set(element: Element | null, text: string): void {
  if (element) element.textContent = text;
}
