import process from 'node:process';
import { defineConfig } from 'astro/config';

export default defineConfig({
  root: import.meta.dirname,
  // Theme and icon are the report's.
  publicDir: '../public',
  base: process.env.DIFF_BASE ?? '/',
  outDir: process.env.DIFF_OUT ?? '../dist/diff',
  compressHTML: true,
  devToolbar: { enabled: false },
  // All pages in one folder, so that every link between them is a name.
  build: { format: 'file', inlineStylesheets: 'never', assets: 'assets' },
  vite: { build: { assetsInlineLimit: 0 }, server: { fs: { allow: ['../..'] } } },
});
