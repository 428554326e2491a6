import { type Given, usage, wholeNumber } from '../driver/flags.ts';
import type { PublishedNetwork } from '../store/published.ts';
import { drawSample, namedNetworks } from './sample.ts';

/**
 * The networks that --sample, --all or --network ask for, and how to say so.
 * @throws UserError (exit code 2) for more networks than are published, and for an unknown one.
 */
export function choose(
  published: readonly PublishedNetwork[],
  given: Given,
): { chosen: PublishedNetwork[]; told: string } {
  const seed = wholeNumber(given, 'seed', 0, 2 ** 32 - 1, 0);
  const count = wholeNumber(given, 'sample', 1, 1_000_000, 3);
  if (given.network !== undefined) {
    const chosen = namedNetworks(published, String(given.network));
    return { chosen, told: `network ${given.network}.` };
  }
  if (given.all) return { chosen: [...published], told: `all ${published.length} networks.` };
  if (given.sample !== undefined && count > published.length)
    throw usage(`--sample is ${count}, ${published.length} networks are published: --all takes all of them.`);
  const chosen = drawSample(published, count, seed);
  return { chosen, told: `${chosen.length} of ${published.length} networks, drawn with seed ${seed}.` };
}
