import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { alone } from '../../pipeline/setup/lock.mjs';
import { type BuildOptions, buildPages } from '../../site/src/build.ts';
import type { Build } from '../../src/artifact/build.ts';
import { listFiles, writeJson } from '../../src/artifact/file.ts';
import { environment } from '../../src/system/environment.mjs';
import { madeUpMatrix } from '../claims/columns.ts';
import { artifactsForTests, madeUp, root } from './artifacts.ts';
import { madeUpMultiverse } from './madeUpMultiverse.ts';

type Source = Pick<BuildOptions, 'profile' | 'artifacts' | 'base' | 'site' | 'protocol' | 'others'>;

/** The path that the report of the site `quick` is served from. */
export const BASE = '/modular-growth/';
/** The origin of that site. */
export const ORIGIN = 'https://example.org';

const BUILD: Build = { commit: '0123456789abcdef', date: '2026-01-02T03:04:05Z' };

/** The sites that tests share, by name, and what each is built from; `scratch` is a folder for what has to be made first. */
const sources = {
  /** The quick profile as committed, below a path; the others lie at the root. */
  quick: (scratch: string): Source => ({ ...artifactsForTests(scratch), base: BASE, site: ORIGIN }),
  /** The paper profile as committed: for what is weighed, and large. */
  paper: (): Source => ({ profile: 'paper', artifacts: path.join(root, 'artifacts', 'paper') }),
  /** The smoke profile under both protocols, below a path, as committed. */
  protocols: (): Source => ({
    profile: 'smoke',
    artifacts: path.join(root, 'artifacts', 'smoke'),
    protocol: 'as-written',
    others: [
      { protocol: 'as-coded', run: 'smoke_as-coded', artifacts: path.join(root, 'artifacts', 'smoke_as-coded') },
    ],
    base: BASE,
  }),
  /** Made-up tables: ten seeds, one of them stuck, whatever was run here; and a made-up matrix of claims x readings and multiverse. */
  'made-up': (scratch: string): Source => {
    const artifacts = madeUp(scratch);
    writeJson(path.join(artifacts, 'readings.json'), madeUpMatrix(['bits-half']));
    writeJson(path.join(artifacts, 'multiverse.json'), madeUpMultiverse());
    return { profile: 'quick', artifacts };
  },
};
export type SiteName = keyof typeof sources;

/** All that can change a byte of a shared site: what git has of it, or would add. What is trained is known by its hashes, which are in git. */
const INPUTS = [
  'CITATION.cff',
  'site/src',
  'site/public',
  'site/astro.config.mjs',
  'src',
  'docs',
  'params.yaml',
  'package-lock.json',
];
const MADE = [
  'artifacts/smoke',
  'artifacts/smoke_as-coded',
  'artifacts/quick',
  'artifacts/paper',
  'artifacts/bench',
  'artifacts/reference',
];
const KERNEL = 'src/engine/simd/build';
const TESTS = [
  'test/figures',
  'test/claims',
  'test/site/artifacts.ts',
  'test/site/built.ts',
  'test/site/madeUpMultiverse.ts',
];

let key: string | undefined;

/** The folder of a built site. Whoever asks first builds it; it is built again when anything that it is made of has changed. */
export async function builtSite(name: SiteName): Promise<string> {
  key ??= keyOf([...INPUTS, ...MADE, ...TESTS]);
  const place = path.join(root, 'test', 'output', 'sites');
  const folder = path.join(place, `${name}-${key}`);
  const finished = path.join(folder, 'build.json');
  if (existsSync(finished)) return folder;
  const scratch = path.join(place, `${name}.tmp`);
  await alone(
    path.join(place, `${name}.lock`),
    () => {},
    async () => {
      if (existsSync(finished)) return;
      for (const old of readdirSync(place))
        if (old.startsWith(`${name}-`) && /^[0-9a-f]{12}$/.test(old.slice(name.length + 1)))
          rmSync(path.join(place, old), { recursive: true });
      rmSync(scratch, { recursive: true, force: true });
      try {
        const source = sources[name](scratch);
        await buildPages({ root, params: path.join(root, 'params.yaml'), ...source, folder });
        for (const { protocol } of source.others ?? []) writeJson(path.join(folder, protocol, 'build.json'), BUILD);
      } finally {
        rmSync(scratch, { recursive: true, force: true });
      }
      writeJson(finished, BUILD);
    },
  );
  return folder;
}

/** The addresses of all pages of a built site, '' for the first one: whatever pages there are. What lies below data/ is part of a page. */
export function addressesOf(folder: string): string[] {
  return listFiles(folder)
    .filter((file) => path.posix.basename(file) === 'index.html' && !file.startsWith('data/'))
    .map((file) => file.slice(0, -'index.html'.length));
}

/** Of all these pages, and of those that one template makes for every claim two: of one that holds parts, and of one that was counted. */
export function visitedAddressesOf(folder: string): string[] {
  const visited = new Set(['claims/3a.1/', 'claims/6a.7/']);
  return addressesOf(folder).filter((address) => !/^claims\/.*\d\/$/.test(address) || visited.has(address));
}

function keyOf(inputs: readonly string[]): string {
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ...inputs];
  const known = execFileSync('git', listed, { cwd: root, env: environment(), encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);
  const compiled = listFiles(path.join(root, KERNEL)).map((file) => `${KERNEL}/${file}`);
  const hash = createHash('sha256');
  for (const file of [...known, ...compiled]) {
    const at = path.join(root, file);
    if (existsSync(at)) hash.update(`${file}\0`).update(readFileSync(at));
  }
  return hash.digest('hex').slice(0, 12);
}
