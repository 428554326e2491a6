import type { LabIndex, LabNetwork } from './messages.ts';

/** Two sizes of about equal trainable parameters, with the seeds that both were trained on. */
export interface Pair {
  /** '15-91'. */
  name: string;
  modular: number;
  nonModular: number;
  seeds: number[];
}

/** The pair that the lab opens with where the archive has it: the networks of 15-91 weigh nearly twice as much, which a slow line takes half a second to fetch. */
const FIRST_PAIR = '10-54';

/** The pair of several that the lab opens with. */
export function firstPair(pairs: readonly Pair[]): Pair {
  return pairs.find(({ name }) => name === FIRST_PAIR) ?? pairs[0];
}

/** The pairs of an archive in its order, each once, with their seeds ascending. */
export function pairsOf(index: LabIndex): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { modular, nonModular } of index.pairs) {
    const [first, partner] = [networkOf(index, modular), networkOf(index, nonModular)];
    const name = `${first.size}-${partner.size}`;
    const pair = pairs.get(name) ?? { name, modular: first.size, nonModular: partner.size, seeds: [] };
    pair.seeds.push(first.seed);
    pairs.set(name, pair);
  }
  return [...pairs.values()].map((pair) => ({ ...pair, seeds: pair.seeds.sort((a, b) => a - b) }));
}

/** The two networks of a pair on a seed; undefined where the archive has none. */
export function networksOf(
  index: LabIndex,
  name: string,
  seed: number,
): { modular: LabNetwork; nonModular: LabNetwork } | undefined {
  return index.pairs
    .map(({ modular, nonModular }) => ({
      modular: networkOf(index, modular),
      nonModular: networkOf(index, nonModular),
    }))
    .find(({ modular, nonModular }) => `${modular.size}-${nonModular.size}` === name && modular.seed === seed);
}

function networkOf(index: LabIndex, id: string): LabNetwork {
  const network = index.networks.find((candidate) => candidate.id === id);
  if (!network)
    throw new RangeError(
      `index.json of the lab has ${id} in a pair but not among its networks. Run stage 'lab' again: npm run reproduce -- --only lab`,
    );
  return network;
}
