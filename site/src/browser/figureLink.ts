type Listener = (links: readonly string[] | null) => void;

const listeners = new Set<Listener>();
let lit = '';

/** Calls back when the reader points at something that this page's panels may also show, and with null when at nothing. */
export function onLight(listener: Listener): void {
  listeners.add(listener);
}

/** Highlights what has one of these links in all panels of the page; null highlights nothing. */
export function light(links: readonly string[] | null): void {
  const text = links?.join(' ') ?? '';
  if (text === lit) return;
  lit = text;
  for (const listener of listeners) listener(links);
}

/** Fades all marks of a drawing but those with one of the links; none where it has no such mark. */
export function fade(drawing: Element, links: readonly string[] | null): void {
  const marks = [...drawing.querySelectorAll('.series')];
  const isLit = (mark: Element) => links?.some((link) => mark.classList.contains(`of-${link}`)) ?? false;
  const any = marks.some(isLit);
  for (const mark of marks) mark.classList.toggle('faded', any && !isLit(mark));
}
