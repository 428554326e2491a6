// @ts-check
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { onEnd } from '../../src/system/ending.mjs';
import { commandEnvironment } from '../../src/system/environment.mjs';
import { signalText } from '../../src/system/signal.mjs';

/**
 * Runs a command on this process's terminal, ends it where this process is to end, and ends as it ends.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string> }} [options] `env` is added to the environment of a command
 */
export function handOver(node, args, { cwd, env } = {}) {
  // The channel closes where this process is killed; the command then ends too.
  const child = spawn(node, args, {
    cwd,
    env: commandEnvironment(env),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  let ending = false;
  onEnd((signal) => {
    ending = true;
    // A terminal sends Ctrl-C to the command too, which then ends in its own way; only what reaches us alone is passed on.
    if (signal !== 'SIGINT') child.kill(signal === 'SIGPIPE' ? 'SIGTERM' : signal);
  });
  child.on('error', (error) => {
    console.error(
      `The Node of node_modules does not start: delete node_modules and run the same command again. (${error.message})`,
    );
    process.exit(1);
  });
  child.on('close', (code, signal) => {
    // Native code that gives up takes its process with it, which can say nothing then.
    if (signal && !ending) console.error(`This command ${signalText(signal)}`);
    process.exit(code ?? 128 + (signal ? (constants.signals[signal] ?? 0) : 0));
  });
}
