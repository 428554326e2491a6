import { finals, groups, numbers, table } from '../analysis/rows.ts';
import { mean } from '../analysis/statistics.ts';
import type { Tables } from '../artifact/table.ts';
import type { Claim } from './claim.ts';
import { claim, DEEP, DEEP_HEADS, judgement, notRun, type Part, short } from './evidence.ts';

/** The task that the paper names, and the accuracy above which tasks count as solved. */
const FAR = 200;
const SOLVED = 0.98;

export const deep: readonly Claim[] = [
  claim({
    id: '2t.1',
    panel: '2t',
    figure: 2,
    statement: 'A modular network can be taken to N = 200.',
    where: 'Results, Performance and Generalization',
    test: `One network that solves N = ${FAR} shows it, so one is judged, alone among the claims: holds if a modular network solves N = ${FAR} and its heads, from N = 2 to ${FAR}, are right in more than ${100 * SOLVED}% of the answers on average, on fresh sequences after training. Not run where training is told to end before.`,
    inputs: [DEEP, DEEP_HEADS],
    seedless: true,
    judge: ({ tables }) => far(tables),
  }),
];

/** Judges the network that came furthest of those that were to come far enough. */
function far(tables: Tables) {
  const heads = [...groups(table(tables, DEEP_HEADS), ['network']).values()];
  const ends = finals([...table(tables, DEEP)]);
  const aims = heads.map(([{ untilN }]) => Number(untilN ?? 0));
  const most = Math.max(1, ...ends.map((end) => Number(end.nSolved)));
  if (heads.length === 0) return notRun('no network was taken further than the main line at this profile.');
  if (Math.max(...aims) < FAR) {
    const aim = Math.max(...aims);
    return notRun(`this profile ends at N = ${aim} (largest N solved ${most}).`, { 'largest N solved': most });
  }
  const tried = heads.filter((_, i) => aims[i] >= FAR);
  const best = tried.reduce((top, own) => (own.length > top.length ? own : top));
  const end = ends.find(({ network }) => network === best[0].network);
  const accuracies = numbers(best, 'accuracy');
  if (!end || accuracies.length === 0) {
    return notRun(
      `${best[0].network} was taken far, but ${end ? 'the accuracy of its heads' : 'its history'} is missing.`,
    );
  }
  const nSolved = Number(end.nSolved);
  const average = mean(accuracies);
  const weakest = Math.min(...accuracies);
  const parts: Part[] = [
    {
      name: `N = ${FAR}`,
      holds: nSolved >= FAR,
      finding: `a network of ${best[0].size} neurons a module solves N = ${nSolved} after ${end.epoch} epochs`,
    },
    {
      name: 'all heads at the end',
      holds: accuracies.length >= FAR - 1 && average > SOLVED,
      finding: `${accuracies.length} heads are right in ${short(100 * average)}% of the answers on average, the weakest in ${short(100 * weakest)}%`,
    },
  ];
  const found = {
    'N solved': nSolved,
    epochs: Number(end.epoch),
    'mean accuracy of the heads': average,
    'accuracy of the weakest head': weakest,
    'heads above the threshold': accuracies.filter((accuracy) => accuracy > SOLVED).length,
    heads: accuracies.length,
  };
  return judgement(parts, found, tried.length);
}
