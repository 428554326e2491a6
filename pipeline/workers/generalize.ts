import type { GeneralizationProtocol } from '../../src/analysis/generalization.ts';
import { generalize } from '../../src/analysis/generalization.ts';
import type { Measurement } from '../../src/artifact/study.ts';
import type { Stage } from '../outline.ts';
import type { EngineName } from '../training/engines.ts';
import { loadEngine } from '../training/engines.ts';
import { nSolvedOf, type OpenNetwork, readSolved } from '../training/trained.ts';

export interface GeneralizePayload {
  network: OpenNetwork;
  fromN: number;
  K: number;
  protocol: GeneralizationProtocol;
  engine: EngineName;
}

/** Accuracy of one network on N + K, or null where it never solved N. */
export default async function work(payload: GeneralizePayload): Promise<number | null> {
  const { network, fromN, K, protocol, engine } = payload;
  return nSolvedOf(network) >= fromN
    ? generalize(readSolved(network, fromN), K, protocol, await loadEngine(engine))
    : null;
}

type Network = Pick<OpenNetwork, 'id' | 'key' | 'configuration'>;

/** One job a network and K. */
export function generalizeJobs<Subject extends Network>(
  { params, settings, engine }: Pick<Stage, 'params' | 'settings' | 'engine'>,
  networks: readonly Subject[],
): Measurement<Subject, Omit<GeneralizePayload, 'network'>>[] {
  const { modularSize, nonModularSize, reading } = params.generalize;
  const { K: distances, epochs } = settings.generalize;
  const fromN = settings.generalize.fromN ?? params.generalize.fromN;
  const subjects = networks.filter(({ configuration: { architecture, size } }) =>
    architecture === 'modular' ? size === modularSize : size === nonModularSize,
  );
  return subjects.flatMap((network) =>
    distances.map((K) => {
      const { architecture, seed, optimizer, bits, longest, batchSize, stepsPerEpoch, testBatches } =
        network.configuration;
      // Fitted to runs of the quick profile on one core; a core of 91 neurons costs about twice what nine modules of 15 do.
      const weight = (reading === 'module/all' ? 1.3 : 0.65) * (architecture === 'modular' ? 0.5 : 1);
      return {
        id: `${network.id}, K = ${K}`,
        seconds: (weight * epochs * (fromN + K)) / 15,
        network,
        payload: {
          fromN,
          K,
          protocol: { seed, reading, epochs, optimizer, bits, longest, batchSize, stepsPerEpoch, testBatches },
          engine,
        },
      };
    }),
  );
}
