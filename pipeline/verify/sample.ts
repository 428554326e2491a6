import { usage } from '../../src/artifact/error.ts';
import { nearest } from '../../src/artifact/nearest.ts';
import { addressOf, type PublishedNetwork } from '../store/published.ts';

/**
 * `count` different networks, or all where there are fewer, in the order in which they were published. Drawn without replacement from
 * `words`: the k-th integer below what is left picks the next one.
 */
export function drawSample<Network>(
  networks: readonly Network[],
  count: number,
  words: { integer(below: number): number },
): Network[] {
  const left = networks.map((_, index) => index);
  const drawn = Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(words.integer(left.length), 1)[0],
  );
  return drawn.sort((a, b) => a - b).map((index) => networks[index]);
}

/**
 * The networks of one name: an id ('modular-05-seed-0', from every stage and reading that has it), or its address
 * ('train/modular-05-seed-0', 'leak-outside/train/modular-05-seed-0').
 * @throws UserError (exit code 2) for an unknown one, naming the nearest.
 */
export function namedNetworks(networks: readonly PublishedNetwork[], name: string): PublishedNetwork[] {
  const found = networks.filter((network) => name === network.id || name === addressOf(network));
  if (found.length > 0) return found;
  const known = networks.map((network) => (name.includes('/') ? addressOf(network) : network.id));
  const near = nearest(name, known);
  throw usage(
    `unknown network '${name}'${near ? `: did you mean '${near}'?` : '.'} artifacts/<profile>/hashes lists all ${known.length}.`,
  );
}
