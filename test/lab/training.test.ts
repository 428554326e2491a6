import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stepParameters } from '../../src/analysis/cost.ts';
import { parseTable } from '../../src/artifact/table.ts';
import { compileKernel } from '../../src/engine/simd/engine.ts';
import { experimentOf, growArchived, raceArchived, type TrainingProgress } from '../../src/lab/experiments.ts';
import { Specimen } from '../../src/lab/specimen.ts';
import { readCheckpoint } from '../../src/network/checkpoint.ts';
import { parameterCount } from '../../src/network/tensors.ts';
import { loadParams } from '../../src/params/params.ts';
import { historyOf } from '../../src/study/tables.ts';
import { labFolder, openLibrary } from './archive.ts';

const library = openLibrary('quick');
const compiled = await compileKernel();
const id = 'modular-05-seed-1';
const { steps } = await library.record(id);
const quiet = () => {};
const params = loadParams(readFileSync(join(labFolder('quick'), '../../../params.yaml'), 'utf8'));
const historiesOf = (stage: 'freeze' | 'duplicate') =>
  parseTable(historyOf(stage), readFileSync(join(labFolder('quick'), '..', historyOf(stage).path), 'utf8'));

describe('training in the lab', () => {
  it('trains a new module to the archived bytes', async () => {
    const step = steps.find(({ N }) => N === 4);
    const progress: TrainingProgress[] = [];
    const trained = await growArchived(compiled, library, { network: id, N: 4, condition: 'trained' }, (one) =>
      progress.push(one),
    );
    expect(trained.solved).toEqual({
      N: 4,
      epoch: step?.solvedEpoch,
      sha256: step?.sha256,
      archived: step?.sha256,
      same: true,
    });
    expect(trained.epochs).toBe((step?.solvedEpoch ?? 0) - (step?.firstEpoch ?? 0) + 1);
    expect(progress.filter(({ row }) => row === null)).toHaveLength(10 * trained.epochs);
    expect(progress.at(-1)).toMatchObject({
      N: 4,
      epoch: step?.solvedEpoch,
      row: { nSolved: 4 },
      solved: { same: true },
    });
    const parts = stepParameters((await library.networkAt(id, 4)).network);
    const changed = Object.values(parts).reduce((sum, count) => sum + count, 0);
    expect(trained.parameters).toEqual({ all: parameterCount(readCheckpoint(trained.checkpoint).network), changed });
    const grown = await Specimen.open(compiled, library, { network: id, checkpoint: trained.checkpoint });
    expect(grown.opened).toMatchObject({ tasks: [2, 3, 4], modules: 3, verification: null });
    expect(grown.estimate().solved).toBe(3);
  });

  it('compares no bytes under another condition', async () => {
    const request = { network: id, N: 4, condition: 'frozen-recurrent', epochs: 1 } as const;
    const progress: TrainingProgress[] = [];
    const trained = await growArchived(compiled, library, request, (one) => progress.push(one));
    const { network: before } = await library.networkAt(id, 3);
    const { network } = readCheckpoint(trained.checkpoint);
    expect(network.modules[2].recurrentWeight).toEqual(before.modules[1].recurrentWeight);
    expect(network.modules[2].tau).not.toEqual(before.modules[1].tau);
    expect(progress.at(-1)?.solved?.same ?? null).toBeNull();
  });

  it('counts every parameter of a core as changed', async () => {
    const request = { network: 'non-modular-020-seed-1', N: 3, condition: 'trained', epochs: 1 } as const;
    const { parameters } = await growArchived(compiled, library, request, quiet);
    expect(parameters.changed).toBe(parameters.all);
  });

  it.each(['modular-05-seed-1', 'non-modular-020-seed-1'])(
    'trains %s from scratch to the archived bytes',
    async (network) => {
      const progress: TrainingProgress[] = [];
      const { history, steps } = await library.record(network);
      const epochs = steps[0].solvedEpoch;
      const trained = await raceArchived(compiled, library, { network, epochs }, (one) => progress.push(one));
      const solved = progress.flatMap((one) => one.solved ?? []);
      expect(trained.epochs).toBe(epochs);
      expect(solved).toMatchObject([{ N: 2, epoch: epochs, sha256: steps[0].sha256, same: true }]);
      const rows = progress.flatMap(({ row }) => row ?? []);
      expect(rows.map(({ accuracyNewest }) => Number(accuracyNewest.toPrecision(6)))).toEqual(
        history.slice(0, epochs).map(({ accuracyNewest }) => accuracyNewest),
      );
    },
  );

  it('trains the networks of Fig. 6 as their stages did', async () => {
    const epochs = 6;
    for (const [stage, condition] of [
      ['freeze', 'frozen-recurrent'],
      ['freeze', 'frozen-feedforward'],
      ['duplicate', 'recurrent-random-feedforward-random'],
    ] as const) {
      const progress: TrainingProgress[] = [];
      const experiment = experimentOf(condition, params);
      await raceArchived(compiled, library, { network: id, epochs, experiment }, (one) => progress.push(one));
      const trained = progress.flatMap(({ row }) => (row ? [[row.N, row.nSolved, row.accuracyNewest]] : []));
      const published = historiesOf(stage)
        .filter((row) => row.condition === condition && row.size === 5 && row.seed === 1)
        .slice(0, epochs)
        .map((row) => [row.N, row.nSolved, row.accuracyNewest]);
      expect(published).toHaveLength(epochs);
      expect(trained.map((row) => row.map((value) => Number(value.toPrecision(6))))).toEqual(published);
    }
  });

  it('rejects a frozen core and an unreached task', async () => {
    const duplicate = { network: 'non-modular-020-seed-1', N: 3, condition: 'frozen-recurrent' } as const;
    await expect(growArchived(compiled, library, duplicate, quiet)).rejects.toThrow('no modules to duplicate');
    const race = { network: duplicate.network, epochs: 1, experiment: { condition: 'frozen-recurrent' } } as const;
    await expect(raceArchived(compiled, library, race, quiet)).rejects.toThrow('no modules to duplicate');
    const late = { network: id, N: 99, condition: 'trained' } as const;
    await expect(growArchived(compiled, library, late, quiet)).rejects.toThrow('N = 98');
  });
});
