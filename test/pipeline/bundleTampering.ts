import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packArchive } from '../../pipeline/bundle/archive.ts';
import { consistency } from '../../pipeline/bundle/consistency.ts';
import { type Files, jsonOf, textOf, writeFiles } from '../../pipeline/bundle/files.ts';
import { addManifests } from '../../pipeline/bundle/manifest.ts';
import { seal } from '../../pipeline/bundle/seal.ts';
import { publishedNetworks } from '../../pipeline/store/published.ts';
import { study } from '../../pipeline/study.ts';
import { derivationFaults } from '../../pipeline/verify/derivation.ts';
import { keyFaults } from '../../pipeline/verify/key.ts';
import { type Certificate, certificateSchema } from '../../src/artifact/certificate.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import { loadParams } from '../../src/params/params.ts';
import { ROOT } from './checkout.ts';
import { type PublishedBundle, SMOKE } from './publishedBundle.ts';
import { editedFiles, METADATA_EDITS, otherNumber, otherVerdict, TAMPERINGS } from './tampering.ts';

/** Who notices where a bundle was edited. */
export function tampering(bundle: PublishedBundle): void {
  const { folder, files: whole, networks, verify } = bundle;
  const contradictions = (files: Files) =>
    consistency(study, files, networks).flatMap(({ about, faults }) => faults.map((fault) => `${about}: ${fault}`));
  const edited = (path: string, change: (text: string) => string) => editedFiles(whole, path, change);

  it('contradicts itself nowhere as long as it was not', () => {
    expect(contradictions(whole)).toEqual([]);
  });

  it.each(TAMPERINGS)('tells $name, by name', ({ files: tampered, faults: expected }) => {
    const files = tampered(bundle);
    const found = contradictions(files);
    for (const message of expected) expect(found).toContainEqual(expect.stringMatching(message));
    // With the manifest adapted to it, what else is in the bundle still tells.
    addManifests(files);
    const rest = contradictions(files);
    expect(rest).not.toEqual([]);
    expect(rest.filter((fault) => fault.startsWith('manifest'))).toEqual([]);
  });

  it.each(METADATA_EDITS)('is told where %s of its metadata was edited', (_, change, entity) => {
    expect(contradictions(edited('ro-crate-metadata.json', change))).toContainEqual(
      `metadata: ro-crate-metadata.json does not describe '${entity}' as it is`,
    );
  });

  /** What this checkout's stages find where everything that the bundle says of itself was made to fit. */
  const found = async (files: Files, name: string) => {
    seal(study, files, jsonOf(files, 'certificate.json', certificateSchema) as Certificate);
    const bundle = join(folder, name);
    writeFiles(files, bundle);
    const listed = publishedNetworks(study, 'smoke', bundle);
    expect(consistency(study, files, listed).flatMap(({ faults }) => faults)).toEqual([]);
    const scratch = join(folder, `${name}-scratch`);
    mkdirSync(scratch);
    return derivationFaults({
      study,
      code: ROOT,
      bundle,
      folder: scratch,
      profile: 'smoke',
      engine: 'simd',
      networks: listed,
      measure: false,
      workers: 2,
      tell: () => undefined,
    });
  };

  it('is told by making figures and verdicts again, even where manifest, certificate and metadata were adapted', async () => {
    const changed = edited(`${SMOKE}/claims.json`, otherVerdict);
    const data = `${SMOKE}/figures/2a.csv`;
    const text = otherNumber(textOf(changed, data) as string);
    changed.set(data, Buffer.from(text));
    const drawing = `${SMOKE}/figures/5c.svg`;
    changed.set(drawing, Buffer.from((textOf(changed, drawing) as string).replace(/(\d)\.(\d)/, '$1.9$2')));
    const faults = await found(changed, 'resealed');
    expect(faults).toHaveLength(3);
    expect(faults[0]).toMatch(
      /^claims\.json: claim \S+ has 'reproduced', judged again it is '(not run|partly|not reproduced)'$/,
    );
    expect(faults[1]).toMatch(/^figures\/2a\.csv, line \d+: the bundle has '.*', made again it is '.*'$/);
    expect(faults[2]).toMatch(/^figures\/5c\.svg, line \d+: /);
  });

  it('is told by the networks, where a table was adapted to other figures', async () => {
    const history = `${SMOKE}/histories/train.csv`;
    const faults = await found(
      edited(history, (text) => text.replace(/,2,1,/, ',2,2,')),
      'history',
    );
    expect(faults).toContainEqual(expect.stringMatching(/^histories\/train\.csv, line \d+: /));
  });

  it('is told by its parameters, where they are not those of its networks', () => {
    const other = loadParams((textOf(whole, 'params.yaml') as string).replace('clip: 2.0', 'clip: 2.1'));
    expect(keyFaults(study, other, 'smoke', networks)).toEqual([
      'params.yaml asks for other networks than hashes/train.json lists: the first that differs is modular-05-seed-0',
    ]);
  });

  it('is told by training, where a network was replaced and every hash adapted to it', async () => {
    const [network] = networks;
    const path = `artifacts/store/${network.key}/network.safetensors`;
    const bytes = Uint8Array.from(whole.get(path) as Uint8Array);
    bytes[bytes.length - 1] ^= 1;
    const hash = sha256(bytes);
    const files: Files = new Map(
      [...whole].map(([name, content]) => {
        const text = Buffer.from(content);
        const named = /\.(json|csv)$/.test(name) && text.includes(network.sha256);
        return [name, named ? Buffer.from(text.toString('utf8').replaceAll(network.sha256, hash)) : content];
      }),
    );
    files.set(path, bytes);
    // A commit that git here does not have: only what the networks themselves are can tell.
    seal(study, files, {
      ...(jsonOf(files, 'certificate.json', certificateSchema) as Certificate),
      commit: '0'.repeat(40),
    });
    const replaced = join(folder, 'replaced.zip');
    writeFileSync(replaced, packArchive(files, 'x'));
    const { stdout, stderr, exitCode } = await verify(replaced, '--network', network.id);
    expect(exitCode, stdout).toBe(1);
    expect(stdout).toContain("unknown  commit: this checkout's git does not have 0000");
    expect(stdout).toContain('agrees   results: ');
    expect(stdout).toContain(
      `DIFFERS  train/${network.id}: network.safetensors: expected ${hash}, got ${network.sha256}`,
    );
    expect(stderr).toContain('0 of 1 networks are made again.');
  });

  it.each(['tables/conserve.csv', 'hashes', 'claims.json', 'figures/3a.svg', 'params.yaml'])(
    'is told by name where %s is left out without a word in the certificate',
    async (part) => {
      const path = part === 'params.yaml' ? part : `${SMOKE}/${part}`;
      const kept = [...whole].filter(([name]) => name !== path && !name.startsWith(`${path}/`));
      const files: Files = new Map(kept);
      expect(files.size).toBeLessThan(whole.size);
      seal(study, files, {
        ...(jsonOf(files, 'certificate.json', certificateSchema) as Certificate),
        commit: '0'.repeat(40),
      });
      const file = join(folder, 'gap.zip');
      writeFileSync(file, packArchive(files, 'x'));
      const { stdout, stderr, exitCode } = await verify(file, '--sample', '1');
      expect(exitCode, stdout + stderr).toBe(1);
      expect(stdout + stderr).toContain(part);
      expect(stderr).not.toMatch(/^\s+at /m);
    },
  );

  it('ends with exit code 1 and names the file', async () => {
    const file = join(folder, 'changed.zip');
    writeFileSync(
      file,
      packArchive(
        edited('src/claims/index.ts', (text) => `${text}\n`),
        'x',
      ),
    );
    const { stdout, stderr, exitCode } = await verify(file);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('DIFFERS  manifest: src/claims/index.ts was changed');
    expect(stdout).toMatch(/^DIFFERS {2}commit: src\/claims\/index\.ts is not as in commit [0-9a-f]{40}$/m);
    expect(stderr).toContain('The bundle does not agree: 2 faults, named above. Nothing was made again');
  });
}
