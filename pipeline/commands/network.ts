import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { explain, UserError } from '../../src/artifact/error.ts';
import { type Checkpoint, CheckpointError, readCheckpoint } from '../../src/network/checkpoint.ts';
import { commandLine, runCommand } from '../driver/commandLine.ts';
import { userPath } from '../driver/paths.ts';
import type { NetworkCommand } from '../network/command.ts';
import { evaluate } from '../network/evaluate.ts';
import { exportCommand, importCommand } from '../network/export.ts';
import { inspect } from '../network/inspect.ts';
import { perturbCommand } from '../network/perturb.ts';
import { timescalesCommand } from '../network/timescales.ts';

const FILE = 'a checkpoint (.safetensors) of ours, or one with the tensors tau, input.weight, ..., readout.N.weight';

// `npm run network -- COMMAND FILE`: looks at any checkpoint, ours or one in the form of the reference network.
await runCommand(
  commandLine('npm run network --', `Looks at a network, or takes it to and from other programs. FILE is ${FILE}.`)
    .addCommand(lineOf(inspect))
    .addCommand(lineOf(evaluate))
    .addCommand(lineOf(perturbCommand))
    .addCommand(lineOf(timescalesCommand))
    .addCommand(lineOf(exportCommand))
    .addCommand(importLine()),
);

function lineOf<Given extends object>({ name, about, options, run }: NetworkCommand<Given>): Command {
  const line = commandLine(name, about).argument('<FILE>', FILE);
  for (const option of options) line.addOption(option);
  return line
    .option('--json', 'the numbers as JSON instead of a table')
    .action(async (file: string, { json, ...given }: Given & { json?: true }) => {
      const report = await run(open(file), given as unknown as Given, openBytes);
      console.log(json ? JSON.stringify(report.json, null, 2) : report.text);
    });
}

function importLine(): Command {
  const { name, about, options, run } = importCommand;
  const line = commandLine(name, about).argument('<FILE>', 'the state_dict, as safetensors');
  for (const option of options) line.addOption(option);
  return line
    .option('--json', 'the numbers as JSON instead of a table')
    .action((file: string, { json, ...given }: Parameters<typeof run>[1] & { json?: true }) => {
      const report = checked(file, (bytes) => run(bytes, given));
      console.log(json ? JSON.stringify(report.json, null, 2) : report.text);
    });
}

function open(file: string): Checkpoint {
  return checked(file, readCheckpoint);
}

/** What is read of a file; its fault names the file. */
function checked<T>(file: string, read: (bytes: Uint8Array) => T): T {
  try {
    return read(openBytes(file));
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
