import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import type * as client from '../../../site/src/browser/lab/client.ts';

declare global {
  /** What the page offers to the tests. */
  var openLab: typeof client.openLab;
}

const root = path.resolve(import.meta.dirname, '../../..');
/** The page is served from below another path, as the report may be. */
export const BASE = '/report/';

/** Builds the page as the report is built, with the lab of a profile and the kernel where the report has them. */
export async function buildLabPage(profile: string): Promise<{ folder: string; remove(): void }> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'modular-growth-lab-'));
  const folder = path.join(scratch, 'site');
  const astro = path.join(root, 'node_modules/astro/bin/astro.mjs');
  await execa(process.execPath, [astro, 'build', '--root', import.meta.dirname, '--logLevel', 'warn'], {
    cwd: root,
    extendEnv: false,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ASTRO_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
      REPORT_OUT: folder,
      REPORT_BASE: BASE,
    },
  });
  mkdirSync(path.join(folder, 'data'));
  cpSync(path.join(root, 'artifacts', profile, 'lab'), path.join(folder, 'data/lab'), { recursive: true });
  cpSync(path.join(root, 'src/engine/simd/build/kernel.wasm'), path.join(folder, 'data/lab/kernel.wasm'));
  return { folder, remove: () => rmSync(scratch, { recursive: true, force: true }) };
}
