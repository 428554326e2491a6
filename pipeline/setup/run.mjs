import { execFile } from 'node:child_process';

/**
 * Runs a program to its end with its output held back, within a time limit. Plain Node, for use before anything is installed.
 *
 * @returns {Promise<string>} what it wrote to its standard output
 * @throws Error with the last lines that it wrote
 */
export function run(file, args, { cwd, env = {}, seconds = 60 } = {}) {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, ...env }, timeout: seconds * 1000, maxBuffer: 1 << 26 };
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
