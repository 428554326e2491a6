import type { Spread } from '../../../src/figures/panel.ts';
import { symbols } from '../report/symbols.ts';
import { showNumber } from '../report/text.ts';
import type { Figure } from './figure.ts';
import { fileName, type ShownPanel, save, shownCsv, shownJson, shownPng, shownSvg } from './figureDownload.ts';
import { light, onLight } from './figureLink.ts';
import type { FigureChoices } from './figureState.ts';
import { fillTable, tableOf } from './figureTable.ts';

/** The choices that the page offers for a drawing. */
export function choicesOf(place: HTMLElement): FigureChoices {
  const figure = place.closest('figure');
  const values = [...(figure?.querySelectorAll<HTMLOptionElement>('[data-reading] option') ?? [])];
  return {
    spreads: figure?.querySelector('[data-spread]') !== null,
    colours: (figure?.querySelector('[data-colours]') ?? null) !== null,
    readings: values.map(({ value }) => value).filter((value) => value !== ''),
    series: [...(figure?.querySelectorAll<HTMLElement>('[data-series]') ?? [])].map(
      ({ dataset }) => dataset.series ?? '',
    ),
  };
}

/** Connects the controls of a figure, and keeps them and the texts beside it up to date. */
export function connect(figure: Figure): void {
  connectSpread(figure);
  connectReading(figure);
  connectColours(figure);
  connectSeries(figure);
  connectDownloads(figure);
  connectTexts(figure);
}

function connectSpread(figure: Figure): void {
  const choice = figure.figure.querySelector('[data-spread]');
  const chosen = choice?.querySelector<HTMLInputElement>(`[value="${figure.state.spread}"]`);
  if (chosen) chosen.checked = true;
  choice?.addEventListener('change', (event) => {
    figure.choose({ spread: (event.target as HTMLInputElement).value as Spread });
  });
}

function connectReading(figure: Figure): void {
  const select = figure.figure.querySelector<HTMLSelectElement>('[data-reading] select');
  const scale = figure.figure.querySelector('.scale');
  if (!select) return;
  const showScale = () => {
    if (scale) scale.textContent = select.selectedOptions[0]?.dataset.scale ?? '';
  };
  select.value = figure.state.reading;
  showScale();
  select.addEventListener('change', () => {
    figure.choose({ reading: select.value }).then(showScale, (error: unknown) => {
      select.value = figure.state.reading;
      if (scale) scale.textContent = 'This reading could not be loaded.';
      console.warn(`panel ${figure.drawing.id} keeps its reading`, error);
    });
  });
}

function connectColours(figure: Figure): void {
  const box = figure.figure.querySelector<HTMLInputElement>('[data-colours]');
  if (!box) return;
  box.checked = figure.state.colours === 'paper';
  box.addEventListener('change', () => void figure.choose({ colours: box.checked ? 'paper' : 'ours' }));
}

function connectSeries(figure: Figure): void {
  const buttons = [...figure.figure.querySelectorAll<HTMLButtonElement>('[data-series]')];
  const keyOf = ({ dataset }: HTMLElement) => dataset.series ?? '';
  const linksOf = ({ dataset }: HTMLElement) => (dataset.links ?? '').split(' ');
  const show = () => {
    const drawn = new Map(figure.seen.layout?.series.map((series) => [series.key, series]));
    for (const button of buttons) {
      button.hidden = !drawn.has(keyOf(button));
      button.style.setProperty('--series', drawn.get(keyOf(button))?.colour ?? '');
    }
    const shown = buttons.filter((button) => !button.hidden && !figure.state.hidden.has(keyOf(button)));
    for (const button of buttons) {
      const isShown = shown.includes(button);
      button.setAttribute('aria-pressed', String(isShown));
      // The last visible series cannot be hidden.
      button.toggleAttribute('data-last', isShown && shown.length === 1);
      button.setAttribute('aria-disabled', String(isShown && shown.length === 1));
    }
  };
  for (const button of buttons) {
    button.addEventListener('click', () => {
      if (button.hasAttribute('data-last')) return;
      const hidden = new Set(figure.state.hidden);
      if (!hidden.delete(keyOf(button))) hidden.add(keyOf(button));
      figure.choose({ hidden });
    });
    button.addEventListener('pointerenter', (event) => event.pointerType !== 'touch' && light(linksOf(button)));
    button.addEventListener('pointerleave', () => light(null));
    button.addEventListener('focus', () => button.matches(':focus-visible') && light(linksOf(button)));
    button.addEventListener('blur', () => light(null));
  }
  onLight((links) => {
    for (const button of buttons)
      button.toggleAttribute('data-lit', links?.some((link) => linksOf(button).includes(link)) ?? false);
  });
  figure.onDrawn(show);
}

function connectDownloads(figure: Figure): void {
  const list = figure.place.closest('section')?.querySelector('[data-downloads]');
  const shown = (): ShownPanel => ({
    drawing: figure.drawing,
    rows: figure.rows,
    state: figure.state,
    width: figure.seen.width,
  });
  const makers: Record<string, () => Promise<Blob | string> | string> = {
    svg: () => shownSvg(shown()),
    png: () => shownPng(shown()),
    csv: () => shownCsv(shown()),
    json: () => shownJson(shown()),
    'provenance.json': () => fetchText(figure.fileOf('.provenance.json')),
  };
  const types: Record<string, string> = {
    svg: 'image/svg+xml',
    csv: 'text/csv',
    json: 'application/json',
    'provenance.json': 'application/json',
  };
  for (const control of list?.querySelectorAll<HTMLElement>('[data-download]') ?? []) {
    const ending = control.dataset.download ?? '';
    control.addEventListener('click', (event) => {
      event.preventDefault();
      Promise.resolve(makers[ending]()).then(
        (content) => save(fileName(shown(), ending), content, types[ending]),
        (error: unknown) => console.warn(`panel ${figure.drawing.id} could not be written as ${ending}`, error),
      );
    });
  }
}

async function fetchText(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} could not be fetched (HTTP ${response.status})`);
  return response.text();
}

/** Keeps the table, the summary and the numbers beside a figure up to date. */
function connectTexts(figure: Figure): void {
  const details = figure.figure.querySelector<HTMLDetailsElement>('[data-table]');
  const section = figure.place.closest('section') ?? figure.figure;
  const summary = figure.figure.querySelector<HTMLElement>('.summary');
  const numbers = section.querySelector<HTMLElement>('[data-numbers]');
  let first = true;
  const fill = () => {
    const table = details?.querySelector('table');
    const caption = details?.querySelector('.note');
    if (!details?.open || !table) return;
    const { drawing, rows, state } = figure;
    const made = tableOf(drawing, rows, figure.seen.layout ?? undefined, state.spread);
    fillTable(table, made, showNumber);
    if (caption) caption.textContent = made.caption;
  };
  details?.addEventListener('toggle', fill);
  figure.onDrawn(() => {
    fill();
    // The page was built with these texts.
    if (first && figure.state.reading === '') {
      first = false;
      return;
    }
    first = false;
    if (summary) summary.innerHTML = symbols(figure.drawing.summarize(figure.rows));
    const table = numbers?.querySelector('table');
    const made = figure.drawing.tabulate?.(figure.rows);
    if (table && made) fillTable(table, made, showNumber);
  });
}
