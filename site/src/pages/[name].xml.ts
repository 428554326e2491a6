import type { APIRoute, GetStaticPaths } from 'astro';
import { claimPage, href } from '../report/link.ts';
import { menu } from '../report/menu.ts';
import { claims } from '../report/verdicts.ts';

/** sitemap.xml, which holds whole addresses: it is there where the origin of the site is known. */
export const getStaticPaths: GetStaticPaths = () => (import.meta.env.SITE ? [{ params: { name: 'sitemap' } }] : []);

export const GET: APIRoute = ({ site }) => {
  const paths = [
    ...menu.flatMap((group) => group.pages.map(({ path }) => path)),
    ...claims.map(({ id }) => claimPage(id)),
  ];
  const pages = paths.map((path) => new URL(href(path), site).href);
  const entries = [...new Set(pages)].map((page) => `  <url><loc>${page.replaceAll('&', '&amp;')}</loc></url>\n`);
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n';
  return new Response(`${head}${entries.join('')}</urlset>\n`, { headers: { 'Content-Type': 'application/xml' } });
};
