import { defineMiddleware } from 'astro:middleware';
import { finishPage } from './report/finish.ts';
import { protocols } from './report/protocols.ts';

/** Finishes every page that is built. */
export const onRequest = defineMiddleware(async ({ url }, next) => {
  const response = await next();
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
  const base = `${import.meta.env.BASE_URL.replace(/\/$/, '')}/`;
  const bases = [base, ...protocols.map((protocol) => protocol.base)];
  const html = finishPage(await response.text(), { bases, path: url.pathname });
  return new Response(html, { status: response.status, headers: response.headers });
});
