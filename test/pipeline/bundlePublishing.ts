import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256 } from '../../src/artifact/hash.ts';
import { type PublishedBundle, SMOKE } from './publishedBundle.ts';

/** How a bundle is made, and when it is refused. */
export function publishing({ published, folder, archive, files: whole, networks, publish }: PublishedBundle): void {
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
}
