import { VERDICTS, type Verdict } from '../../../src/artifact/verdict.ts';

/** The name of a verdict's colour in tokens.css. */
export function colourName(verdict: Verdict): string {
  return verdict.replaceAll(' ', '-');
}

/** The style rules that give each verdict its colour. */
export const verdictColours = VERDICTS.map(
  ({ word }) => `[data-verdict="${word}"]{--verdict:var(--${colourName(word)})}`,
).join('');

/** The style rules that hide the claims, and the groups without a claim, of other verdicts than the chosen one. */
export const verdictFilters = VERDICTS.map(({ word }) => {
  const chosen = `.claims:has([value="${word}"]:checked)`;
  const has = `[data-verdict="${word}"]`;
  return `${chosen} .claim:not(${has}),${chosen} .claim-group:not(:has(${has})){display:none}`;
}).join('');
