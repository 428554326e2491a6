import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathsOf } from '../../pipeline/paths.ts';
import { readSolved, trainedNetworks } from '../../pipeline/trained.ts';
import { writeCheckpoint } from '../../src/network/checkpoint.ts';
import { randomNetwork } from '../network/randomNetwork.ts';

let root: string;
const paths = () => pathsOf('smoke', root);
const modular = randomNetwork({ architecture: 'modular', size: 3, depth: 4, seed: 1 });
const core = (heads: number) => randomNetwork({ architecture: 'non-modular', size: 4, heads, seed: heads });

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'modular-growth-'));
  const put = (id: string, file: string, network: typeof modular, nSolved: number) => {
    mkdirSync(join(paths().networks('train'), id), { recursive: true });
    const bytes = writeCheckpoint(network, { nSolved, seed: 0, configuration: '', kernelVersion: '' });
    writeFileSync(join(paths().networks('train'), id, file), bytes);
  };
  put('modular', 'network.safetensors', modular, 4);
  put('core', 'network.safetensors', core(3), 3);
  put('core', 'solved-02.safetensors', core(1), 2);
  put('core', 'solved-03.safetensors', core(2), 3);
  put('stuck', 'network.safetensors', core(1), 1);
  const entry = (id: string, architecture: string) => ({ id, configuration: { architecture, firstN: 2 } });
  const index = [entry('modular', 'modular'), entry('core', 'non-modular'), entry('stuck', 'non-modular')];
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
