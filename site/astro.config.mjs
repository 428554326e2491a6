import path from 'node:path';
import process from 'node:process';
import { defineConfig } from 'astro/config';

const profile = process.env.REPORT_PROFILE ?? 'quick';
/** Cache folder of this build; concurrent builds need separate ones. */
const cache = process.env.REPORT_CACHE;

export default defineConfig({
  root: import.meta.dirname,
  // The origin that the report is served from: previews of links need it.
  site: process.env.REPORT_SITE || undefined,
  base: process.env.REPORT_BASE ?? '/',
  outDir: process.env.REPORT_OUT ?? `./dist/${profile}`,
  ...(cache && { cacheDir: path.join(cache, 'astro') }),
  trailingSlash: 'always',
  compressHTML: true,
  devToolbar: { enabled: false },
  build: { format: 'directory', inlineStylesheets: 'always', assets: 'assets' },
  vite: {
    ...(cache && { cacheDir: path.join(cache, 'vite') }),
    // Style sheets and scripts name what they load relative to themselves, as pages do.
    experimental: { renderBuiltUrl: () => ({ relative: true }) },
    // Nothing is inlined, so that the content security policy can stay strict.
    build: { assetsInlineLimit: 0 },
    // A worker fetches what few readers need when they need it.
    worker: { format: 'es' },
    server: { fs: { allow: ['..'] } },
  },
});
