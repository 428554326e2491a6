import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../../src/system/program.ts';
import { ROOT } from '../pipeline/checkout.ts';

/** The environment that `.ci/validators` makes, or one that the variable names. */
const FOLDER = process.env.MODULAR_GROWTH_VALIDATORS ?? join(ROOT, '.cache/validators');

/** A program of that environment; null where it is not installed, and its tests are skipped. */
export function installed(program: string): string | null {
  const file = join(FOLDER, 'bin', program);
  return existsSync(file) ? file : null;
}

/** Its Python where it has all of these modules, else null. */
export async function pythonWith(...modules: string[]): Promise<string | null> {
  const python = installed('python');
  if (python === null) return null;
  const script = `import importlib.util as u, sys; sys.exit(not all(u.find_spec(m) for m in ${JSON.stringify(modules)}))`;
  const { failed } = await runProgram(python, ['-c', script], { reject: false });
  return failed ? null : python;
}
