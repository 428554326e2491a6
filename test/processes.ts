import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';

// A unit test that starts a process fails, however it came to do so.
const names = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'] as const;
const refuse = (name: string) => () => {
  throw new Error(`A unit test called ${name} of node:child_process. Name the file NAME.system.test.ts.`);
};
Object.assign(childProcess, Object.fromEntries(names.map((name) => [name, refuse(name)])));
syncBuiltinESMExports();
