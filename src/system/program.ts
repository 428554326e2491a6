import { execa, type Options, type ResultPromise } from 'execa';
import { environment } from './environment.mjs';

/**
 * Starts a program as execa does, in an environment of the project's making (environment.mjs). `env` holds what the caller adds to it; a
 * variable that is undefined there is taken away. Every program of the pipeline, the site, the benchmark and the tests starts here.
 */
export function runProgram<Given extends Options>(
  program: string,
  args: readonly string[],
  options: Given,
): ResultPromise<Given & { extendEnv: false }> {
  const env = environment({ ...options.env });
  return execa(program, args, { ...options, env, extendEnv: false }) as unknown as ResultPromise<
    Given & { extendEnv: false }
  >;
}
