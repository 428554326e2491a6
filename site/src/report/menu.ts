import { chapters } from './chapters.ts';

/** A page as the menu names it. */
export interface MenuPage {
  /** Its path in this site. */
  path: string;
  /** What the menu shows. */
  label: string;
  /** What is read aloud, where the label alone says too little. */
  name?: string;
}

/** Pages that answer the same kind of question. */
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
    title: 'What came out',
    pages: [
      { path: 'findings/', label: 'Findings' },
      { path: 'claims/', label: 'Claims' },
      { path: 'claims/readings/', label: 'Readings' },
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

/** Whether this site has a page at a path: no link leads nowhere. */
export function hasPage(path: string): boolean {
  const name = path.replace(/\/$/, '').replace(/^figures\/\d+$/, 'figures/[figure]');
  return files.has(`../pages/${name || 'index'}.astro`) || files.has(`../pages/${name}/index.astro`);
}

/** The menu, in groups, of the pages there are. */
export const menu: readonly MenuGroup[] = groups.map(({ pages, ...group }) => ({
  ...group,
  pages: pages.filter(({ path }) => hasPage(path)),
}));
