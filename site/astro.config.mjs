import process from 'node:process';
import { defineConfig } from 'astro/config';

const profile = process.env.REPORT_PROFILE ?? 'quick';

export default defineConfig({
  root: import.meta.dirname,
  base: process.env.REPORT_BASE ?? '/',
  outDir: process.env.REPORT_OUT ?? `./dist/${profile}`,
  trailingSlash: 'always',
  compressHTML: true,
  devToolbar: { enabled: false },
  build: { format: 'directory', inlineStylesheets: 'never', assets: 'assets' },
  // Nothing is inlined as a script or a data URL, so that the content security policy can stay strict.
  vite: { build: { assetsInlineLimit: 0 }, server: { fs: { allow: ['..'] } } },
});
