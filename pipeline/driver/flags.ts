import { parseArgs } from 'node:util';
import { UserError } from '../../src/artifact/error.ts';
import { nearest, unknownName } from '../../src/params/nearest.ts';

/** One flag of a command: '--workers N' where it takes a value, '--force' where it does not. */
export interface Flag {
  /** What stands for the value in the help text; a flag without it is on or off. */
  value?: string;
  about: string;
}

export type Given = Record<string, string | boolean | undefined>;

/**
 * The flags given on a command line.
 * @throws UserError (exit code 2) for a flag that is not known, naming the nearest, and for a missing or superfluous value.
 */
export function readFlags(argv: readonly string[], flags: Record<string, Flag>): Given {
  const known = Object.keys(flags).map((name) => `--${name}`);
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(flags).map(([name, { value }]) => [name, { type: value ? 'string' : 'boolean' } as const]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given: Given = {};
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      const near = nearest(`--${token.value}`, known);
      throw usage(
        `'${token.value}' is not a flag${near ? `: did you mean '${near}'?` : ':'} Known: ${known.join(', ')}.`,
      );
    }
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : null;
    if (!flag) throw usage(unknownName('flag', token.rawName, known));
    if (
      flag.value &&
      (token.value === undefined || token.value === '' || (!token.inlineValue && token.value.startsWith('--')))
    ) {
      throw usage(`${token.rawName} needs a value: ${token.rawName} ${flag.value}.`);
    }
    if (!flag.value && token.value !== undefined) throw usage(`${token.rawName} takes no value.`);
    given[token.name] = token.value ?? true;
  }
  return given;
}

/** The first argument that is neither a flag nor a flag's value, and what is left without it. */
export function takeArgument(
  args: readonly string[],
  flags: Record<string, Flag>,
): { argument?: string; others: string[] } {
  const at = args.findIndex((arg, i) => {
    const before = args[i - 1]?.startsWith('--') ? args[i - 1].slice(2) : undefined;
    const isValue = before !== undefined && Object.hasOwn(flags, before) && flags[before].value !== undefined;
    return !arg.startsWith('-') && !isValue;
  });
  return at < 0 ? { others: [...args] } : { argument: args[at], others: args.toSpliced(at, 1) };
}

/**
 * A whole number given to a flag, or `otherwise` where the flag is absent.
 * @throws UserError (exit code 2) for anything else than a whole number in the range.
 */
export function wholeNumber(given: Given, name: string, from: number, to: number, otherwise: number): number {
  const text = given[name];
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!/^\d+$/.test(String(text)) || value < from || value > to) {
    throw usage(`--${name} is '${text}'; allowed: a whole number from ${from} to ${to}.`);
  }
  return value;
}

/**
 * One of a list of names given to a flag, or `otherwise` where the flag is absent.
 * @throws UserError (exit code 2) for an unknown name, naming the nearest.
 */
export function oneOf<Name extends string>(given: Given, name: string, names: readonly Name[], otherwise: Name): Name {
  const text = given[name] ?? otherwise;
  if (!names.includes(text as Name)) throw usage(unknownName(name === 'only' ? 'stage' : name, String(text), names));
  return text as Name;
}

/** The help text's lines, one a flag. */
export function describeFlags(flags: Record<string, Flag>): string {
  const heads = Object.entries(flags).map(([name, { value }]) => `--${name}${value ? ` ${value}` : ''}`);
  const width = Math.max(...heads.map((head) => head.length)) + 2;
  return Object.values(flags)
    .map(({ about }, index) => `  ${heads[index].padEnd(width)}${about}`)
    .join('\n');
}

/** A mistake on the command line: one sentence, exit code 2. */
export function usage(message: string, cause?: unknown): UserError {
  return new UserError(message, { exitCode: 2, cause });
}
