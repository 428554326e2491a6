import type { PanelPoint } from '../../../src/figures/layout.ts';
import { unbroken } from '../report/finish.ts';

/** Content of a card. */
export interface CardText {
  /** 'modular 15', 'modular 15, seed 3'. */
  title: string;
  tooltip: PanelPoint['tooltip'];
  /** 'mean of 5 networks', 'network modular-15-seed-3'. */
  network: string;
  commands: readonly { name: string; command: string }[];
  /** Fragment of the panel's provenance on the page; empty if there is none. */
  provenance: string;
}

export interface CardEvents {
  close(): void;
  follow(event: Event): void;
  announce(text: string): void;
}

/** The card of a point: its values, and once pinned its origin. */
export class Card {
  readonly element: HTMLElement;
  readonly #events: CardEvents;

  constructor(events: CardEvents) {
    this.#events = events;
    this.element = make('div', { class: 'point-card', hidden: '' });
  }

  /** Shows a point; with `pinned`, also commands and a link. */
  show(text: CardText, pinned: boolean): void {
    const { element } = this;
    element.replaceChildren(
      make('p', { class: 'point-title' }, text.title),
      listOf(text.tooltip),
      make('p', { class: 'point-network' }, text.network),
      ...(pinned ? this.#trail(text) : [make('p', { class: 'point-hint' }, 'Click or press Enter for the origin.')]),
    );
    element.toggleAttribute('data-pinned', pinned);
    if (pinned) {
      element.setAttribute('role', 'dialog');
      element.setAttribute('aria-label', `Point: ${text.title}`);
    } else {
      element.removeAttribute('role');
      element.removeAttribute('aria-label');
    }
    element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
    this.element.removeAttribute('data-pinned');
  }

  /** Places the card beside a point of its box, in CSS pixels. */
  place(x: number, y: number, box: { width: number; height: number }): void {
    const { style, offsetWidth, offsetHeight } = this.element;
    // There it stands below the drawing.
    if (box.width < 480) return;
    const left = x < box.width / 2 ? x + 16 : x - offsetWidth - 16;
    const top = Math.min(y - 20, box.height - offsetHeight);
    style.right = 'auto';
    style.left = `${Math.round(Math.max(0, left))}px`;
    style.top = `${Math.round(Math.max(0, top))}px`;
  }

  /** Moves the focus into a pinned card. */
  focus(): void {
    this.element.querySelector<HTMLElement>('a, button')?.focus();
  }

  #trail({ commands, provenance }: CardText): HTMLElement[] {
    const lines = commands.map(({ name, command }) => {
      const line = make('div', { class: 'point-command' });
      const copy = make('button', { type: 'button', 'aria-label': `Copy the command: ${name}` }, 'Copy');
      const code = make('code', {});
      code.innerHTML = unbroken(command);
      copy.addEventListener('click', () => {
        copyText(command, code).then((done) => {
          copy.textContent = done ? 'Copied' : 'Selected';
          this.#events.announce(done ? 'Command copied.' : 'Command selected.');
        });
      });
      line.append(make('span', {}, name), copy, code);
      return line;
    });
    const close = make('button', { type: 'button', class: 'point-close', 'aria-label': 'Close the point' }, '×');
    close.addEventListener('click', () => this.#events.close());
    if (provenance === '') return [...lines, close];
    const link = make('a', { href: provenance }, 'Provenance of the panel');
    link.addEventListener('click', (event) => this.#events.follow(event));
    const last = make('p', { class: 'point-link' });
    last.append(link);
    return [...lines, last, close];
  }
}

function listOf(tooltip: PanelPoint['tooltip']): HTMLElement {
  const list = make('dl', {});
  for (const [name, value] of tooltip) {
    const line = make('div', {});
    if (name !== '') line.append(make('dt', {}, name));
    line.append(make('dd', {}, value));
    list.append(line);
  }
  return list;
}

function make(name: string, attributes: Record<string, string>, text?: string): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Copies a text, or selects it if copying is not allowed. Returns whether it was copied. */
async function copyText(text: string, code: Element): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(code);
    return false;
  }
}
