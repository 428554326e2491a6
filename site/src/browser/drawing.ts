/** Makes a drawing one image with one name; its groups, which Plot names one by one, are no parts that could be named. */
export function asImage(drawing: Element, name: string): void {
  const svg = drawing.localName === 'svg' ? drawing : drawing.querySelector('svg');
  for (const part of drawing.querySelectorAll('[aria-label], [aria-description]')) {
    part.removeAttribute('aria-label');
    part.removeAttribute('aria-description');
  }
  svg?.setAttribute('role', 'img');
  svg?.setAttribute('aria-label', name);
}
