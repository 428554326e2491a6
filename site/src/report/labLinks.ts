import { formatState, initialState, type LabState } from '../browser/lab/address.ts';
import { largestN } from '../browser/lab/fit.ts';
import { firstPair, pairsOf } from '../browser/lab/pair.ts';
import { labIndex } from './lab.ts';
import { href } from './link.ts';

interface Setting {
  /** What to do there, in one sentence. */
  words: string;
  state: Partial<LabState>;
}

const NOISE = 0.178;
const settings: readonly (readonly [RegExp, Setting])[] = [
  [/^(2c|2t)/, { words: 'Go back to N = 10 and train the module for N = 11.', state: { N: 10, task: 10 } }],
  [/^2/, { words: 'Start the race: both networks train side by side.', state: { pair: '10-54' } }],
  [
    /^3b/,
    {
      words: 'Add noise to the time constants and watch tasks go.',
      state: { epsilons: { recurrent: 0, feedforward: 0, tau: NOISE }, curve: 'tau' },
    },
  ],
  [
    /^3/,
    {
      words: 'Add noise to all connections of both networks.',
      state: { epsilons: { recurrent: NOISE, feedforward: NOISE, tau: 0 }, curve: 'connections' },
    },
  ],
  [/^4/, { words: 'Watch how long activity lasts in late modules.', state: { speed: 5 } }],
  [
    /^5(a|b|ab)\./,
    {
      words: 'Compare the same noise on W^FF and on W^R.',
      state: { epsilons: { recurrent: 0, feedforward: NOISE, tau: 0 }, curve: 'feedforward' },
    },
  ],
  [
    /^6a/,
    {
      words: 'Train the next module with frozen recurrent weights.',
      state: { pair: '5-20', N: 4, growth: 'frozen-recurrent' },
    },
  ],
  [
    /^(5c|6b)/,
    {
      words: 'Train the next module from copies or from random weights.',
      state: { pair: '5-20', N: 4, growth: 'recurrent-copied-feedforward-random' },
    },
  ],
  [/^/, { words: 'Run both networks and count their neurons.', state: {} }],
];

/** The lab set up for a claim; null where the profile has no lab. A pair that the archive lacks is left out. */
export function labLink(claim: string): { words: string; address: string } | null {
  const index = labIndex;
  if (!index || index.pairs.length === 0) return null;
  const [, { words, state }] = settings.find(([pattern]) => pattern.test(claim)) as (typeof settings)[number];
  const pairs = pairsOf(index);
  const pair = pairs.find(({ name }) => name === state.pair) ?? null;
  const shown = pair ?? firstPair(pairs);
  const most = largestN(index, shown.name, shown.seeds[0]);
  const N = state.N && state.N <= most ? state.N : null;
  const fragment = formatState({
    ...initialState,
    ...state,
    pair: pair?.name ?? null,
    N,
    task: N && (state.task ?? null),
  });
  return { words, address: href(`lab/${fragment === '' ? '' : `#${fragment}`}`) };
}
