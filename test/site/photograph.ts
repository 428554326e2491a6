import path from 'node:path';
import type { Page } from 'playwright-core';

export const themes = ['light', 'dark'] as const;

/**
 * Takes pictures of a page from top to bottom, in both themes and at every width, with what is folded left folded: `claims-390-dark.png`. The
 * same page gives the same pixels: all faces are there, nothing moves, no caret is drawn.
 */
export async function photograph(
  page: Page,
  address: string,
  widths: readonly number[],
  folder: string,
): Promise<void> {
  await useAllFaces(page);
  const name = address.replace(/\/$/, '').replaceAll('/', '-') || 'overview';
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      const file = path.join(folder, `${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: true, animations: 'disabled', caret: 'hide' });
    }
  }
}

/** A face that came too late for this load is not used in it (font-display: optional); for a picture it is waited for. */
async function useAllFaces(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (const sheet of document.styleSheets)
      for (const rule of sheet.cssRules)
        if (rule instanceof CSSFontFaceRule) rule.style.setProperty('font-display', 'block');
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    // A face whose rule was changed while it was on its way is asked for again by the next frame.
    await Promise.allSettled([...document.fonts].map((face) => face.load()));
    await document.fonts.ready;
  });
}
