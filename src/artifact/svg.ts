const SVG = 'http://www.w3.org/2000/svg';

export interface RenderOptions {
  /** Prefix of ids, so that one document can hold several drawings. */
  id: string;
  /**
   * `resolved` writes the fallback of every CSS variable, for programs that know none; `kept` leaves them to the page.
   * @default 'resolved'
   */
  variables?: 'resolved' | 'kept';
}

/**
 * A drawing as the text of an SVG file: namespaces added, ids renumbered, numbers at most 3 decimals, one
 * element a line, background transparent. The same drawing gives the same bytes.
 */
export function svgText(element: Element, { id, variables = 'resolved' }: RenderOptions): string {
  const svg = element.localName === 'svg' ? element : element.querySelector('svg');
  if (!svg) throw new Error(`panel ${id} drew <${element.localName}>, which is not SVG`);
  const copy = svg.cloneNode(true) as Element;
  copy.setAttribute('xmlns', SVG);
  const ids = renumber(copy, id);
  const lines: string[] = [];
  write(copy, 0, lines, (text) => {
    let clean = roundNumbers(text);
    for (const [from, to] of ids) clean = clean.replaceAll(`url(#${from})`, `url(#${to})`);
    return variables === 'resolved' ? resolveVariables(clean) : clean;
  });
  return `${lines.join('\n')}\n`;
}

/** Writes the fallback in the place of every `var(--name, fallback)`. */
function resolveVariables(text: string): string {
  let resolved = text;
  for (;;) {
    const next = resolved.replace(/var\(--[\w-]+,\s*((?:[^()]|\([^()]*\))*)\)/g, '$1');
    if (next === resolved) return resolved;
    resolved = next;
  }
}

function renumber(svg: Element, prefix: string): Map<string, string> {
  const ids = new Map<string, string>();
  for (const node of svg.querySelectorAll('[id]')) {
    const to = `panel-${prefix}-${ids.size + 1}`;
    ids.set(node.id, to);
    node.id = to;
  }
  return ids;
}

function write(node: Element, depth: number, lines: string[], clean: (text: string) => string): void {
  const indent = '  '.repeat(depth);
  const attributes = [...node.attributes]
    .map(({ name, value }) => ` ${name}="${escaped(name === 'id' || name === 'aria-label' ? value : clean(value))}"`)
    .join('');
  const open = `<${node.localName}${attributes}`;
  const children = [...node.children];
  const text = children.length === 0 ? (node.textContent ?? '') : '';
  if (node.localName === 'style') {
    lines.push(`${indent}${open}>${text.replace(/\s+/g, ' ').trim()}</style>`);
  } else if (node.localName === 'text' && children.length > 0) {
    // White space between the spans of a text would be drawn.
    const spans: string[] = [];
    for (const child of children) write(child, 0, spans, clean);
    lines.push(`${indent}${open}>${spans.join('')}</text>`);
  } else if (children.length > 0) {
    lines.push(`${indent}${open}>`);
    for (const child of children) write(child, depth + 1, lines, clean);
    lines.push(`${indent}</${node.localName}>`);
  } else {
    lines.push(`${indent}${open}${text === '' ? '/>' : `>${escaped(text)}</${node.localName}>`}`);
  }
}

function roundNumbers(text: string): string {
  if (text.includes('#') && !text.includes(' ')) return text;
  return text.replace(/-?\d+\.\d{4,}(?:e-?\d+)?|-?\d+(?:\.\d+)?e-\d+/g, (number) => {
    const rounded = Math.round(Number(number) * 1000) / 1000;
    return String(rounded === 0 ? 0 : rounded);
  });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
