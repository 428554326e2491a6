import type { Training } from '../src/artifact/study.ts';
import type { Configuration } from '../src/line/line.ts';
import type { Params, Settings } from './outline.ts';
import { outline } from './outline.ts';
import { keyOfText } from './store/store.ts';

/** The fits: each is kept in the store under the hash of its configuration. */
export const training: Training<Params, Configuration> = {
  configurations(_, { params: { data, fit }, settings, engine }) {
    const { seeds, points } = (settings as Settings).fit;
    return seeds.map((seed) => ({ engine, seed, points, data, through: fit.through }));
  },
  id: ({ seed }) => `line-seed-${seed}`,
  key: (configuration) => keyOfText(outline.kernelVersion, JSON.stringify(configuration)),
  seconds: () => 1,
  mainFile: 'line.json',
  worker: new URL('./workers/fit.ts', import.meta.url),
};
