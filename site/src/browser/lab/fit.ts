import { initialState, type LabState } from './address.ts';
import { nameLesion } from './lesion.ts';
import type { LabIndex } from './messages.ts';
import { firstPair, networksOf, pairsOf } from './pair.ts';

/** The curriculum step that it opens with: few modules, each wide enough to see. */
const FIRST_N = 5;

/** A state with all choices made. */
export type Fitted = LabState & { pair: string; seed: number; N: number; task: number };

/** A state that the archive can show. Values that it cannot show are replaced and named in `notes`. */
export function adapt(state: LabState, index: LabIndex): { state: Fitted; notes: string[] } {
  const notes: string[] = [];
  const pairs = pairsOf(index);
  const preferred = firstPair(pairs);
  const requested = pairs.find(({ name }) => name === state.pair);
  if (state.pair !== null && !requested)
    notes.push(`The archive has no pair ${state.pair}; ${preferred.name} is shown.`);
  const pair = requested ?? preferred;
  const seed = pair.seeds.find((known) => known === state.seed) ?? pair.seeds[0];
  if (state.seed !== null && seed !== state.seed)
    notes.push(`The pair ${pair.name} has no seed ${state.seed}; seed ${seed} is shown.`);
  const largest = largestN(index, pair.name, seed);
  const N = Math.min(state.N ?? FIRST_N, largest);
  if (state.N !== null && state.N > largest)
    notes.push(`These networks solved tasks up to N = ${largest}, which is shown.`);
  const task = Math.min(state.task ?? 5, N);
  const lesions = state.lesions.filter(({ architecture, module, neuron }) => {
    const [size, modules] = architecture === 'modular' ? [pair.modular, largest - 1] : [pair.nonModular, 1];
    return module < modules && (neuron === null || neuron < size);
  });
  for (const lesion of state.lesions) {
    if (!lesions.includes(lesion)) notes.push(`These networks have no ${nameLesion(lesion)}; the lesion was ignored.`);
  }
  const { epsilons: grid } = index.perturbation;
  const { recurrent, feedforward, tau } = state.epsilons;
  const epsilons = {
    recurrent: nearest(grid, recurrent),
    feedforward: nearest(grid, feedforward),
    tau: nearest(grid, tau),
  };
  return { state: { ...state, pair: pair.name, seed, N, task, lesions, epsilons }, notes };
}

/** Largest task that either network of a pair solved; 2 if neither solved one. */
export function largestN(index: LabIndex, pair: string, seed: number): number {
  const networks = networksOf(index, pair, seed);
  return Math.max(2, networks?.modular.nSolved ?? 2, networks?.nonModular.nSolved ?? 2);
}

/** The value of a grid that is nearest on a logarithmic scale; 0 is nearest to 0 alone. */
export function nearest(grid: readonly number[], value: number): number {
  if (value === 0) return 0;
  const distance = (epsilon: number) => Math.abs(Math.log(epsilon / value));
  return grid
    .filter((epsilon) => epsilon > 0)
    .reduce((best, epsilon) => (distance(epsilon) < distance(best) ? epsilon : best));
}

/** The part of a state that a link has to carry: values equal to the defaults are left out. */
export function forLink(state: LabState, index: LabIndex): LabState {
  const opened = adapt(initialState, index).state;
  const defaults = adapt({ ...initialState, pair: state.pair, seed: state.seed }, index).state;
  const first = adapt({ ...initialState, pair: state.pair }, index).state;
  return {
    ...state,
    pair: state.pair === opened.pair ? null : state.pair,
    seed: state.seed === first.seed ? null : state.seed,
    N: state.N === defaults.N ? null : state.N,
    task: state.task === defaults.task ? null : state.task,
  };
}
