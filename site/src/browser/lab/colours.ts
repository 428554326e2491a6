/** The page's colours, resolved for a canvas. */
export interface Palette {
  ink: string;
  soft: string;
  rule: string;
  surface: string;
  faint: string;
  focus: string;
  wrong: string;
  modular: string;
  'non-modular': string;
  font: string;
}

const TOKENS = {
  ink: '--ink',
  soft: '--soft',
  rule: '--figure-neutral',
  surface: '--rule',
  faint: '--surface',
  focus: '--focus',
  wrong: '--not-reproduced',
  modular: '--modular',
  'non-modular': '--non-modular',
} as const;

/** Reads the tokens of the theme that is shown; light-dark() is resolved by the browser. */
export function readPalette(place: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  place.append(probe);
  const entries = Object.entries(TOKENS).map(([name, token]) => {
    probe.style.color = `var(${token})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return { ...Object.fromEntries(entries), font: getComputedStyle(place).fontFamily } as Palette;
}

/** Calls the listener when the theme changes, by the button or by the system. */
export function onTheme(changed: () => void): void {
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
}
