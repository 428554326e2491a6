import type { PanelPoint } from '../../../src/figures/survey.ts';

/** What a card says of a point. */
export interface CardText {
  /** 'modular 15', 'modular 15, seed 3'. */
  title: string;
  said: PanelPoint['said'];
  /** 'mean of 5 networks', 'network modular-15-seed-3'. */
  network: string;
  commands: readonly { name: string; command: string }[];
  /** Where the panel's provenance stands on the page; empty where there is none. */
  provenance: string;
}

export interface CardEvents {
  close(): void;
  follow(event: Event): void;
  say(text: string): void;
}

/** The card beside a point: what it is, and once it is pinned where it comes from. */
export class Card {
  readonly element: HTMLElement;
  readonly #events: CardEvents;

  constructor(events: CardEvents) {
    this.#events = events;
    this.element = make('div', { class: 'point-card', hidden: '' });
  }

  /** Shows a point, its lines first; with `pinned`, commands and a link that can be reached. */
  show(text: CardText, pinned: boolean): void {
    const { element } = this;
    element.replaceChildren(
      make('p', { class: 'point-title' }, text.title),
      listOf(text.said),
      make('p', { class: 'point-network' }, text.network),
      ...(pinned ? this.#trail(text) : [make('p', { class: 'point-hint' }, 'Click or press Enter for its origin.')]),
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

  /** Puts the card beside a place of its box, in CSS pixels, where there is room. */
  place(x: number, y: number, box: { width: number; height: number }): void {
    const { style, offsetWidth, offsetHeight } = this.element;
    if (box.width < 480) {
      style.left = '0';
      style.right = '0';
      style.top = `${y < box.height / 2 ? Math.round(y + 18) : Math.round(y - offsetHeight - 18)}px`;
      return;
    }
    const left = x < box.width / 2 ? x + 16 : x - offsetWidth - 16;
    const top = Math.min(y - 20, box.height - offsetHeight);
    style.right = 'auto';
    style.left = `${Math.round(Math.max(0, left))}px`;
    style.top = `${Math.round(Math.max(0, top))}px`;
  }

  /** Brings the keyboard into a pinned card. */
  focus(): void {
    this.element.querySelector<HTMLElement>('a, button')?.focus();
  }

  #trail({ commands, provenance }: CardText): HTMLElement[] {
    const lines = commands.map(({ name, command }) => {
      const line = make('div', { class: 'point-command' });
      const copy = make('button', { type: 'button', 'aria-label': `Copy the command: ${name}` }, 'Copy');
      const code = make('code', {}, command);
      copy.addEventListener('click', () => {
        copyText(command, code).then((done) => {
          copy.textContent = done ? 'Copied' : 'Selected';
          this.#events.say(done ? 'The command is copied.' : 'The command is selected.');
        });
      });
      line.append(make('span', {}, name), copy, code);
      return line;
    });
    const close = make('button', { type: 'button', class: 'point-close', 'aria-label': 'Close the point' }, '×');
    close.addEventListener('click', () => this.#events.close());
    if (provenance === '') return [...lines, close];
    const link = make('a', { href: provenance }, 'Where the panel comes from');
    link.addEventListener('click', (event) => this.#events.follow(event));
    const last = make('p', { class: 'point-link' });
    last.append(link);
    return [...lines, last, close];
  }
}

function listOf(said: PanelPoint['said']): HTMLElement {
  const list = make('dl', {});
  for (const [name, value] of said) {
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

/** Whether a text could be copied; else it is selected, so that the reader's own keys can copy it. */
async function copyText(text: string, code: Element): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(code);
    return false;
  }
}
