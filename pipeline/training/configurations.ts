import { round } from '../../src/artifact/table.ts';
import type { Condition, Configuration } from '../../src/curriculum/configuration.ts';
import type { Architecture } from '../../src/network/network.ts';
import type { Params } from '../../src/params/params.ts';
import type { Stage } from '../outline.ts';
import type { EngineName } from './engines.ts';

/** The configuration of one network: the protocol's numbers with what varies between networks. */
export function configure(
  params: Params,
  engine: EngineName,
  varying: { architecture: Architecture; size: number; seed: number; condition: Condition; epochs: number },
): Configuration {
  const { learningRate, momentum } = params.training[varying.architecture === 'modular' ? 'modular' : 'nonModular'];
  const { clip, stepsPerEpoch, testBatches, solvedAbove } = params.training;
  // Freezing and duplication say themselves what a new module takes over; a network that no reading of growth reaches keeps its key.
  const grows = varying.architecture === 'modular' && varying.condition === 'trained';
  return {
    ...varying,
    growth: grows ? params.network.growth : 'copy-connectivity',
    leak: params.network.leak,
    bits: params.task.bits,
    batchSize: params.task.batchSize,
    firstN: params.task.firstN,
    optimizer: { learningRate, momentum, clip },
    stepsPerEpoch,
    testBatches,
    solvedAbove,
    epochs: varying.epochs,
    engine,
  };
}

type Described = Pick<Stage, 'params' | 'settings' | 'engine'>;

/** The main line (Fig. 2 to 5): every size of both architectures, every seed. */
export function trainConfigurations({ params, settings, engine }: Described): Configuration[] {
  const { modularSizes, nonModularSizes, seeds, smallSeeds, epochs } = settings.train;
  const common = { condition: 'trained', epochs } as const;
  const modular = modularSizes.flatMap((size) =>
    (size <= params.training.smallSize ? smallSeeds : seeds).map((seed) =>
      configure(params, engine, { ...common, architecture: 'modular', size, seed }),
    ),
  );
  const nonModular = nonModularSizes.flatMap((size) =>
    seeds.map((seed) => configure(params, engine, { ...common, architecture: 'non-modular', size, seed })),
  );
  return [...modular, ...nonModular];
}

/** Weight freezing (Fig. 6a), beside the fully trained networks of the main line. */
export function freezeConfigurations({ params, settings, engine }: Described): Configuration[] {
  const { seeds, largeSeeds, epochs } = settings.freeze;
  const rest = params.freeze.rest === 'copied' ? ({ rest: 'copied' } as const) : {};
  return params.freeze.sizes.flatMap((size) =>
    (['frozen-recurrent', 'frozen-feedforward'] as const).flatMap((condition) =>
      (size <= params.training.smallSize ? seeds : largeSeeds).map((seed) => ({
        ...configure(params, engine, { architecture: 'modular', size, seed, condition, epochs }),
        ...rest,
      })),
    ),
  );
}

/** Weight duplication (Fig. 6b): W^R copied or random by W^FF copied or random, and at the smallest size copies with noise. */
export function duplicateConfigurations({ params, settings, engine }: Described): Configuration[] {
  const { seeds, largeSeeds, epochs } = settings.duplicate;
  const { sizes, noise } = params.duplicate;
  const withInput = (condition: Condition) =>
    params.duplicate.feedforward === 'with-input' && condition.includes('feedforward-copied')
      ? ({ feedforward: 'with-input' } as const)
      : {};
  const exact: Condition[] = [
    'recurrent-copied-feedforward-copied',
    'recurrent-copied-feedforward-random',
    'recurrent-random-feedforward-copied',
    'recurrent-random-feedforward-random',
  ];
  const noisy = noise.map((level): Condition => `recurrent-copied-feedforward-copied-noise-${round(100 * level)}`);
  return sizes.flatMap((size) =>
    (size === Math.min(...sizes) ? [...exact, ...noisy] : exact).flatMap((condition) =>
      (size <= params.training.smallSize ? seeds : largeSeeds).map((seed) => ({
        ...configure(params, engine, { architecture: 'modular', size, seed, condition, epochs }),
        ...withInput(condition),
      })),
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
