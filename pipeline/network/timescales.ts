import { summarize, timescales } from '../../src/analysis/timescales.ts';
import { loadSimulate } from '../../src/engine/simd/simulate.ts';
import { wholeNumber } from '../driver/flags.ts';
import { openProgress } from '../driver/progress.ts';
import {
  type Command,
  columns,
  decimal,
  LARGEST_SEED,
  LEAK_FLAG,
  PROFILE_FLAG,
  protocolOf,
  SEED_FLAG,
  withLeak,
} from './command.ts';

/** `timescales`: trained and effective timescales by module, or of the one core. */
export const timescalesCommand: Command = {
  about: 'trained and effective timescales of its neurons, by module',
  flags: {
    steps: { value: 'N', about: 'steps a trial (default: the profile’s)' },
    trials: { value: 'N', about: 'trials (default: the profile’s)' },
    leak: LEAK_FLAG,
    seed: SEED_FLAG,
    profile: PROFILE_FLAG,
  },
  check(given) {
    wholeNumber(given, 'steps', 100, 10_000_000, 100);
    wholeNumber(given, 'trials', 1, 10_000, 1);
    wholeNumber(given, 'seed', 0, LARGEST_SEED, 0);
  },
  async run({ network }, given) {
    const { params, settings } = protocolOf(given);
    const { burnIn, maxLag, tauMax } = params.timescales;
    const protocol = {
      steps: wholeNumber(given, 'steps', 100, 10_000_000, settings.timescales.steps),
      trials: wholeNumber(given, 'trials', 1, 10_000, settings.timescales.trials),
      burnIn,
      maxLag,
      tauMax,
      seed: wholeNumber(given, 'seed', 0, LARGEST_SEED, 0),
    };
    const largestN = Math.max(...network.heads.map((head) => head.N));
    // All heads of a non-modular network read the same neurons.
    const tasks = network.architecture === 'modular' ? undefined : [largestN];
    const progress = process.stderr.isTTY ? openProgress('timescales', 1, process.stderr) : null;
    const onModule = (done: number, of: number) => progress?.update(done / of, `module ${done} of ${of}`);
    const subject = withLeak(network, given);
    const found = timescales(subject, protocol, await loadSimulate(), { tasks, onModule });
    progress?.done();
    const summaries = found.map(summarize);
    return {
      json: {
        ...protocol,
        leak: subject.leak,
        modules: summaries.map((summary, i) => ({ ...summary, neuronsEffective: found[i].effective })),
      },
      text: columns([
        ['N', 'trained: mean', 'median', 'effective: mean', 'median', 'neurons', 'failed fits', 'two exponentials'],
        ...summaries.map((summary) => [
          String(summary.N),
          ...[summary.trainedMean, summary.trainedMedian, summary.effectiveMean, summary.effectiveMedian].map(decimal),
          ...[summary.neurons, summary.failedFits, summary.doubleFits].map(String),
        ]),
      ]),
    };
  },
};
