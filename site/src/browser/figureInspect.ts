import type { PanelPoint } from '../../../src/figures/layout.ts';
import type { Figure, Frame } from './figure.ts';
import { Card, type CardText } from './figureCard.ts';
import { light } from './figureLink.ts';
import { explainCommand, networkOf, networksOf, remakeCommand } from './figureName.ts';
import { isMove, movedPoint, nearestPoint, samePoint } from './figurePoints.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Largest distance of the pointer from a point, in CSS pixels. */
const RADIUS = 44;

/** Selection of points of a figure by pointer, touch and keyboard. */
export class Inspector {
  readonly #figure: Figure;
  readonly #status: HTMLElement;
  readonly #card: Card;
  #point: PanelPoint | null = null;
  #pinned = false;
  #touched = false;

  constructor(figure: Figure) {
    this.#figure = figure;
    const { place, drawing } = figure;
    this.#card = new Card({
      close: () => this.#release(true),
      follow: () => openProvenance(drawing.id),
      announce: (text) => this.#announce(text),
    });
    this.#status = document.createElement('p');
    this.#status.className = 'visually-hidden';
    this.#status.setAttribute('role', 'status');
    place.append(this.#card.element, this.#status);
    place.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#point) {
        this.#release(this.#pinned);
        event.preventDefault();
      }
    });
    place.addEventListener('focusout', (event) => {
      if (!this.#pinned && !place.contains(event.relatedTarget as Node | null)) this.#show(null);
    });
    // Scrolling by touch deselects the point.
    addEventListener('scroll', () => this.#touched && !this.#pinned && this.#show(null), { passive: true });
    addEventListener('pointerdown', (event) => {
      this.#touched = event.pointerType === 'touch';
      if (this.#touched) light(null);
      if (this.#pinned && !place.contains(event.target as Node)) this.#release(false);
    });
    figure.onDrawn(() => this.#drawn());
  }

  /** Makes the frames of a new drawing focusable and keeps the selected point. */
  #drawn(): void {
    const { drawing, frames, concealed } = this.#figure;
    for (const frame of frames) {
      const { element, layout } = frame;
      // The guess handles the keyboard then.
      if (concealed) continue;
      if (!layout || layout.points.length === 0) {
        for (const name of ['tabindex', 'role', 'aria-label', 'aria-roledescription']) element.removeAttribute(name);
        continue;
      }
      element.tabIndex = 0;
      element.setAttribute('role', 'application');
      element.setAttribute('aria-roledescription', 'chart');
      element.setAttribute('aria-label', `${drawing.title}: arrow keys move between points, Enter shows the origin`);
      if (element.dataset.inspected === undefined) {
        element.dataset.inspected = '';
        this.#listen(element);
      }
    }
    const { layout } = this.#figure.seen;
    const kept = this.#point && layout ? samePoint(layout.points, this.#point, layout.x.column) : null;
    if (this.#point) this.#show(kept, this.#pinned && kept !== null);
  }

  #listen(element: HTMLElement): void {
    const frame = () => this.#figure.frames.find((frame) => frame.element === element);
    element.addEventListener('pointermove', (event) => {
      if (event.pointerType === 'touch' || this.#pinned) return;
      this.#show(this.#under(frame(), event));
    });
    element.addEventListener('pointerleave', () => {
      if (!this.#pinned && !element.matches(':focus-visible')) this.#show(null);
    });
    element.addEventListener('click', (event) => {
      const point = this.#under(frame(), event);
      if (point) this.#show(point, true);
      else this.#release(false);
    });
    element.addEventListener('focus', () => {
      if (!this.#point && element.matches(':focus-visible')) this.#show(frame()?.layout?.points[0] ?? null);
    });
    element.addEventListener('keydown', (event) => this.#press(frame(), event));
  }

  #press(frame: Frame | undefined, event: KeyboardEvent): void {
    const points = frame?.layout?.points ?? [];
    if (points.length === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    if (isMove(event.key)) {
      this.#show(this.#point ? movedPoint(points, this.#point, event.key) : points[0]);
      event.preventDefault();
    } else if ((event.key === 'Enter' || event.key === ' ') && this.#point) {
      this.#show(this.#point, true);
      this.#card.focus();
      event.preventDefault();
    }
  }

  #under(frame: Frame | undefined, event: MouseEvent): PanelPoint | null {
    if (!frame?.layout) return null;
    const box = frame.svg.getBoundingClientRect();
    const scale = frame.width / box.width;
    const [x, y] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    return nearestPoint(frame.layout.points, x, y, RADIUS * scale);
  }

  #show(point: PanelPoint | null, pinned = false): void {
    if (point === this.#point && pinned === this.#pinned && point !== null && this.#marked()) return;
    this.#point = point;
    this.#pinned = pinned && point !== null;
    for (const { svg } of this.#figure.frames) svg.querySelector('.point-mark')?.remove();
    light(point?.links ?? null);
    if (!point) {
      this.#card.hide();
      return;
    }
    const text = this.#textOf(point);
    const { svg, element, width } = this.#figure.seen;
    svg.append(markOf(point, this.#figure.seen));
    this.#card.show(text, this.#pinned);
    const scale = element.clientWidth / width;
    this.#card.place(point.x * scale, point.y * scale, { width: element.clientWidth, height: element.clientHeight });
    const values = text.tooltip.map(([name, value]) => (name === '' ? value : `${name}: ${value}`)).join(', ');
    this.#announce(
      `${text.title}. ${values}. ${text.network}${this.#pinned ? '. Pinned; press Escape to close.' : '.'}`,
    );
  }

  #marked(): boolean {
    return this.#figure.seen.svg.querySelector('.point-mark') !== null;
  }

  /** Closes the card; the focus returns to the chart if it was in the card or if `toChart` is set. */
  #release(toChart: boolean): void {
    const { element } = this.#figure.seen;
    const inside = this.#card.element.contains(document.activeElement);
    this.#show(null);
    if (toChart || inside) element.focus();
  }

  #textOf({ label, tooltip, row }: PanelPoint): CardText {
    const { rows, drawing } = this.#figure;
    const { origin } = this.#figure;
    const isPanel = document.getElementById(`panel-${drawing.id}`) !== null;
    const id = networkOf(row, origin);
    const title = typeof row.seed === 'number' ? `${label}, seed ${row.seed}` : label;
    if (!isPanel || origin.profile === '') return { title, tooltip, network: '', commands: [], provenance: '' };
    const ids = networksOf(row, rows, origin);
    const count = typeof row.seeds === 'number' ? row.seeds : ids.length;
    const several = `mean of ${count} networks${ids.length > 0 ? `: ${span(ids)}` : ''}`;
    const one = ids[0] ? `network ${ids[0]}` : 'one network';
    const reading = origin.reading === '' ? '' : `, reading ${origin.reading}`;
    return {
      title,
      tooltip,
      network: `${id ? `network ${id}` : count === 1 ? one : several}${reading}`,
      commands: [
        { name: 'Trace it', command: explainCommand(row, rows, origin) },
        { name: 'Reproduce it', command: remakeCommand(row, origin) },
      ],
      provenance: `#origin-${drawing.id}`,
    };
  }

  #announce(text: string): void {
    this.#status.textContent = text;
  }
}

/** Ids that differ in their seed alone, shortened: 'modular-15-seed-0 to 4'. */
function span(ids: readonly string[]): string {
  const seeds = ids.map((id) => Number(/-seed-(\d+)$/.exec(id)?.[1]));
  const gapless = seeds.every((seed, i) => i === 0 || seed === seeds[i - 1] + 1);
  if (ids.length === 1) return ids[0];
  return gapless ? `${ids[0]} to ${seeds[seeds.length - 1]}` : `${ids[0]} and others`;
}

/** A ring at a point, and a line down to the axis. */
function markOf({ x, y }: PanelPoint, { layout }: Frame): Element {
  const mark = document.createElementNS(SVG, 'g');
  mark.setAttribute('class', 'point-mark');
  const line = document.createElementNS(SVG, 'line');
  for (const [name, value] of Object.entries({ x1: x, x2: x, y1: y, y2: layout?.place.bottom ?? y }))
    line.setAttribute(name, String(value));
  const ring = document.createElementNS(SVG, 'circle');
  for (const [name, value] of Object.entries({ cx: x, cy: y, r: 6 })) ring.setAttribute(name, String(value));
  mark.append(line, ring);
  return mark;
}

/** Opens the provenance of the panel. */
function openProvenance(panel: string): void {
  const details = document.getElementById(`origin-${panel}`);
  if (details instanceof HTMLDetailsElement) details.open = true;
}
