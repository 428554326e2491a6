import { chapters } from './chapters.ts';
import { isDefaultProtocol } from './multiverse.ts';

/** A page in the menu. */
export interface MenuPage {
  /** Its path in this site. */
  path: string;
  /** What the menu shows. */
  label: string;
  /** Accessible name, if the label is too short. */
  name?: string;
}

/** A group of pages. */
export interface MenuGroup {
  title: string;
  /** Its pages are named by numbers alone. */
  numbered?: true;
  pages: readonly MenuPage[];
}

const groups: readonly MenuGroup[] = [
  {
    title: 'Start',
    pages: [
      { path: '', label: 'Story' },
      { path: 'lab/', label: 'Lab' },
    ],
  },
  {
    title: 'Figures',
    numbered: true,
    pages: chapters.map(({ figure }) => ({
      path: `figures/${figure}/`,
      label: String(figure),
      name: `Figure ${figure}`,
    })),
  },
  {
    title: 'Results',
    pages: [
      { path: 'findings/', label: 'Our interpretation' },
      { path: 'claims/', label: 'Claims' },
      { path: 'claims/readings/', label: 'Readings' },
      // The multiverse departs from the default protocol and stands there alone.
      ...(isDefaultProtocol ? [{ path: 'multiverse/', label: 'Multiverse' }] : []),
      { path: 'beyond/', label: 'Beyond' },
    ],
  },
  {
    title: 'How it was made',
    pages: [
      { path: 'methods/', label: 'Methods' },
      { path: 'provenance/', label: 'Provenance' },
      { path: 'crosscheck/', label: 'Cross-check' },
      { path: 'performance/', label: 'Performance' },
      { path: 'about/', label: 'About' },
    ],
  },
];

const files = new Set(Object.keys(import.meta.glob('../pages/**/*.astro')));

/** Whether this site has a page at a path. */
export function hasPage(path: string): boolean {
  const name = path.replace(/\/$/, '').replace(/^figures\/\d+$/, 'figures/[figure]');
  return files.has(`../pages/${name || 'index'}.astro`) || files.has(`../pages/${name}/index.astro`);
}

/** The menu, in groups, of the pages there are. */
export const menu: readonly MenuGroup[] = groups.map(({ pages, ...group }) => ({
  ...group,
  pages: pages.filter(({ path }) => hasPage(path)),
}));
