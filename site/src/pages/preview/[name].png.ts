import type { APIRoute } from 'astro';
import { previewPng } from '../../report/preview.ts';
import { previewNames, previewOf } from '../../report/previews.ts';

export function getStaticPaths() {
  return previewNames.map((name) => ({ params: { name } }));
}

/** The picture that others show of a link to a page. */
export const GET: APIRoute = async ({ params }) => {
  const preview = previewOf(params.name ?? '');
  if (!preview) return new Response(null, { status: 404 });
  return new Response(await previewPng(preview), { headers: { 'Content-Type': 'image/png' } });
};
