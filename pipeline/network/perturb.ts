import { epsilonGrid, perturbationAccuracy, TARGETS, type Target } from '../../src/analysis/perturbation.ts';
import { usage } from '../../src/artifact/error.ts';
import { deviation, mean } from '../../src/artifact/moments.ts';
import { nodeSequence } from '../../src/engine/native/choice.ts';
import { simulateSequenceOn } from '../../src/network/sequence.ts';
import { oneOf, option, wholeNumber } from '../driver/commandLine.ts';
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

/** `perturb`: accuracy of every head against the size of a perturbation (equation 5). */
export const perturbCommand: NetworkCommand<Shared & { target: Target; draws?: number }> = {
  name: 'perturb',
  about: 'accuracy of every head against eps, the size of a perturbation',
  options: [
    option('--target <WHAT>', TARGETS.join(', '), oneOf('target', TARGETS)).default('connections'),
    option('--draws <N>', 'perturbations at every eps (default: the profile’s)', wholeNumber(1, 10_000)),
    LEAK,
    SEED,
    PROFILE,
  ],
  run({ network }, { target, seed, profile, ...given }) {
    const { params, settings } = protocolOf(profile);
    if (target === 'feedforward' && network.architecture === 'non-modular') {
      throw usage('--target feedforward: a non-modular network has no feedforward weights; try --target recurrent.');
    }
    const { warmUp, steps, p, solvedAbove } = params.perturb;
    const { draws = settings.perturb.draws } = given;
    const epsilons = epsilonGrid(settings.perturb.epsilons);
    const progress = process.stderr.isTTY ? openProgress('perturb', draws, process.stderr) : null;
    const subject = withLeak(network, given);
    const found = perturbationAccuracy(
      subject,
      target,
      epsilons,
      { warmUp, steps, p, draws, seed },
      simulateSequenceOn(nodeSequence()),
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
