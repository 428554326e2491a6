type Listener = (links: readonly string[] | null) => void;

const listeners = new Set<Listener>();
let lit = '';

/** Calls the listener with the highlighted links, or with null when nothing is highlighted. */
export function onLight(listener: Listener): void {
  listeners.add(listener);
}

/** Highlights marks with one of these links in all panels of the page; null removes the highlight. */
export function light(links: readonly string[] | null): void {
  const text = links?.join(' ') ?? '';
  if (text === lit) return;
  lit = text;
  for (const listener of listeners) listener(links);
}

/** Fades all marks of a drawing without one of the links, unless no mark has one. */
export function fade(drawing: Element, links: readonly string[] | null): void {
  const marks = [...drawing.querySelectorAll('.series')];
  const isLit = (mark: Element) => links?.some((link) => mark.classList.contains(`of-${link}`)) ?? false;
  const any = marks.some(isLit);
  for (const mark of marks) mark.classList.toggle('faded', any && !isLit(mark));
}
