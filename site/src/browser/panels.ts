import type { Row } from '../../../src/artifact/table.ts';
import type { Drawing } from '../../../src/figures/panel.ts';
import { asImage } from './drawing.ts';

/** A drawing of the page that becomes interactive: the same panel, the same rows, the same size. */
interface Live {
  place: HTMLElement;
  drawing: Drawing;
  rows: Row[];
}

// Panel code and rows are fetched when a drawing comes near the screen.
const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      enliven(target as HTMLElement).catch((error: unknown) => {
        // The static drawing stays; the console says why.
        console.warn(`panel ${(target as HTMLElement).dataset.panel} stays static`, error);
      });
    }
  },
  { rootMargin: '400px' },
);

for (const place of document.querySelectorAll<HTMLElement>('[data-panel]')) near.observe(place);

async function enliven(place: HTMLElement): Promise<void> {
  const [{ drawingOf }, response] = await Promise.all([
    import('../../../src/figures/index.ts'),
    fetch(place.dataset.rows ?? ''),
  ]);
  const drawing = drawingOf(place.dataset.panel ?? '');
  if (!drawing || !response.ok) throw new Error(`no panel or no rows: ${place.dataset.panel}, HTTP ${response.status}`);
  const live = { place, drawing, rows: (await response.json()) as Row[] };
  for (const frame of place.querySelectorAll<HTMLElement>('[data-width]')) replace(live, frame);
  place.dataset.live = '';
}

/** Draws one of the two widths of a panel again, with tooltips, in the very box of the static drawing. */
function replace({ drawing, rows }: Live, frame: HTMLElement): void {
  const drawn = drawing.plot(rows, { width: Number(frame.dataset.width), document, interactive: true });
  asImage(drawn, drawing.title);
  frame.replaceChildren(drawn);
}
