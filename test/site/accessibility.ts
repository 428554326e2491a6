import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

type Rules = Parameters<AxeBuilder['options']>[0];

/** What a page without faults has. */
export const ACCESSIBLE = { light: [], dark: [] };

/**
 * What axe-core finds in both themes, in the whole page or in parts of it: in the light one by all rules, target sizes with them; in the dark
 * one by those of colour alone, the rest being the same. The page stays dark.
 */
export async function violations(page: Page, ...parts: string[]): Promise<{ light: string[]; dark: string[] }> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await found(page, parts, { rules: { 'target-size': { enabled: true } } });
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await found(page, parts, { runOnly: ['color-contrast', 'link-in-text-block'] });
  return { light, dark };
}

async function found(page: Page, parts: readonly string[], rules: Rules): Promise<string[]> {
  // The pages have no frames, and of what is right nothing is reported: on a large page that is most of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ ...rules, resultTypes: ['violations'] });
  const { violations } = await parts.reduce((all, part) => all.include(part), axe).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
