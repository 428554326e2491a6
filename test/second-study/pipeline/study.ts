import type { Study } from '../src/artifact/study.ts';
import { type Configuration, stream } from '../src/line/line.ts';
import { positive, slopes } from '../src/line/results.ts';
import { outline, type Params } from './outline.ts';
import { training } from './training.ts';

/** All that the machinery has to know of this study. */
export const study: Study<Params, Configuration> = {
  ...outline,
  panels: [slopes],
  claims: [positive],
  training,
  random(seed, purpose) {
    const next = stream(seed, purpose);
    return { integer: (below) => Math.floor(below * next()) };
  },
};
