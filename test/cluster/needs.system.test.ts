import { describe, expect, it } from 'vitest';
import { neededItems } from '../../pipeline/cluster/needs.ts';
import { readParams } from '../../pipeline/outline.ts';
import { multiverseNetworks, publishedNetworks } from '../../pipeline/store/published.ts';
import { study } from '../../pipeline/study.ts';
import { stageNames } from '../../src/artifact/study.ts';

const params = readParams();
const needed = (stages: readonly string[]) => neededItems(study, { params, profile: 'smoke', engine: 'simd', stages });
const published = publishedNetworks(study, 'smoke');
const specified = multiverseNetworks('smoke');
const keys = (list: readonly { key: string }[]) => [...new Set(list.map(({ key }) => key))].sort();

describe('what a run has made elsewhere', () => {
  const all = needed(stageNames(study));

  it('is every network that the profile, its readings and its multiverse publish, each once', () => {
    const networks = all.filter(({ needs }) => needs === undefined);
    const known = keys([...published, ...specified]);
    expect(keys(networks)).toEqual(known);
    expect(networks).toHaveLength(known.length);
  });

  it('is measured on networks that are needed too', () => {
    const measured = all.filter(({ needs }) => needs !== undefined);
    expect(new Set(measured.map(({ id }) => id.split('/').at(-2)))).toEqual(
      new Set(['generalize', 'perturb', 'timescales', 'redundancy']),
    );
    expect(measured.every(({ needs }) => all.some(({ key }) => key === needs))).toBe(true);
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  });

  it('is only what the stages ask for', () => {
    const frozen = published.filter(({ stage, reading }) => stage === 'freeze' && reading === null);
    expect(keys(needed(['freeze']))).toEqual(keys(frozen));
    expect(needed(['figures', 'claims'])).toEqual([]);
    // The networks that a stage measures belong to it, should the store have lost them.
    const main = published.filter(({ stage, reading }) => stage === 'train' && reading === null);
    expect(keys(needed(['perturb']).filter(({ needs }) => needs === undefined))).toEqual(keys(main));
  });

  it('survives JSON, by which it goes to the tasks', () => {
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
  });
});
