import { describe, expect, it } from 'vitest';
import { epochsLine, seedsLine } from '../../site/src/browser/specificationScale.ts';
import { panelScale, specifiedPanels } from '../../site/src/report/specificationPanels.ts';
import { readJson } from '../../src/artifact/file.ts';
import { specificationTablesSchema } from '../../src/artifact/specificationTablesFile.ts';
import { panelOf } from '../../src/figures/index.ts';

const seed = (size: number, one: number, kind = 'seed') => ({ kind, architecture: 'modular', size, seed: one });

describe('the scale of a panel', () => {
  it('has the seeds of every size, each once, sizes with as many together', () => {
    const rows = [seed(15, 0), seed(5, 0), seed(5, 1), seed(5, 1), seed(20, 7), seed(20, 3), seed(91, 0, 'mean')];
    expect(seedsLine(rows)).toBe('2 seeds with 5 and 20 neurons, 1 with 15');
    expect(seedsLine([seed(5, 0)])).toBe('1 seed with 5 neurons');
    expect(seedsLine([])).toBe('');
  });

  it('has the epochs that its curves end at', () => {
    const mean = (epoch: number, condition: string) => ({
      kind: 'mean',
      architecture: 'modular',
      size: 5,
      condition,
      epoch,
    });
    expect(epochsLine([mean(1, 'a'), mean(3, 'a'), mean(2, 'b')])).toBe('2 and 3 epochs');
    expect(epochsLine([mean(1, 'a')])).toBe('1 epoch');
    expect(epochsLine([seed(5, 0)])).toBe('');
  });

  it.each([
    ['2a', ''],
    ['2b', '20 epochs'],
    ['3a', '20 epochs, 3 draws'],
    ['4b', '20 epochs, 2 trials'],
    ['6a', ''],
  ])('of panel %s is %j before its rows are there', (id, words) => {
    const settings = { train: { epochs: 20 }, perturb: { draws: 3 }, timescales: { trials: 2 } };
    expect(panelScale(panelOf(id)!, settings)).toBe(words);
  });
});

it('specifications have data of every panel of Fig. 2 to 6 but those of other sizes and of one deep network', () => {
  const file = readJson('artifacts/smoke/multiverse-tables.json', specificationTablesSchema);
  const { given, absent } = specifiedPanels(file);
  const ids = '2a 2b 2c 3a 3b 4a 4b 5a 5b 5c 6a 6b 6b-noise'.split(' ');
  expect(given.map(({ id }) => id)).toEqual(ids);
  expect(absent.map(({ id }) => id)).toContain('6b-larger');
  expect(specifiedPanels({ ...file, parts: [], specifications: [] }).given).toEqual([]);
});
