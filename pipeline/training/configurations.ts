import { isDeepStrictEqual } from 'node:util';
import { round } from '../../src/artifact/table.ts';
import { type Condition, type Configuration, type Growing, policyOf } from '../../src/curriculum/configuration.ts';
import { type Growth, mainGrowth } from '../../src/network/growth.ts';
import type { Architecture } from '../../src/network/network.ts';
import { type Params, valueFor } from '../../src/params/params.ts';
import { LONGEST_READINGS } from '../../src/task/length.ts';
import type { Stage } from '../outline.ts';
import type { EngineName } from './engines.ts';

/** The configuration of one network: the protocol's numbers with what varies between networks. */
export function configure(
  params: Params,
  engine: EngineName,
  varying: { architecture: Architecture; size: number; seed: number; condition: Condition; epochs: number },
): Configuration {
  const { architecture } = varying;
  const { learningRate, momentum } = params.training[architecture === 'modular' ? 'modular' : 'nonModular'];
  const { clip, testBatches, solvedAbove } = params.training;
  const stepsPerEpoch = valueFor(architecture, params.training.stepsPerEpoch);
  const longest = valueFor(architecture, params.task.longest);
  const { growth, ...besides } = growing(params, varying);
  return {
    ...varying,
    growth,
    leak: valueFor(architecture, params.network.leak),
    bits: valueFor(architecture, params.task.bits),
    batchSize: params.task.batchSize,
    firstN: params.task.firstN,
    optimizer: { learningRate, momentum, clip },
    stepsPerEpoch,
    testBatches,
    solvedAbove,
    engine,
    ...besides,
    ...(longest === LONGEST_READINGS[0] ? {} : { longest }),
  };
}

/**
 * How a network grows, without what does not reach it, so that networks that grow alike under two protocols have one key: growth belongs to modular
 * networks, and an experiment of Fig. 6 says itself what of it a new module takes over.
 */
function growing(params: Params, { architecture, condition }: { architecture: Architecture; condition: Condition }) {
  const plain: Growth = { growth: 'copy-connectivity' };
  if (architecture === 'non-modular') return plain;
  const { freeze, duplicate } = params;
  const frozen = condition.startsWith('frozen-');
  const copiesFeedforward = condition.includes('feedforward-copied');
  const experiment: Growing = {
    ...plain,
    condition,
    ...(frozen && freeze.rest === 'copied' ? { rest: 'copied' } : {}),
    ...(frozen && freeze.trains === 'feedforward' ? { trains: 'feedforward' } : {}),
    ...(copiesFeedforward && duplicate.feedforward === 'with-input' ? { feedforward: 'with-input' } : {}),
  };
  const protocol: Growing = { ...experiment, ...mainGrowth(params.network) };
  return isDeepStrictEqual(policyOf(experiment), policyOf(protocol)) ? experiment : protocol;
}

type Described = Pick<Stage, 'params' | 'settings' | 'engine'>;

/** The main line (Fig. 2 to 5): every size of both architectures, every seed. */
export function trainConfigurations({ params, settings, engine }: Described): Configuration[] {
  const { modularSizes, nonModularSizes, seeds, epochs } = settings.train;
  const all = (architecture: Architecture, sizes: readonly number[]) =>
    sizes.flatMap((size, i) =>
      Array.from({ length: valueFor(architecture, seeds)[i] }, (_, seed) =>
        configure(params, engine, { condition: 'trained', epochs, architecture, size, seed }),
      ),
    );
  return [...all('modular', modularSizes), ...all('non-modular', nonModularSizes)];
}

/** Weight freezing (Fig. 6a), beside the fully trained networks of the main line. */
export function freezeConfigurations({ params, settings, engine }: Described): Configuration[] {
  const { seeds, epochs } = settings.freeze;
  return params.freeze.sizes.flatMap((size, i) =>
    (['frozen-recurrent', 'frozen-feedforward'] as const).flatMap((condition) =>
      Array.from({ length: seeds[i] }, (_, seed) =>
        configure(params, engine, { architecture: 'modular', size, seed, condition, epochs }),
      ),
    ),
  );
}

/** Weight duplication (Fig. 6b): W^R copied or random by W^FF copied or random, and at the smallest size copies with noise. */
export function duplicateConfigurations({ params, settings, engine }: Described): Configuration[] {
  const { seeds, epochs } = settings.duplicate;
  const { sizes, noise } = params.duplicate;
  const exact: Condition[] = [
    'recurrent-copied-feedforward-copied',
    'recurrent-copied-feedforward-random',
    'recurrent-random-feedforward-copied',
    'recurrent-random-feedforward-random',
  ];
  const noisy = noise.map((level): Condition => `recurrent-copied-feedforward-copied-noise-${round(100 * level)}`);
  return sizes.flatMap((size, i) =>
    (size === Math.min(...sizes) ? [...exact, ...noisy] : exact).flatMap((condition) =>
      Array.from({ length: seeds[i] }, (_, seed) =>
        configure(params, engine, { architecture: 'modular', size, seed, condition, epochs }),
      ),
    ),
  );
}

/** One modular network taken as far as the profile says (N = 200 in the paper), on a pool where the engine has one. */
export function deepConfigurations({ params, settings, engine }: Described): Configuration[] {
  const { untilN, seed, epochs } = settings.deep;
  const { modularSize: size, pool } = params.deep;
  const configuration = configure(params, engine, {
    architecture: 'modular',
    size,
    seed,
    condition: 'trained',
    epochs,
  });
  return [{ ...configuration, ...(engine === 'simd' ? { pool } : {}), untilN }];
}
