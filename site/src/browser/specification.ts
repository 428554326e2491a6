import { unbroken } from '../report/finish.ts';
import { showNumber } from '../report/text.ts';
import { columnOf, countsOf, type SpecificationData } from './specificationData.ts';
import type { SpecificationPanels } from './specificationPanels.ts';

// Any specification of the multiverse in the panel: chosen by a column of the curve, its slider, a row of its table, a value of each
// choice, or the address, which keeps it: ?specification=2101000. With &figure=3 its panels are open.

const panel = document.querySelector<HTMLElement>('[data-panel-of]');
const stored = panel?.querySelector<HTMLTemplateElement>('template')?.content.textContent;
if (panel && stored) enliven(panel, JSON.parse(stored) as SpecificationData);

function enliven(panel: HTMLElement, data: SpecificationData): void {
  const choices = [...panel.querySelectorAll<HTMLSelectElement>('[data-choice]')];
  const slide = document.querySelector<HTMLInputElement>('[data-slide]');
  const columns = document.querySelector<HTMLElement>('[data-columns]');
  const legend = document.querySelector('[data-legend]');
  const chosen = document.querySelector<HTMLElement>('[data-chosen]');
  const unknown = panel.querySelector<HTMLElement>('[data-unknown]');
  const details = panel.querySelector('[data-claims]');
  const folded = panel.querySelector<HTMLDetailsElement>('[data-panels]');
  const step = Number(columns?.dataset.step);
  let panels: SpecificationPanels | undefined;
  let shown = data.ids.indexOf(panel.dataset.panelOf ?? '');

  const show = (place: number) => {
    shown = place;
    write(panel, data, place, legend);
    for (const choice of choices) {
      choice.value = data.ids[place][Number(choice.dataset.choice)];
      const departs = choice.value !== choice.dataset.protocol;
      choice.closest('[data-departs]')?.setAttribute('data-departs', String(departs));
    }
    const column = columnOf(data, place);
    if (slide && column >= 0) {
      slide.value = String(column);
      slide.setAttribute('aria-valuetext', spoken(data, data.columns[column]));
    }
    chosen?.style.setProperty('--at', String(column));
    reveal(columns?.parentElement ?? null, column * step, step);
    unknown?.setAttribute('hidden', '');
    if (folded?.open) void panels?.show(place);
  };
  const choose = (place: number) => {
    show(place);
    details?.setAttribute('open', '');
    const address = new URL(location.href);
    address.searchParams.set('specification', data.ids[place]);
    address.hash = '';
    history.replaceState(null, '', address);
  };

  for (const choice of choices)
    choice.addEventListener('change', () => {
      const levels = [...data.ids[shown]];
      levels[Number(choice.dataset.choice)] = choice.value;
      choose(data.ids.indexOf(levels.join('')));
    });
  slide?.addEventListener('input', () => choose(data.columns[Number(slide.value)]));
  columns?.addEventListener('click', (event) => {
    const place = data.columns[Math.floor((event.clientX - columns.getBoundingClientRect().left) / step)];
    if (place !== undefined) choose(place);
  });
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-specification]'))
    link.addEventListener('click', (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      choose(data.ids.indexOf(link.dataset.specification ?? ''));
      panel.scrollIntoView();
    });

  // Their code and data are fetched when they are opened.
  folded?.addEventListener('toggle', async () => {
    if (!folded.open) return;
    const { SpecificationPanels } = await import('./specificationPanels.ts');
    panels ??= new SpecificationPanels(folded, data, legend);
    await panels.show(shown);
  });
  const address = new URL(location.href).searchParams;
  if (address.has('figure')) folded?.setAttribute('open', '');

  const asked = address.get('specification');
  const place = asked === null ? shown : data.ids.indexOf(asked);
  show(place < 0 ? shown : place);
  if (asked !== null && place >= 0) details?.setAttribute('open', '');
  if (place < 0 && unknown) {
    unknown.textContent = `There is no specification '${(asked ?? '').slice(0, 40)}' here. This is ${data.ids[shown]}.`;
    unknown.removeAttribute('hidden');
  }
}

/** Writes the verdicts and numbers of a specification into the panel. */
function write(panel: HTMLElement, data: SpecificationData, place: number, legend: Element | null): void {
  const id = data.ids[place];
  panel.dataset.panelOf = id;
  set(panel.querySelector('[data-id]'), id);
  set(panel.querySelector('[data-which]'), place === data.protocol ? 'the protocol' : '');
  const counts = [...countsOf(data, place), data.networks[place]];
  panel.querySelectorAll('[data-counts] td').forEach((cell, i) => void set(cell, String(counts[i])));
  const command = panel.querySelector('.specification-command code');
  if (command?.textContent)
    command.innerHTML = unbroken(command.textContent.replace(/specification\/\d+/, `specification/${id}`));
  const copy = panel.querySelector('.specification-command button');
  copy?.setAttribute('aria-label', `Copy: ${command?.textContent ?? ''}`);
  panel.querySelectorAll<HTMLElement>('[data-row]').forEach((row, i) => {
    const value = data.values[i][place];
    set(row.querySelector('[data-value-here]'), value === null ? '–' : showNumber(value));
    const digits = data.verdicts[i];
    if (digits === undefined) return;
    row.dataset.differs = String(digits[place] !== digits[data.protocol]);
    const mark = legend?.querySelector(`[data-verdict="${data.words[Number(digits[place])]}"]`)?.cloneNode(true);
    if (mark) row.querySelector('[data-verdict-here]')?.replaceChildren(mark);
  });
}

/** A specification as the slider speaks it. */
function spoken(data: SpecificationData, place: number): string {
  const counts = countsOf(data, place);
  return `${data.ids[place]}: ${data.words.map((word, i) => `${counts[i]} ${word}`).join(', ')}`;
}

/** Scrolls a frame so that a column in it can be seen, if it cannot. */
function reveal(frame: HTMLElement | null, left: number, width: number): void {
  if (!frame || left < 0) return;
  const isSeen = left >= frame.scrollLeft && left + width <= frame.scrollLeft + frame.clientWidth;
  if (!isSeen) frame.scrollTo({ left: left - (frame.clientWidth - width) / 2, behavior: 'instant' });
}

function set(element: Element | null, text: string): void {
  if (element) element.textContent = text;
}
