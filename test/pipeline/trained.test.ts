import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathsOf } from '../../pipeline/driver/paths.ts';
import { readSolved, trainedNetworks } from '../../pipeline/training/trained.ts';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import { writeCheckpoint } from '../../src/network/checkpoint.ts';
import { randomNetwork } from '../network/randomNetwork.ts';

const FINAL = 'network.safetensors';
let root: string;
const paths = () => pathsOf('smoke', root);
const modular = randomNetwork({ architecture: 'modular', size: 3, depth: 4, seed: 1 });
const core = (heads: number) => randomNetwork({ architecture: 'non-modular', size: 4, heads, seed: heads });

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'modular-growth-'));
  const put = (id: string, file: string, network: typeof modular, nSolved: number) => {
    mkdirSync(join(paths().networks('train'), id), { recursive: true });
    const bytes = writeCheckpoint(network, { nSolved, seed: 0, configuration: '', kernelVersion: KERNEL_VERSION });
    writeFileSync(join(paths().networks('train'), id, file), bytes);
    return createHash('sha256').update(bytes).digest('hex');
  };
  const entry = (id: string, architecture: string, sha256: string) => ({
    id,
    key: id,
    sha256,
    files: { [FINAL]: sha256 },
    configuration: { architecture, firstN: 2, engine: 'simd', seed: 0 },
  });
  put('core', 'solved-02.safetensors', core(1), 2);
  put('core', 'solved-03.safetensors', core(2), 3);
  const index = [
    entry('modular', 'modular', put('modular', FINAL, modular, 4)),
    entry('core', 'non-modular', put('core', FINAL, core(3), 3)),
    entry('stuck', 'non-modular', put('stuck', FINAL, core(1), 1)),
  ];
  writeFileSync(join(paths().networks('train'), 'index.json'), JSON.stringify(index));
});
afterAll(() => rmSync(root, { recursive: true }));

describe('what a trained network had solved', () => {
  it('is told for every network, also for one that solved nothing', () => {
    expect(trainedNetworks({ paths: paths() }).map(({ id, nSolved }) => [id, nSolved])).toEqual([
      ['modular', 4],
      ['core', 3],
      ['stuck', 1],
    ]);
  });

  it('is of a modular network its first modules', () => {
    const [network] = trainedNetworks({ paths: paths() });
    const solved = readSolved(network, 4);
    expect(solved.modules).toEqual(modular.modules.slice(0, 3));
    expect(solved.heads).toEqual(modular.heads.slice(0, 3));
    expect(readSolved(network, 2).modules).toHaveLength(1);
  });

  it('is of a non-modular network the core of that moment, not the one that went on training', () => {
    const [, network] = trainedNetworks({ paths: paths() });
    expect(readSolved(network, 3)).toEqual(core(2));
    expect(readSolved(network, 2)).toEqual(core(1));
  });

  it('is no head of a network that solved nothing', () => {
    const [, , network] = trainedNetworks({ paths: paths() });
    expect(readSolved(network, network.nSolved).heads).toEqual([]);
  });
});

describe('a network that is not as stage train left it', () => {
  const path = () => join(paths().networks('train'), 'core', FINAL);
  const reading = (bytes: Uint8Array | null) => () => {
    if (bytes === null) rmSync(path());
    else writeFileSync(path(), bytes);
    trainedNetworks({ paths: paths() });
  };

  it('is named with what to do, be it half written, missing, changed or of another kernel version', () => {
    const whole = readFileSync(path());
    const origin = { nSolved: 3, seed: 0, configuration: '', kernelVersion: '0' };
    const again = /core\/network\.safetensors .*Run stage train again, which lays it out from the store or trains it/;
    expect(reading(whole.subarray(0, whole.length / 2))).toThrow(
      /core\/network\.safetensors is half written or damaged\./,
    );
    expect(reading(null)).toThrow(/core\/network\.safetensors is missing\./);
    const changed = Buffer.from(whole);
    changed[changed.length - 1] ^= 1;
    expect(reading(changed)).toThrow(
      /is not the network that stage train laid out, its SHA-256 differs from index\.json/,
    );
    const older = reading(writeCheckpoint(core(3), origin));
    expect(older).toThrow(`was trained by kernel version 0, this checkout has version ${KERNEL_VERSION}`);
    expect(older).toThrow(again);
    writeFileSync(path(), whole);
    expect(trainedNetworks({ paths: paths() })).toHaveLength(3);
  });

  it('is told also where none was laid out at all', () => {
    expect(() => trainedNetworks({ paths: pathsOf('absent', root) })).toThrow(
      /^The networks of stage train are not here, or their index is damaged: they are not in git/,
    );
  });
});
