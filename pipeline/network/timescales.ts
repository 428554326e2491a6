import { summarize, timescales } from '../../src/analysis/timescales.ts';
import { loadSimulate } from '../../src/engine/simd/simulate.ts';
import { option, wholeNumber } from '../driver/commandLine.ts';
import { openProgress } from '../driver/progress.ts';
import {
  columns,
  decimal,
  LEAK,
  type NetworkCommand,
  PROFILE,
  protocolOf,
  SEED,
  type Shared,
  withLeak,
} from './command.ts';

/** `timescales`: trained and effective timescales by module, or of the one core. */
export const timescalesCommand: NetworkCommand<Shared & { steps?: number; trials?: number }> = {
  name: 'timescales',
  about: 'trained and effective timescales of its neurons, by module',
  options: [
    option('--steps <N>', 'steps a trial (default: the profile’s)', wholeNumber(100, 10_000_000)),
    option('--trials <N>', 'trials (default: the profile’s)', wholeNumber(1, 10_000)),
    LEAK,
    SEED,
    PROFILE,
  ],
  async run({ network }, given) {
    const { params, settings } = protocolOf(given.profile);
    const { burnIn, maxLag, tauMax } = params.timescales;
    const protocol = {
      steps: given.steps ?? settings.timescales.steps,
      trials: given.trials ?? settings.timescales.trials,
      burnIn,
      maxLag,
      tauMax,
      seed: given.seed,
    };
    const largestN = Math.max(...network.heads.map((head) => head.N));
    // All heads of a non-modular network read the same neurons.
    const tasks = network.architecture === 'modular' ? undefined : [largestN];
    const progress = process.stderr.isTTY ? openProgress('timescales', 1, process.stderr) : null;
    const onModule = (done: number, of: number) => progress?.update(done / of, `module ${done} of ${of}`);
    const subject = withLeak(network, given);
    const found = timescales(subject, protocol, await loadSimulate(), { tasks, onModule });
    progress?.done();
    const summaries = found.map((one) => summarize(one));
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
