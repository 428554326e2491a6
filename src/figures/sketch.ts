const SVG = 'http://www.w3.org/2000/svg';

interface BoxStyle {
  fill: string;
  opacity: number;
  stroke: string;
  radius?: number;
}

interface TextStyle {
  fill: string;
  size?: number;
  weight?: number;
  anchor?: 'start' | 'middle' | 'end';
}

/** A schematic of boxes, dots, arrows and text as SVG, in pixels. */
export class Sketch {
  readonly element: Element;
  readonly #document: Document;

  constructor(document: Document, width: number, height: number, label: string) {
    this.#document = document;
    this.element = this.#make('svg', {
      class: 'panel',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'aria-label': label,
    });
    this.element.setAttribute(
      'style',
      'font-family: var(--figure-font, system-ui, sans-serif); font-variant-numeric: tabular-nums;',
    );
    this.#add('style', {}).textContent = ':where(.panel) { display: block; height: auto; max-width: 100%; }';
  }

  box(x: number, y: number, width: number, height: number, { fill, opacity, stroke, radius = 10 }: BoxStyle): void {
    this.#add('rect', { x, y, width, height, rx: radius, fill, 'fill-opacity': opacity, stroke, 'stroke-width': 1.4 });
  }

  dot(cx: number, cy: number, r: number, fill: string): void {
    this.#add('circle', { cx, cy, r, fill });
  }

  line(x1: number, y1: number, x2: number, y2: number, stroke: string, opacity = 1): void {
    this.#add('line', { x1, y1, x2, y2, stroke, 'stroke-opacity': opacity });
  }

  /** A straight arrow with its head at (x2, y2). */
  arrow(x1: number, y1: number, x2: number, y2: number, stroke: string, width = 1.4): void {
    this.#add('line', { x1, y1, x2, y2, stroke, 'stroke-width': width });
    this.#tip(x2, y2, Math.atan2(y2 - y1, x2 - x1), stroke);
  }

  /** A recurrent connection: an arc below (x, y) that returns to it. */
  loop(x: number, y: number, radius: number, stroke: string): void {
    const [left, right] = [hundredths(x - radius * 0.7), hundredths(x + radius * 0.7)];
    const d = `M${left},${hundredths(y)} A${radius},${radius} 0 1 0 ${right},${hundredths(y)}`;
    this.#add('path', { d, fill: 'none', stroke, 'stroke-width': 1.8 });
    this.#tip(x + radius * 0.7, y, -Math.PI * 0.62, stroke);
  }

  /** Words with their middle height at y. */
  text(x: number, y: number, words: string, { fill, size = 13, weight = 400, anchor = 'middle' }: TextStyle): void {
    const text = this.#add('text', {
      x,
      y,
      fill,
      'font-size': size,
      'font-weight': weight,
      'text-anchor': anchor,
      dy: '0.32em',
    });
    text.textContent = words;
  }

  #tip(x: number, y: number, angle: number, fill: string): void {
    const corner = (turn: number) =>
      `${hundredths(x - 7 * Math.cos(angle + turn))},${hundredths(y - 7 * Math.sin(angle + turn))}`;
    this.#add('path', { d: `M${hundredths(x)},${hundredths(y)}L${corner(0.45)}L${corner(-0.45)}Z`, fill });
  }

  #add(name: string, attributes: Record<string, string | number>): Element {
    return this.element.appendChild(this.#make(name, attributes));
  }

  #make(name: string, attributes: Record<string, string | number>): Element {
    const element = this.#document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, typeof value === 'number' ? String(hundredths(value)) : value);
    }
    return element;
  }
}

/** Sines differ in the last bits between engines; a hundredth of a pixel does not. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
