import type { Row } from '../../../src/artifact/table.ts';
import type { Drawing, Spread } from '../../../src/figures/panel.ts';
import type { redraw } from './drawing.ts';

/** A drawing of the page that becomes interactive: the same panel, the same rows, the same size. */
interface Live {
  place: HTMLElement;
  drawing: Drawing;
  rows: Row[];
  redraw: typeof redraw;
  /** What the reader has chosen to see around the means; undefined where a drawing leaves no choice. */
  spread(): Spread | undefined;
}

// Panel code and rows are fetched when a drawing comes near the screen.
const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      enliven(target as HTMLElement).catch((error: unknown) => {
        // The static drawing stays, without a choice; the console says why.
        choiceOf(target as HTMLElement)?.setAttribute('disabled', '');
        console.warn(`panel ${(target as HTMLElement).dataset.panel} stays static`, error);
      });
    }
  },
  { rootMargin: '400px' },
);

for (const place of document.querySelectorAll<HTMLElement>('[data-panel]')) near.observe(place);

async function enliven(place: HTMLElement): Promise<void> {
  const [{ drawingOf }, { redraw }, response] = await Promise.all([
    import('../../../src/figures/index.ts'),
    import('./drawing.ts'),
    fetch(place.dataset.rows ?? ''),
  ]);
  const drawing = drawingOf(place.dataset.panel ?? '');
  if (!drawing || !response.ok) throw new Error(`no panel or no rows: ${place.dataset.panel}, HTTP ${response.status}`);
  const choice = choiceOf(place);
  const spread = () => choice?.querySelector<HTMLInputElement>(':checked')?.value as Spread | undefined;
  const live: Live = { place, drawing, rows: (await response.json()) as Row[], redraw, spread };
  replace(live);
  choice?.addEventListener('change', () => replace(live));
  place.dataset.live = '';
}

/** Draws both widths of a panel again, with tooltips, in the very boxes of the drawings before. */
function replace({ place, drawing, rows, redraw, spread }: Live): void {
  for (const frame of place.querySelectorAll<HTMLElement>('[data-width]')) {
    frame.replaceChildren(redraw(drawing, rows, { width: Number(frame.dataset.width), document, spread: spread() }));
  }
}

/** The control above a panel, where it has one. */
function choiceOf(place: HTMLElement): HTMLFieldSetElement | null {
  return place.closest('figure')?.querySelector<HTMLFieldSetElement>('[data-spread]') ?? null;
}
