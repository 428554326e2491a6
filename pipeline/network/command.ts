import type { Checkpoint } from '../../src/network/checkpoint.ts';
import type { Leak, Network } from '../../src/network/network.ts';
import { type Params, type Profile, profileOf } from '../../src/params/params.ts';
import { type Flag, type Given, oneOf, usage } from '../driver/flags.ts';
import { readParams } from '../driver/stage.ts';

/** One thing that can be done with a checkpoint. */
export interface Command {
  about: string;
  flags: Record<string, Flag>;
  /** Checks flags before any file is opened; throws UserError with exit code 2. */
  check?(given: Given): void;
  /** `open` reads another file that a flag names. */
  run(checkpoint: Checkpoint, given: Given, open: (file: string) => Uint8Array): Answer | Promise<Answer>;
}

export interface Answer {
  json: unknown;
  text: string;
}

export const LEAK_FLAG: Flag = {
  value: 'WHERE',
  about: 'leak inside (equation 1) or outside the nonlinearity (default: as the checkpoint says)',
};
export const SEED_FLAG: Flag = { value: 'N', about: 'seed of everything drawn (default 0)' };
export const PROFILE_FLAG: Flag = {
  value: 'NAME',
  about: 'profile of params.yaml for what is not given (default quick)',
};
export const LARGEST_SEED = 2 ** 32 - 1;

/** The network, with the leak that a flag asks for. */
export function withLeak(network: Network, given: Given): Network {
  return { ...network, leak: oneOf<Leak>(given, 'leak', ['inside', 'outside'], network.leak) };
}

export function protocolOf(given: Given): { params: Params; settings: Profile } {
  const params = readParams();
  return { params, settings: profileOf(params, String(given.profile ?? 'quick')) };
}

/**
 * The probability that the text of --p gives.
 * @throws UserError (exit code 2) for anything else than a number from 0 to 1.
 */
export function probability(text: string): number {
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
