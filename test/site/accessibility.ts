import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What a page without faults has. */
export const ACCESSIBLE = { light: [], dark: [] };

/**
 * What axe-core finds in both themes, in the whole page or in parts of it: in the light one by all rules, target sizes with them; in the dark
 * one by those of colour alone, the rest being the same. The page stays dark.
 */
export async function violations(page: Page, ...parts: string[]): Promise<{ light: string[]; dark: string[] }> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await found(page, parts, (axe) => axe.options({ rules: { 'target-size': { enabled: true } } }));
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await found(page, parts, (axe) => axe.withRules(['color-contrast', 'link-in-text-block']));
  return { light, dark };
}

async function found(page: Page, parts: readonly string[], set: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
  const axe = parts.reduce((all, part) => all.include(part), new AxeBuilder({ page }));
  const { violations } = await set(axe).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
