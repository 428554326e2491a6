import { join } from 'node:path';
import { expect, it } from 'vitest';
import { jsonOf, textOf } from '../../pipeline/bundle/files.ts';
import { type Certificate, certificateSchema } from '../../src/artifact/certificate.ts';
import { type ClaimsFile, claimsFileSchema } from '../../src/claims/record.ts';
import { runProgram } from '../../src/system/program.ts';
import { pythonWith } from '../validators/python.ts';
import { ROOT } from './checkout.ts';
import { type PublishedBundle, SMOKE } from './publishedBundle.ts';

const validator = await pythonWith('rocrate_validator', 'requests_cache');

/** What a bundle holds, and what its certificate says. */
export function contents({ published, folder, files: whole, networks }: PublishedBundle): void {
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
      'artifacts/store/README.md',
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

  const validated = async (...severity: string[]) => {
    const script = join(ROOT, 'test/validators/rocrate.py');
    const cache = join(folder, `cache${severity.join()}`);
    const { stdout } = await runProgram(validator as string, [script, join(folder, 'whole'), cache, ...severity], {});
    const { passed, issues, validation_settings } = JSON.parse(stdout);
    const messages = issues.map((issue: { message: string }) => issue.message) as string[];
    return { passed, messages, profile: validation_settings.profile_identifier };
  };

  it.skipIf(validator === null)('is a Provenance Run Crate without fault, by a validator of others', async () => {
    expect(await validated()).toEqual({ passed: true, messages: [], profile: 'provenance-run-crate-0.5' });
  });

  it.skipIf(validator === null)('has all that such a crate should have, but for what is not known', async () => {
    // The checkout names no repository, and its stages ran without times; a file of the crate has a path for a name.
    expect([...new Set((await validated('RECOMMENDED')).messages)].sort()).toEqual([
      'The Action SHOULD have an endTime in ISO 8601 format',
      'The Application SHOULD have a url',
      'The SoftwareApplication id SHOULD be an absolute URI',
      'The organization SHOULD have a URL.',
    ]);
  });
}
