import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyOf, StoredNetwork } from '../../pipeline/training/storedNetwork.ts';
import train from '../../pipeline/workers/train.ts';
import { readCheckpoint } from '../../src/network/checkpoint.ts';
import { smallConfiguration } from '../engine/configuration.ts';

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'modular-growth-store-'));
});
afterEach(() => rmSync(store, { recursive: true, force: true }));

/** Trains until `epochs` epochs are done, then dies where a killed worker would. */
async function trainAndDie(configuration = smallConfiguration(), epochs = 2) {
  let told = -1;
  await train({ configuration, store }, () => {
    told++;
    if (told === epochs) throw new Error('killed');
  }).catch(() => {});
}

describe('the store of networks', () => {
  it('gives every configuration a network', () => {
    const keys = [
      {},
      { seed: 4 },
      { epochs: 5 },
      { condition: 'frozen-recurrent' as const },
      { leak: 'outside' as const },
    ];
    expect(new Set(keys.map((changes) => keyOf(smallConfiguration(changes)))).size).toBe(keys.length);
    expect(keyOf(smallConfiguration())).toBe(keyOf(smallConfiguration()));
    expect(keyOf(smallConfiguration({ rest: undefined, pool: undefined }))).toBe(keyOf(smallConfiguration()));
    expect(keyOf(smallConfiguration({ rest: 'copied' }))).not.toBe(keyOf(smallConfiguration()));
  });

  it('trains a network once', async () => {
    const configuration = smallConfiguration();
    const first = await train({ configuration, store }, () => {});
    const second = await train({ configuration, store }, () => {});
    expect(first.trained).toBe(configuration.epochs);
    expect(second.trained).toBe(0);
    expect(second.files).toEqual(first.files);
    const { network, metadata } = readCheckpoint(readFileSync(join(first.folder, 'network.safetensors')));
    expect(metadata.configuration).toBe(keyOf(configuration));
    expect(network.heads.length).toBeGreaterThan(2);
  });

  it.each(['modular', 'non-modular'] as const)(
    'loses at most the curriculum step in progress to a kill, and ends in the same bytes (%s)',
    async (architecture) => {
      const configuration = smallConfiguration({ architecture, epochs: 7 });
      await trainAndDie(configuration, 6);
      const saved = new StoredNetwork(store, configuration).resumed();
      expect(saved?.history.length).toBeGreaterThanOrEqual(5);
      const resumed = await train({ configuration, store }, () => {});
      expect(resumed.trained).toBe(configuration.epochs - (saved?.history.length ?? 0));
      rmSync(store, { recursive: true });
      const whole = await train({ configuration, store }, () => {});
      expect(whole.trained).toBe(configuration.epochs);
      expect(resumed.files).toEqual(whole.files);
    },
  );

  it('loses no more of a network on a pool of prefix activations', async () => {
    const configuration = smallConfiguration({ pool: 6, untilN: 6, epochs: 12 });
    await trainAndDie(configuration, 3);
    const saved = new StoredNetwork(store, configuration).resumed()?.history;
    expect(saved?.at(-1)?.nSolved).toBeGreaterThan(2);
    const resumed = await train({ configuration, store }, () => {});
    rmSync(store, { recursive: true });
    const whole = await train({ configuration, store }, () => {});
    expect(resumed.trained).toBe(whole.trained - (saved?.length ?? 0));
    expect(resumed.files).toEqual(whole.files);
  });

  it('keeps a non-modular network at every solved N', async () => {
    const configuration = smallConfiguration({ architecture: 'non-modular', size: 23, epochs: 8 });
    const { files, folder } = await train({ configuration, store }, () => {});
    const solved = Object.keys(files).filter((file) => file.startsWith('solved-'));
    expect(solved.length).toBeGreaterThan(1);
    solved.forEach((file, i) => {
      const { network, metadata } = readCheckpoint(readFileSync(join(folder, file)));
      expect(metadata.nSolved).toBe(i + 2);
      expect(network.heads.map((head) => head.N)).toEqual(Array.from({ length: i + 1 }, (_, k) => k + 2));
    });
  });

  it.each(['network.safetensors', 'history.json'])('begins a network again whose %s was changed', async (file) => {
    const configuration = smallConfiguration({ epochs: 2 });
    const first = await train({ configuration, store }, () => {});
    writeFileSync(join(first.folder, file), 'cut off');
    const again = await train({ configuration, store }, () => {});
    expect(again.trained).toBe(2);
    expect(again.files).toEqual(first.files);
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['zeros, as after a loss of power', (text: string) => '\0'.repeat(text.length)],
    ['without the network’s own hash', () => '{ "files": {} }'],
  ])('begins a network again whose done.json is %s, and ends in the same bytes', async (_, damage) => {
    const configuration = smallConfiguration({ epochs: 2 });
    const first = await train({ configuration, store }, () => {});
    const done = join(first.folder, 'done.json');
    writeFileSync(done, damage(readFileSync(done, 'utf8')));
    const again = await train({ configuration, store }, () => {});
    expect(again.trained).toBe(2);
    expect(again.files).toEqual(first.files);
  });

  it('begins a network again whose network.safetensors is cut off anywhere', async () => {
    const configuration = smallConfiguration({ epochs: 1, size: 5, stepsPerEpoch: 20 });
    const first = await train({ configuration, store }, () => {});
    const file = join(first.folder, 'network.safetensors');
    const bytes = readFileSync(file);
    for (const share of [0, 0.1, 0.5, 0.99]) {
      writeFileSync(file, bytes.subarray(0, Math.floor(share * bytes.length)));
      const again = await train({ configuration, store }, () => {});
      expect(again.trained).toBe(1);
      expect(again.files).toEqual(first.files);
    }
  });

  it('begins a network again whose resume.json is cut off', async () => {
    const configuration = smallConfiguration();
    await trainAndDie(configuration, 2);
    const resume = join(new StoredNetwork(store, configuration).folder, 'resume.json');
    const text = readFileSync(resume, 'utf8');
    writeFileSync(resume, text.slice(0, text.length / 2));
    const { trained, files } = await train({ configuration, store }, () => {});
    expect(trained).toBe(configuration.epochs);
    rmSync(store, { recursive: true });
    expect(files).toEqual((await train({ configuration, store }, () => {})).files);
  });

  it('begins a network again whose saved state is half written', async () => {
    const configuration = smallConfiguration();
    await trainAndDie(configuration, 2);
    const stored = new StoredNetwork(store, configuration);
    const { file } = JSON.parse(readFileSync(join(stored.folder, 'resume.json'), 'utf8'));
    const bytes = readFileSync(join(stored.folder, file));
    writeFileSync(join(stored.folder, file), bytes.subarray(0, bytes.length / 2));
    const { trained } = await train({ configuration, store }, () => {});
    expect(trained).toBe(configuration.epochs);
  });
});
