import { usage } from '../../src/artifact/error.ts';
import type { Study } from '../../src/artifact/study.ts';
import type { PublishedNetwork } from '../store/published.ts';
import { drawSample, namedNetworks } from './sample.ts';

/** What a user wants to have trained again. */
export interface NetworkChoice {
  sample?: number;
  all?: true;
  network?: string;
  /** Of the draw. */
  seed: number;
}

/**
 * The networks that --sample, --all or --network ask for, and how to say so.
 * @throws UserError (exit code 2) for more networks than are published, and for an unknown one.
 */
export function choose(
  study: Pick<Study, 'random'>,
  published: readonly PublishedNetwork[],
  { sample, all, network, seed }: NetworkChoice,
): { chosen: PublishedNetwork[]; description: string } {
  if (network !== undefined) return { chosen: namedNetworks(published, network), description: `network ${network}.` };
  if (all) return { chosen: [...published], description: `all ${published.length} networks.` };
  if (sample !== undefined && sample > published.length)
    throw usage(`--sample is ${sample}, ${published.length} networks are published: --all takes all of them.`);
  const chosen = drawSample(published, sample ?? 3, study.random(seed, 'verification'));
  return { chosen, description: `${chosen.length} of ${published.length} networks, drawn with seed ${seed}.` };
}
