import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from '../../src/artifact/file.ts';
import { runProgram } from '../../src/system/program.ts';
import { runMain } from '../driver/commandLine.ts';
import { ROOT } from '../driver/paths.ts';

const RESULTS = join(ROOT, 'test', 'output', 'vitest.json');

/** How many checks held and how many did not. */
interface Count {
  passed: number;
  failed: number;
}

/** What Vitest reports as JSON, as far as it is read. */
const resultsSchema = z.looseObject({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.looseObject({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

// `npm test`: the whole proof. Types and lint belong to it and count as one test each; flags and filters go to Vitest.
await runMain(async () => {
  const counts: Count[] = await Promise.all([
    check('Types', 'tsc', ['--noEmit']),
    check('Lint', 'biome', ['check', '--error-on-warnings', '.']),
  ]);
  counts.push(await tests(process.argv.slice(2)));
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
});

/** Runs a checker of the whole project; it prints only where it has something to say. */
async function check(name: string, program: string, args: string[]): Promise<Count> {
  const { failed, all } = await runProgram(program, args, { cwd: ROOT, preferLocal: true, all: true, reject: false });
  console.log(failed ? `${name}: failed\n${all}` : `${name}: passed`);
  return failed ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 };
}

async function tests(args: string[]): Promise<Count> {
  mkdirSync(join(ROOT, 'test', 'output'), { recursive: true });
  rmSync(RESULTS, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`];
  const { failed } = await runProgram('vitest', ['run', ...reporters, ...args], {
    cwd: ROOT,
    preferLocal: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    reject: false,
  });
  const count = existsSync(RESULTS) ? countOf(readJson(RESULTS, resultsSchema)) : { passed: 0, failed: 0 };
  // A run that ends badly without a failed test (nothing found, an error outside of any test) has failed all the same.
  if (count.failed === 0 && (failed || count.passed === 0)) return { ...count, failed: 1 };
  return count;
}

function countOf({ numPassedTests, numFailedTests, testResults }: z.infer<typeof resultsSchema>): Count {
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}
