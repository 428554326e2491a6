import { Command, CommanderError, Option } from 'commander';
import { explain, UserError, usage } from '../../src/artifact/error.ts';
import { unknownName } from '../../src/artifact/nearest.ts';
import { onEnd } from '../../src/system/ending.mjs';

/** Reads the value of an option; `flag` is the option's name, for the message. */
type Read<Value> = (text: string, flag: string) => Value;

/**
 * The command line of one command: `name` as a user types it, what it does in a sentence or more. Unknown options and superfluous arguments are
 * refused with the nearest name.
 */
export function commandLine(name: string, about: string): Command {
  return new Command(name)
    .description(about)
    .helpOption('--help', 'this text')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
}

/** An option with a value: '--workers <N>'. The value is checked as it is read. */
export function option(flags: string, about: string, read: Read<unknown> = (text) => text): Option {
  return new Option(flags, about).argParser((text) => {
    const flag = flags.split(' ')[0];
    if (text === '' || text.startsWith('--')) throw usage(`${flag} needs a value: ${flags}.`);
    return read(text, flag);
  });
}

/** The option of every command that works on a profile: under which protocol. */
export function protocolOption(): Option {
  return option('--protocol <NAME>', 'a protocol of params.yaml that the profile runs under (default: the first)');
}

/** A whole number in a range. */
export function wholeNumber(from: number, to: number): Read<number> {
  return (text, flag) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw usage(`${flag} is '${text}'; allowed: a whole number from ${from} to ${to}.`);
  };
}

/** One of a list of names; `kind` is what they name, for the message. */
export function oneOf<Name extends string>(kind: string, names: readonly Name[]): Read<Name> {
  return (text) => {
    if (names.includes(text as Name)) return text as Name;
    throw usage(unknownName(kind, text, names));
  };
}

/**
 * Reads arguments and runs the command's action with them.
 * @throws UserError (exit code 2) for arguments that the command does not have.
 */
export async function parse(command: Command, args: readonly string[]): Promise<void> {
  try {
    await command.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    const message = error.code === 'commander.help' ? command.helpInformation() : error.message;
    throw usage(message.replace(/^error: /, '').replace('\n', ' '));
  }
}

/**
 * Runs a command with the arguments of this process. A UserError prints its message only and ends with its exit code (2 for usage, else 1);
 * any other error prints its stack. A signal, and a reader of its output that is gone, end it at once, since every file is written whole or
 * not at all.
 *
 * @param failure the exit code of what is not a mistake of usage
 */
export async function runCommand(command: Command, failure = 1): Promise<void> {
  await runMain(() => parse(command, process.argv.slice(2)), failure);
}

/** `runCommand` of a main function that reads its arguments itself. */
export async function runMain(main: () => Promise<void>, failure = 1): Promise<void> {
  onEnd(undefined, failure);
  try {
    await main();
  } catch (thrown) {
    const error = explain(thrown);
    console.error(error instanceof UserError ? error.message : error);
    process.exit(error instanceof UserError ? Math.max(error.exitCode, failure) : failure);
  }
}
