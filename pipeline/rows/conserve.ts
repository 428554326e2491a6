import { conservation } from '../../src/analysis/conservation.ts';
import type { RowIn } from '../../src/artifact/columns.ts';
import type { CONSERVE } from '../../src/study/tables.ts';
import type { Stage } from '../outline.ts';
import { readSolved, type TrainedNetwork } from '../training/trained.ts';

/** The networks of Fig. 5c: modular, of one size. */
export function conserved({ params }: Pick<Stage, 'params'>, networks: readonly TrainedNetwork[]): TrainedNetwork[] {
  return networks.filter(
    ({ configuration: { architecture, size } }) => architecture === 'modular' && size === params.conserve.moduleSize,
  );
}

/** One row a module and target: how much weights changed from the module before. */
export function conserveRows(network: TrainedNetwork): RowIn<typeof CONSERVE>[] {
  const { size, seed } = network.configuration;
  const changes = conservation(readSolved(network, network.nSolved));
  return changes.map((change) => ({ network: network.id, size, seed, ...change }));
}
