import { epsilonGrid, perturbationAccuracy, TARGETS } from '../../src/analysis/perturbation.ts';
import { deviation, mean } from '../../src/analysis/statistics.ts';
import { simulateSequence } from '../../src/network/sequence.ts';
import { oneOf, usage, wholeNumber } from '../driver/flags.ts';
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

/** `perturb`: accuracy of every head against the size of a perturbation (equation 5). */
export const perturbCommand: Command = {
  about: 'accuracy of every head against eps, the size of a perturbation',
  flags: {
    target: { value: 'WHAT', about: `${TARGETS.join(', ')} (default connections)` },
    draws: { value: 'N', about: 'perturbations at every eps (default: the profile’s)' },
    leak: LEAK_FLAG,
    seed: SEED_FLAG,
    profile: PROFILE_FLAG,
  },
  check(given) {
    oneOf(given, 'target', TARGETS, 'connections');
    wholeNumber(given, 'draws', 1, 10_000, 1);
    wholeNumber(given, 'seed', 0, LARGEST_SEED, 0);
  },
  run({ network }, given) {
    const { params, settings } = protocolOf(given);
    const target = oneOf(given, 'target', TARGETS, 'connections');
    if (target === 'feedforward' && network.architecture === 'non-modular') {
      throw usage('--target feedforward: a non-modular network has no feedforward weights; try --target recurrent.');
    }
    const { warmUp, steps, p, solvedAbove } = params.perturb;
    const draws = wholeNumber(given, 'draws', 1, 10_000, settings.perturb.draws);
    const seed = wholeNumber(given, 'seed', 0, LARGEST_SEED, 0);
    const epsilons = epsilonGrid(settings.perturb.epsilons);
    const progress = process.stderr.isTTY ? openProgress('perturb', draws, process.stderr) : null;
    const subject = withLeak(network, given);
    const found = perturbationAccuracy(
      subject,
      target,
      epsilons,
      { warmUp, steps, p, draws, seed },
      simulateSequence,
      (done) => progress?.update(done, `draw ${done} of ${draws}`),
    );
    progress?.done();
    const tasks = network.heads.map((head) => head.N);
    const points = epsilons.map((epsilon, e) => ({
      epsilon,
      solved: mean(found[e].map((heads) => heads.filter((accuracy) => accuracy > solvedAbove).length)),
      heads: tasks.map((N, k) => {
        const accuracies = found[e].map((heads) => heads[k]);
        return { N, accuracy: mean(accuracies), deviation: draws > 1 ? deviation(accuracies) : null };
      }),
    }));
    return {
      json: { target, draws, seed, warmUp, steps, p, solvedAbove, leak: subject.leak, points },
      text: columns([
        ['eps', 'solved', ...tasks.map((N) => `N = ${N}`)],
        ...points.map(({ epsilon, solved, heads }) => [
          String(epsilon),
          solved.toFixed(1),
          ...heads.map(({ accuracy }) => decimal(accuracy)),
        ]),
      ]),
    };
  },
};
