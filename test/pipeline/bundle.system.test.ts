import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packArchive } from '../../pipeline/bundle/archive.ts';
import { consistency } from '../../pipeline/bundle/consistency.ts';
import { type Files, jsonBytes, jsonOf, textOf, writeFiles } from '../../pipeline/bundle/files.ts';
import { addManifests } from '../../pipeline/bundle/manifest.ts';
import { seal } from '../../pipeline/bundle/seal.ts';
import { publishedNetworks } from '../../pipeline/store/published.ts';
import { study } from '../../pipeline/study.ts';
import { derivationFaults } from '../../pipeline/verify/derivation.ts';
import { keyFaults } from '../../pipeline/verify/key.ts';
import { type Certificate, certificateSchema } from '../../src/artifact/certificate.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import { type ClaimsFile, claimsFileSchema } from '../../src/claims/record.ts';
import { loadParams } from '../../src/params/params.ts';
import { runProgram } from '../../src/system/program.ts';
import { pythonWith } from '../validators/python.ts';
import { ROOT } from './checkout.ts';
import { makeBundle, SMOKE } from './publishedBundle.ts';
import { editedFiles, METADATA_EDITS, otherNumber, otherVerdict, TAMPERINGS } from './tampering.ts';

const validator = await pythonWith('rocrate_validator', 'requests_cache');

const bundle = await makeBundle();
const { published, folder, archive, files: whole, networks, publish, verify } = bundle;
afterAll(() => bundle.remove());

describe('a bundle', () => {
  it('says what it holds, and has the same bytes when it is made again', async () => {
    const again = join(folder, 'again.zip');
    const { stdout } = await publish('--partial', '--out', again);
    expect(readFileSync(again).equals(readFileSync(archive))).toBe(true);
    expect(stdout).toMatch(new RegExp(`^\\S+: ${whole.size} files, [\\d.]+ MB, packed [\\d.]+ MB\\.$`, 'm'));
    expect(stdout).toContain(`SHA-256 ${sha256(readFileSync(archive))}`);
  });

  it('is refused while a file is not as committed, and says which', async () => {
    const restore = published.edit('params.yaml', (text) => `${text}\n`);
    const { stderr, exitCode } = await publish('--partial', '--out', join(folder, 'none.zip'));
    restore();
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^1 file is not as committed \(params\.yaml\): /)]);
  });

  it('is refused while stages have not run, and says what is missing and how to make it', async () => {
    const { stderr, exitCode } = await publish('--out', join(folder, 'none.zip'));
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`missing: ${SMOKE}/tables/generalize.csv`);
    expect(stderr).toContain("'npm run reproduce -- --profile smoke'");
  });

  it('is refused where a network is not here or is another, and says where it was looked for', async () => {
    const { key, id } = networks[1];
    const places = [`artifacts/store/${key}`, `${SMOKE}/networks/train/${id}`].map((path) =>
      join(published.root, path, 'network.safetensors'),
    );
    const kept = readFileSync(places[1]);
    for (const place of places) rmSync(place);
    const { stderr, exitCode } = await publish('--partial', '--out', join(folder, 'none.zip'));
    writeFileSync(places[1], Buffer.from(kept).fill(0, 0, 9));
    const other = await publish('--partial', '--out', join(folder, 'none.zip'));
    for (const place of places) writeFileSync(place, kept);
    expect([exitCode, other.exitCode, existsSync(join(folder, 'none.zip'))]).toEqual([1, 1, false]);
    expect(stderr).toMatch(new RegExp(`^Network train/${id} is not here: neither in artifacts/store/${key}`));
    expect(stderr).toContain('dvc pull');
    expect(other.stderr).toContain(`Network train/${id} is not the one that is published`);
  });

  it('has code, parameters, results, networks, certificate and metadata, and no path of the machine', () => {
    const { key } = networks[0];
    const expected = [
      'params.yaml',
      'dvc.yaml',
      'LICENSE',
      'CITATION.cff',
      'codemeta.json',
      'pipeline/stages/train.ts',
      'package-lock.json',
    ];
    const results = [
      'claims.json',
      'hashes/train.json',
      'histories/train.csv',
      'figures/2a.csv',
      'figures/2a.svg',
      'figures/2a.provenance.json',
    ];
    const made = [
      'certificate.json',
      'CERTIFICATE.md',
      'ro-crate-metadata.json',
      'networks.csv',
      `artifacts/store/${key}/network.safetensors`,
    ];
    const all = [...expected, ...results.map((path) => `${SMOKE}/${path}`), ...made];
    expect(all.filter((path) => !whole.has(path))).toEqual([]);
    const leaking = [...whole].filter(([, bytes]) => Buffer.from(bytes).includes(published.root));
    expect(leaking.map(([path]) => path)).toEqual([]);
  });

  it('certifies every claim with a mark, and says what was not recorded and not made', () => {
    const certificate = jsonOf(whole, 'certificate.json', certificateSchema) as Certificate;
    const { claims } = jsonOf(whole, `${SMOKE}/claims.json`, claimsFileSchema) as ClaimsFile;
    expect(certificate.claims.map(({ id, verdict }) => [id, verdict])).toEqual(
      claims.map(({ id, verdict }) => [id, verdict]),
    );
    const marks = new Set(certificate.claims.map(({ verdict, mark }) => `${verdict}: ${mark}`));
    expect(
      [...marks].filter(
        (one) => !/^(reproduced: \[Re\]|not reproduced: \[¬Re\]|partly: partly|not run: not run)$/.test(one),
      ),
    ).toEqual([]);
    expect(certificate.missing).toContain(`${SMOKE}/tables/perturbation.csv`);
    const text = textOf(whole, 'CERTIFICATE.md') as string;
    expect(text).toMatch(/^\| perturb \| not recorded \|/m);
    expect(text).toMatch(/^\| train \| not recorded \| \d+ s \|$/m);
  });

  it('agrees: its checks hold, and networks drawn from it are trained again to the same bytes', async () => {
    const { stdout, stderr, exitCode } = await verify(archive, '--sample', '1');
    expect(exitCode, stdout + stderr).toBe(0);
    const held = [...stdout.matchAll(/^agrees {3}(\w+): /gm)].map(([, about]) => about);
    expect(held).toEqual([
      'manifest',
      'networks',
      'certificate',
      'metadata',
      'commit',
      'parts',
      'lock',
      'parameters',
      'results',
    ]);
    expect(stdout).toMatch(/^agrees {3}train\/\S+: [0-9a-f]{64} /m);
    expect(stdout).toContain(
      `The bundle agrees: all that was checked holds, 1 of ${networks.length} networks trained again.`,
    );
  });

  it('is not checked by another profile, nor where it is of another kernel version or no bundle at all', async () => {
    const other = new Map(whole);
    const certificate = jsonOf(other, 'certificate.json', certificateSchema) as Certificate;
    other.set('certificate.json', jsonBytes({ ...certificate, kernelVersion: '0' }));
    const [kernel, foreign] = ['kernel.zip', 'foreign.zip'].map((name) => join(folder, name));
    writeFileSync(kernel, packArchive(other, 'x'));
    writeFileSync(foreign, packArchive(new Map([['a.txt', Buffer.from('a')]]), 'x'));
    const cases: [string, string[], string][] = [
      [archive, ['--profile', 'quick'], 'cannot be used with option'],
      [archive, ['--sample', '0'], "--sample is '0'"],
      [kernel, [], 'is of kernel version 0, this checkout has version'],
      [foreign, [], "is an archive, but not one of 'npm run publish:bundle'"],
      [join(folder, 'nowhere.zip'), [], 'cannot be read'],
    ];
    for (const [file, flags, message] of cases) {
      const { stderr, exitCode } = await verify(file, ...flags);
      expect([exitCode, stderr.trim().split('\n').length]).toEqual([2, 1]);
      expect(stderr).toContain(message);
    }
  });

  const contradictions = (files: Files) =>
    consistency(study, files, networks).flatMap(({ about, faults }) => faults.map((fault) => `${about}: ${fault}`));
  const edited = (path: string, change: (text: string) => string) => editedFiles(whole, path, change);

  it.skipIf(validator === null)('is a Provenance Run Crate without fault, by a validator of others', async () => {
    const script = join(ROOT, 'test/validators/rocrate.py');
    const { stdout } = await runProgram(
      validator as string,
      [script, join(folder, 'whole'), join(folder, 'cache')],
      {},
    );
    const { passed, issues, validation_settings } = JSON.parse(stdout);
    expect(issues.map((issue: { message: string }) => issue.message)).toEqual([]);
    expect([passed, validation_settings.profile_identifier]).toEqual([true, 'provenance-run-crate-0.5']);
  });

  describe('that was tampered with', () => {
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
  });
});
