import { conservation } from '../../src/analysis/conservation.ts';
import { CONSERVE } from '../../src/study/tables.ts';
import { runStage } from '../outline.ts';
import { readSolved, trainedNetworks } from '../training/trained.ts';

// Stage `conserve`: how much weights change from one solved module to the next (Fig. 5c).
await runStage('conserve', (stage) => {
  const networks = trainedNetworks(stage).filter(
    ({ configuration: { architecture, size } }) =>
      architecture === 'modular' && size === stage.params.conserve.moduleSize,
  );
  const progress = stage.progress(networks.length);
  const rows = networks.flatMap((network, i) => {
    const { size, seed } = network.configuration;
    const changes = conservation(readSolved(network, network.nSolved));
    progress.update(i + 1, network.id);
    return changes.map((change) => ({ network: network.id, size, seed, ...change }));
  });
  stage.write(CONSERVE, rows);
  progress.done();
  if (rows.length === 0) stage.log(`No modular network of size ${stage.params.conserve.moduleSize} solved two tasks.`);
});
