import { headAccuracy } from '../../src/analysis/accuracy.ts';
import { goldenErrors, readGolden } from '../../src/analysis/golden.ts';
import { loadSimulate } from '../../src/engine/simd/simulate.ts';
import type { Checkpoint } from '../../src/network/checkpoint.ts';
import { type Given, usage, wholeNumber } from '../driver/flags.ts';
import {
  type Answer,
  type Command,
  columns,
  decimal,
  LARGEST_SEED,
  LEAK_FLAG,
  probability,
  SEED_FLAG,
  withLeak,
} from './command.ts';

const LENGTH = 30;
const LONGEST = 100_000;

/** `evaluate`: accuracy of every head, or the errors against golden states and logits. */
export const evaluate: Command = {
  about: 'accuracy of every head; with --golden, the largest error against stored states and logits',
  flags: {
    sequences: { value: 'N', about: 'sequences to answer (default 2000)' },
    length: { value: 'N', about: `bits a sequence (default ${LENGTH}, or the largest N where that is more)` },
    p: { value: 'P', about: 'probability of a one: uniform (each sequence its own, the default) or a number, say 0.5' },
    leak: LEAK_FLAG,
    seed: SEED_FLAG,
    golden: { value: 'FILE', about: 'a safetensors file with bits, initial_state, state.<leak>, logits.<leak>' },
  },
  check(given) {
    readProtocol(given, 2);
    if (given.golden === undefined) return;
    const other = ['sequences', 'length', 'p', 'leak', 'seed'].find((name) => given[name] !== undefined);
    if (other) throw usage(`--${other} does not go with --golden: a golden file has its own bits, for each leak.`);
  },
  run(checkpoint, given, open) {
    return given.golden === undefined ? accuracies(checkpoint, given) : compare(checkpoint, open(String(given.golden)));
  },
};

function readProtocol(given: Given, largestN: number) {
  const p = given.p === undefined || given.p === 'uniform' ? ('uniform' as const) : probability(String(given.p));
  return {
    sequences: wholeNumber(given, 'sequences', 1, 10_000_000, 2000),
    length: wholeNumber(given, 'length', 2, LONGEST, Math.max(LENGTH, largestN)),
    p,
    seed: wholeNumber(given, 'seed', 0, LARGEST_SEED, 0),
  };
}

async function accuracies({ network }: Checkpoint, given: Given): Promise<Answer> {
  const largestN = Math.max(...network.heads.map((head) => head.N));
  const protocol = readProtocol(given, largestN);
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
