import type { TrainingResult } from '../../src/artifact/study.ts';
import { addressOf, type PublishedNetwork } from '../store/published.ts';

/** One file of a network whose bytes differ, or that only one side has; or its key. */
export interface Difference {
  what: string;
  expected: string | null;
  got: string | null;
}

/** What of a network was not made again as published: its key, its checkpoints, its history; nothing where all agree. */
export function differences(
  { key, sha256, files }: Pick<PublishedNetwork, 'key' | 'sha256' | 'files'>,
  made: TrainingResult,
  mainFile: string,
): Difference[] {
  const compare = (what: string, expected: string | null, got: string | null): Difference[] =>
    expected === got ? [] : [{ what, expected, got }];
  const names = [...new Set([...Object.keys(files), ...Object.keys(made.files)])].sort();
  const found = [
    ...compare('key', key, made.key),
    ...names.flatMap((file) => compare(file, files[file] ?? null, made.files[file] ?? null)),
  ];
  // A published network names the hash of its last checkpoint twice; both have to hold.
  if (sha256 !== files[mainFile]) found.push(...compare(mainFile, sha256, made.files[mainFile] ?? null));
  return found;
}

/** One line that says whether a network agrees, and where it does not what was expected and what was made. */
export function comparisonLine(network: PublishedNetwork, different: readonly Difference[], took: string): string {
  const name = addressOf(network);
  if (different.length === 0) {
    const checkpoints = Object.keys(network.files).filter((file) => file.endsWith('.safetensors')).length;
    const count = checkpoints === 1 ? 'its checkpoint' : `all ${checkpoints} checkpoints`;
    return `agrees   ${name}: ${network.sha256} (${count}, after ${took})`;
  }
  const found = different.map(
    ({ what, expected, got }) => `${what}: expected ${expected ?? 'no such file'}, got ${got ?? 'no such file'}`,
  );
  const machine = network.configuration.engine === 'tfjs' ? ' (engine tfjs: machines may differ)' : '';
  return `DIFFERS  ${name}: ${found.join('; ')} (after ${took})${machine}`;
}
