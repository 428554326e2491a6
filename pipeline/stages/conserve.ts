import { CONSERVE } from '../../src/study/tables.ts';
import { runStage } from '../outline.ts';
import { conserved, conserveRows } from '../rows/conserve.ts';
import { trainedNetworks } from '../training/trained.ts';

// Stage `conserve`: how much weights change from one solved module to the next (Fig. 5c).
await runStage('conserve', (stage) => {
  const networks = conserved(stage, trainedNetworks(stage));
  const progress = stage.progress(networks.length);
  const rows = networks.flatMap((network, i) => {
    const changes = conserveRows(network);
    progress.update(i + 1, network.id);
    return changes;
  });
  stage.write(CONSERVE, rows);
  progress.done();
  if (rows.length === 0) stage.log(`No modular network of size ${stage.params.conserve.moduleSize} solved two tasks.`);
});
