import { headAccuracy } from '../../src/analysis/accuracy.ts';
import { goldenErrors, readGolden } from '../../src/analysis/golden.ts';
import { usage } from '../../src/artifact/error.ts';
import { loadSimulate } from '../../src/engine/simd/simulate.ts';
import type { Checkpoint } from '../../src/network/checkpoint.ts';
import { option, wholeNumber } from '../driver/commandLine.ts';
import {
  type Answer,
  columns,
  decimal,
  LEAK,
  type NetworkCommand,
  probability,
  SEED,
  type Shared,
  withLeak,
} from './command.ts';

const LENGTH = 30;
const LONGEST = 100_000;

interface Given extends Omit<Shared, 'profile'> {
  sequences: number;
  length?: number;
  p: number | 'uniform';
  golden?: string;
}

/** `evaluate`: accuracy of every head, or the errors against golden states and logits. */
export const evaluate: NetworkCommand<Given> = {
  name: 'evaluate',
  about: 'accuracy of every head; with --golden, the largest error against stored states and logits',
  options: [
    option('--sequences <N>', 'sequences to answer', wholeNumber(1, 10_000_000)).default(2000),
    option(
      '--length <N>',
      `bits a sequence (default ${LENGTH}, or the largest N where that is more)`,
      wholeNumber(2, LONGEST),
    ),
    option(
      '--p <P>',
      'probability of a one: uniform (each sequence its own) or a number, say 0.5',
      probability,
    ).default('uniform'),
    LEAK,
    SEED,
    // A golden file has its own bits, for each leak.
    option('--golden <FILE>', 'a safetensors file with bits, initial_state, state.<leak>, logits.<leak>').conflicts([
      'sequences',
      'length',
      'p',
      'leak',
      'seed',
    ]),
  ],
  run(checkpoint, given, open) {
    return given.golden === undefined ? accuracies(checkpoint, given) : compare(checkpoint, open(given.golden));
  },
};

async function accuracies({ network }: Checkpoint, given: Given): Promise<Answer> {
  const largestN = Math.max(...network.heads.map((head) => head.N));
  const { sequences, length = Math.max(LENGTH, largestN), p, seed } = given;
  const protocol = { sequences, length, p, seed };
  if (protocol.length < largestN) {
    throw usage(`--length is ${protocol.length}; this network has a head for N = ${largestN} and needs as many bits.`);
  }
  const subject = withLeak(network, given);
  const heads = headAccuracy(subject, protocol, await loadSimulate());
  const mean = heads.reduce((sum, { accuracy }) => sum + accuracy, 0) / heads.length;
  return {
    json: { ...protocol, leak: subject.leak, heads, mean },
    text: columns([
      ['N', 'accuracy'],
      ...heads.map(({ N, accuracy }) => [String(N), decimal(accuracy)]),
      ['mean', decimal(mean)],
    ]),
  };
}

async function compare({ network }: Checkpoint, bytes: Uint8Array): Promise<Answer> {
  const errors = goldenErrors(network, readGolden(bytes, network), await loadSimulate());
  return {
    json: { errors },
    text: columns([
      ['leak', 'largest error of a state', 'of a logit'],
      ...errors.map(({ leak, state, logits }) => [leak, state.toExponential(2), logits.toExponential(2)]),
    ]),
  };
}
