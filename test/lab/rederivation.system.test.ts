import { describe, expect, it } from 'vitest';
import { perturbationAccuracy } from '../../src/analysis/perturbation.ts';
import { rederiveArchived } from '../../src/lab/experiments.ts';
import { compareWithArchive, drawAccuracies } from '../../src/lab/protocol.ts';
import { simulateSequence } from '../../src/network/sequence.ts';
import { openLibrary } from './archive.ts';

const library = openLibrary('quick');
const { networks, perturbation: protocol } = await library.index();
const quiet = () => {};

describe('the perturbation protocol in the lab', () => {
  // The smallest pair: all of them take half a minute.
  it.each(networks.slice(0, 2).map(({ id }) => id))('equals the tables of stage perturb for %s', async (id) => {
    const record = await library.record(id);
    for (const { target, solved } of record.robustness) {
      const found = await rederiveArchived(library, { network: id, target }, quiet);
      expect(found.solved).toEqual(solved);
      expect(found.comparison).toEqual({ compared: expect.any(Number), different: 0 });
      expect(found.comparison?.compared).toBeGreaterThan(protocol.epsilons.length * protocol.draws);
    }
  });

  it('equals the accuracies of Fig. 5a-b', async () => {
    const id = 'modular-15-seed-1';
    const { perturbation } = await library.record(id);
    expect(perturbation.map(({ target }) => target)).toEqual(['feedforward', 'recurrent']);
    for (const { target, accuracy, deviation } of perturbation) {
      const found = await rederiveArchived(library, { network: id, target }, quiet);
      expect(found).toMatchObject({ accuracy, deviation, comparison: { different: 0 } });
    }
  });

  it('reports every run and counts differences', async () => {
    const id = 'modular-05-seed-1';
    const runs: number[] = [];
    const found = await rederiveArchived(library, { network: id, target: 'tau' }, ({ done }) => runs.push(done));
    expect(runs).toEqual(Array.from({ length: protocol.epsilons.length * protocol.draws }, (_, i) => i + 1));
    found.solved[3][0] += 1;
    expect(compareWithArchive(found, await library.record(id))).toMatchObject({ different: 1 });
  });

  it('has no comparison where the archive has no rows', async () => {
    const found = await rederiveArchived(library, { network: 'modular-05-seed-1', target: 'recurrent' }, quiet);
    expect(found.comparison).toBeNull();
  });

  it('estimates a draw as the protocol does', async () => {
    const id = 'non-modular-020-seed-1';
    const { network } = await library.networkAt(id);
    const whole = { ...protocol, draws: 2, seed: 1 };
    const [[, second]] = perturbationAccuracy(network, 'tau', [0], whole, simulateSequence);
    expect(drawAccuracies(network, protocol, 1, 1)).toEqual(second);
  });
});
