import { expect, it } from 'vitest';
import { killRuns } from './kills.ts';

it('loses nothing and locks nobody out where runs are killed at random moments for a minute', async () => {
  const log: string[] = [];
  const outcome = await killRuns({
    kills: 1000,
    minutes: 1,
    seed: 1,
    only: 'train',
    log: (text) => log.push(text),
  });
  expect(outcome.faults, log.join('\n')).toEqual([]);
  expect(outcome.kills).toBeGreaterThan(0);
  expect(outcome.finished).toBeGreaterThan(0);
});
