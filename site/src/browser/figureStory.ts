import { significant } from '../../../src/figures/frame.ts';
import type { PanelPoint } from '../../../src/figures/layout.ts';
import { symbols } from '../report/symbols.ts';
import type { Figure } from './figure.ts';
import { light } from './figureLink.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** Connects the live control of a figure of the story, if it has one. */
export function connectStory(figure: Figure): void {
  const control = figure.place.closest('section')?.querySelector<HTMLElement>('[data-story-control]');
  if (!control) return;
  if (control.dataset.storyControl === 'place') connectPlace(figure, control);
  else connectChoice(figure, control);
}

/** A slider along x: the values of every curve there. */
function connectPlace(figure: Figure, control: HTMLElement): void {
  const slider = control.querySelector<HTMLInputElement>('[data-at]');
  if (!slider) return;
  let places: number[] = [];
  const show = () => {
    const layout = figure.seen.layout;
    const x = places[slider.valueAsNumber];
    if (!layout || x === undefined) return;
    setText(
      control.querySelector('[data-at-value]'),
      `${layout.x.column === 'parameters' ? Math.round(x).toLocaleString('en') : significant(x)}`,
    );
    const read = meansOf(figure).filter((point) => Number(point.row[layout.x.column]) === x);
    const values = outlined(read).map(({ label, row }) => `${label}: ${significant(Number(row[layout.y.column]))}`);
    const status = control.querySelector('[data-read]');
    if (status) status.innerHTML = symbols(`${capital(layout.y.label)}: ${values.join('; ')}.`);
    for (const { svg, layout: drawn } of figure.frames) {
      svg.querySelector('.at-rule')?.remove();
      if (!drawn) continue;
      const line = document.createElementNS(SVG, 'line');
      const at = drawn.place.x(x);
      for (const [name, value] of Object.entries({
        x1: at,
        x2: at,
        y1: drawn.place.top,
        y2: drawn.place.bottom,
        class: 'at-rule',
      }))
        line.setAttribute(name, String(value));
      svg.append(line);
    }
  };
  figure.onDrawn(() => {
    const column = figure.seen.layout?.x.column ?? '';
    const found = [...new Set(meansOf(figure).map(({ row }) => Number(row[column])))].sort((a, b) => a - b);
    if (found.join() !== places.join()) {
      places = found;
      slider.max = String(Math.max(0, places.length - 1));
      slider.value = String(Math.floor(places.length / 2));
    }
    show();
  });
  slider.addEventListener('input', show);
}

/** Radio buttons that follow one curve, and say where it ends. */
function connectChoice(figure: Figure, control: HTMLElement): void {
  const radios = [...control.querySelectorAll<HTMLInputElement>('input[type="radio"]')];
  const show = (isChosen: boolean) => {
    const links = radios.find(({ checked }) => checked)?.value.split(' ') ?? [];
    if (isChosen) light(links);
    const column = figure.seen.layout?.x.column ?? '';
    const ofCurve = meansOf(figure).filter((point) => links.some((link) => point.links.includes(link)));
    const last = ofCurve.sort((a, b) => Number(a.row[column]) - Number(b.row[column])).at(-1);
    const status = control.querySelector('[data-read]');
    if (!status) return;
    const { y } = figure.seen.layout ?? {};
    status.innerHTML =
      last && y
        ? symbols(
            `${capital(last.label)}: ${y.label} ${significant(Number(last.row[y.column]))} after ${last.row[column]} epochs, mean over ${last.row.seeds} networks.`,
          )
        : 'Not run in this profile.';
  };
  for (const radio of radios) radio.addEventListener('change', () => show(true));
  figure.onDrawn(() => show(false));
}

/** Of many curves the first, the last and some between, which show where values go from one to the next. */
function outlined(points: readonly PanelPoint[]): PanelPoint[] {
  const last = points.length - 1;
  if (last < 9) return [...points];
  return [...new Set([0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => points[Math.round(share * last)]))];
}

function meansOf(figure: Figure): PanelPoint[] {
  return (figure.seen.layout?.points ?? []).filter(({ row }) => row.kind !== 'seed');
}

function setText(place: Element | null, text: string): void {
  if (place) place.textContent = text;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
