import { execFile } from 'node:child_process';

/**
 * Runs a program to its end with its output held back, within a time limit. Plain Node, for use before anything is installed.
 * Its environment is ours and `env`, or `env` alone where `only`.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, only?: boolean, seconds?: number }} [options]
 * @returns {Promise<string>} what it wrote to its standard output
 * @throws Error with the last lines that it wrote
 */
export function run(file, args, { cwd, env = {}, only = false, seconds = 60 } = {}) {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: only ? env : { ...process.env, ...env }, timeout: seconds * 1000, maxBuffer: 1 << 26 };
    execFile(file, args, options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const name = file.split('/').at(-1);
      if (error.code === 'ENOENT') return reject(new Error(`${name} is not installed`));
      if (error.killed) return reject(new Error(`${name} took longer than ${seconds} s`));
      const lines = `${stdout}\n${stderr}`.trim().split('\n').slice(-4).join(' / ');
      reject(new Error(`${name} failed: ${lines || error.message}`));
    });
  });
}
