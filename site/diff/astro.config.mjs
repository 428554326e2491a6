import path from 'node:path';
import process from 'node:process';
import { defineConfig } from 'astro/config';

/** Cache folder of this build; concurrent builds need separate ones. */
const cache = process.env.DIFF_CACHE;

export default defineConfig({
  root: import.meta.dirname,
  // The icons are the report's.
  publicDir: '../public',
  base: process.env.DIFF_BASE ?? '/',
  outDir: process.env.DIFF_OUT ?? '../dist/diff',
  ...(cache && { cacheDir: path.join(cache, 'astro') }),
  compressHTML: true,
  devToolbar: { enabled: false },
  // All pages in one folder, so that every link between them is a name.
  build: { format: 'file', inlineStylesheets: 'never', assets: 'assets' },
  vite: {
    ...(cache && { cacheDir: path.join(cache, 'vite') }),
    build: { assetsInlineLimit: 0 },
    server: { fs: { allow: ['../..'] } },
  },
});
