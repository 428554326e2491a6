import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { halves } from '../../src/analysis/halves.ts';
import { panels } from '../../src/figures/index.ts';
import { ofKind } from '../../src/figures/series.ts';
import { tables } from './tables.ts';

const { document } = new JSDOM('').window;
const context = { resamples: 400, confidence: 0.95 };
const connections = panels.find((panel) => panel.id === '3a')!;

/** A network of so many tasks that keeps all of them below an ε and none from there on; two draws. */
function network(seed: number, tasks: number, lost: number) {
  const line = { network: `modular-10-seed-${seed}`, architecture: 'modular', size: 10, seed, target: 'connections' };
  return [0, 0.01, 0.1, 1, 10].flatMap((epsilon) =>
    [0, 1].map((draw) => ({ ...line, epsilon, draw, tasks, solved: epsilon < lost ? tasks : 0 })),
  );
}

test('half lies midway in log ε between all and none', () => {
  const [row] = halves(network(0, 8, 1));
  expect(row).toMatchObject({ tasks: 8, outside: 0 });
  expect(row.half).toBeCloseTo(Math.sqrt(0.1 * 1), 12);
});

test('half is null without tasks, else within the grid', () => {
  expect(halves(network(0, 0, 1))).toMatchObject([{ half: null, outside: 0 }]);
  expect(halves(network(0, 8, 100))).toMatchObject([{ half: 10, outside: 1 }]);
});

test('the panel has mean and interval of each size', () => {
  const given = { 'tables/robustness.csv': [network(0, 8, 0.1), network(1, 8, 1), network(2, 0, 1)].flat() };
  const rows = connections.derive(given, context);
  const [half] = ofKind(rows, 'half');
  expect(half).toMatchObject({ seeds: 2, stuck: 1, outside: 0 });
  expect(half.epsilon).toBeCloseTo(Math.sqrt(Math.sqrt(0.001) * Math.sqrt(0.1)), 12);
  expect(half.epsilonLow).toBeCloseTo(Math.sqrt(0.001), 12);
  expect(half.epsilonHigh).toBeCloseTo(Math.sqrt(0.1), 12);
  expect(connections.tabulate?.(rows)?.lines).toEqual([['modular', 10, 0.1, 0.0316, 0.316, 2, 1, 0]]);
  expect(connections.summarize(rows)).toMatch(/10: ε = 0\.1;.* 1 of 3 networks did not solve N = 2/);
});

test('the strip has a dot for every size', () => {
  const rows = connections.derive(tables, context);
  const svg = connections.plot(rows, { width: 640, document });
  const intervals = svg.querySelector('[aria-description="bootstrap intervals of the ε at half"]')!;
  expect(intervals.querySelectorAll('path')).toHaveLength(8);
  expect(connections.tabulate?.(rows)?.lines).toHaveLength(8);
});
