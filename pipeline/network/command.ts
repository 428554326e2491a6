import type { Option } from 'commander';
import { usage } from '../../src/artifact/error.ts';
import type { Checkpoint } from '../../src/network/checkpoint.ts';
import type { Leak, Network } from '../../src/network/network.ts';
import { type Params, type Profile, profileOf } from '../../src/params/params.ts';
import { oneOf, option, wholeNumber } from '../driver/commandLine.ts';
import { readParams } from '../outline.ts';

/** One thing that can be done with a checkpoint. */
export interface NetworkCommand<Given extends object> {
  name: string;
  about: string;
  options: readonly Option[];
  /** `open` reads another file that an option names. */
  run(checkpoint: Checkpoint, given: Given, open: (file: string) => Uint8Array): Answer | Promise<Answer>;
}

export interface Answer {
  json: unknown;
  text: string;
}

/** What several commands are given. */
export interface Shared {
  leak?: Leak;
  seed: number;
  profile: string;
}

export const LEAK = option(
  '--leak <WHERE>',
  'leak inside (equation 1) or outside the nonlinearity (default: as the checkpoint says)',
  oneOf('leak', ['inside', 'outside']),
);
export const SEED = option('--seed <N>', 'seed of everything drawn', wholeNumber(0, 2 ** 32 - 1)).default(0);
export const PROFILE = option('--profile <NAME>', 'profile of params.yaml for what is not given').default('quick');

/** The network, with another leak where one is given. */
export function withLeak(network: Network, { leak = network.leak }: Pick<Shared, 'leak'>): Network {
  return { ...network, leak };
}

export function protocolOf(profile: string): { params: Params; settings: Profile } {
  const params = readParams();
  return { params, settings: profileOf(params, profile) };
}

/**
 * 'uniform', or the probability that the text of --p gives.
 * @throws UserError (exit code 2) for anything else than a number from 0 to 1.
 */
export function probability(text: string): number | 'uniform' {
  if (text === 'uniform') return text;
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw usage(`--p is '${text}'; allowed: uniform, or a number from 0 to 1.`);
  }
  return value;
}

/** Rows of text in columns, the first aligned left, the others right. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  return rows
    .map((row) => row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Three digits after the point. */
export function decimal(value: number | null): string {
  return value === null || Number.isNaN(value) ? '-' : value.toFixed(3);
}
