import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const SYSTEM = 'test/**/*.system.test.ts';

/** Longest first, so that the last minute is not one core's alone. */
const LONGEST = [
  'smoke.system',
  'site/visits.system',
  'site/figures.system',
  'site/lab.system',
  '.system.',
  'knownTimescales',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.findIndex((part) => moduleId.includes(part));
      return index < 0 ? LONGEST.length : index;
    };
    return files.sort((a, b) => rank(a) - rank(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

// Layers: a test that starts a process, a browser or a server, measures published networks again or runs what this machine compiled, is named NAME.system.test.ts
// (test/house holds the first three); the others are unit tests. They leave nothing behind, so they share a process.
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: availableParallelism(),
    // Limits that a loaded machine stays far below: they end what hangs.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: [SYSTEM],
          setupFiles: ['test/random.ts', 'test/processes.ts'],
        },
      },
      { extends: true, test: { name: 'system', include: [SYSTEM], setupFiles: ['test/random.ts'] } },
    ],
  },
});
