// Panel code and rows are fetched when a drawing comes near the screen.
const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      import('./figureStart.ts')
        .then(({ enliven }) => enliven(target as HTMLElement))
        .catch((error: unknown) => {
          leave(target as HTMLElement);
          console.warn(`panel ${(target as HTMLElement).dataset.panel} stays static`, error);
        });
    }
  },
  { rootMargin: '400px' },
);

for (const place of document.querySelectorAll<HTMLElement>('[data-panel]')) near.observe(place);

/** Keeps the static drawing and disables its controls. */
function leave(place: HTMLElement): void {
  const figure = place.closest('figure');
  figure?.querySelector('[data-spread]')?.setAttribute('disabled', '');
  for (const control of figure?.querySelectorAll('[data-reading] select, [data-series]') ?? [])
    control.setAttribute('disabled', '');
  const guess = figure?.querySelector<HTMLElement>('[data-guess]');
  if (guess) guess.dataset.done = 'skipped';
}
