import { readFileSync } from 'node:fs';
import { explain, UserError } from '../../src/artifact/error.ts';
import { type Checkpoint, CheckpointError, readCheckpoint } from '../../src/network/checkpoint.ts';
import { unknownName } from '../../src/params/nearest.ts';
import { describeFlags, type Flag, type Given, readFlags, takeArgument, usage } from '../driver/flags.ts';
import { userPath } from '../driver/paths.ts';
import { runCommand } from '../driver/stage.ts';
import type { Command } from '../network/command.ts';
import { evaluate } from '../network/evaluate.ts';
import { inspect } from '../network/inspect.ts';
import { perturbCommand } from '../network/perturb.ts';
import { timescalesCommand } from '../network/timescales.ts';

const COMMANDS: Record<string, Command> = { inspect, evaluate, perturb: perturbCommand, timescales: timescalesCommand };
const COMMON: Record<string, Flag> = {
  json: { about: 'the numbers as JSON instead of a table' },
  help: { about: 'this text' },
};

// `npm run network -- COMMAND FILE`: looks at any checkpoint, ours or one in the form of the reference network.
await runCommand(async () => {
  const argv = process.argv.slice(2);
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h') {
    console.log(help());
    if (name === undefined) throw usage('Say what to do, and with which file: npm run network -- inspect FILE.');
    return;
  }
  if (!Object.hasOwn(COMMANDS, name)) throw usage(unknownName('command', name, Object.keys(COMMANDS)));
  const command = COMMANDS[name];
  const flags = { ...command.flags, ...COMMON };
  const { argument: file, others } = takeArgument(rest, flags);
  const given = readFlags(others, flags);
  if (given.help) {
    console.log(`npm run network -- ${name} FILE [flags]: ${command.about}\n${describeFlags(flags)}`);
    return;
  }
  if (file === undefined) throw usage(`${name} needs a checkpoint: npm run network -- ${name} FILE.`);
  command.check?.(given);
  await print(command, open(file), given);
});

async function print(command: Command, checkpoint: Checkpoint, given: Given): Promise<void> {
  const report = await command.run(checkpoint, given, openBytes);
  console.log(given.json ? JSON.stringify(report.json, null, 2) : report.text);
}

function open(file: string): Checkpoint {
  try {
    return readCheckpoint(openBytes(file));
  } catch (error) {
    throw error instanceof CheckpointError ? new UserError(`${file}: ${error.message}`, { cause: error }) : error;
  }
}

/** A file by its path as the user wrote it. */
function openBytes(file: string): Uint8Array {
  try {
    return readFileSync(userPath(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      throw new UserError(`There is no file ${file}: give the path of a .safetensors file.`, { cause: error });
    if (code === 'EISDIR')
      throw new UserError(`${file} is a folder: give a .safetensors file, say ${file}/network.safetensors.`, {
        cause: error,
      });
    throw explain(error);
  }
}

function help(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length)) + 2;
  const lines = Object.entries(COMMANDS).map(([name, { about }]) => `  ${name.padEnd(width)}${about}`);
  return [
    'npm run network -- COMMAND FILE [flags]',
    ...lines,
    'FILE is a checkpoint (.safetensors) of ours, or one with the tensors tau, input.weight, ..., readout.N.weight.',
    'npm run network -- COMMAND --help tells the flags of a command.',
  ].join('\n');
}
