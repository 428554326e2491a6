import { finals, numbers } from '../analysis/rows.ts';
import { rowsOf, type Tables } from '../artifact/table.ts';
import { DEEP, DEEP_HEADS } from '../study/tables.ts';
import type { Claim } from './claim.ts';
import { claim } from './evidence.ts';
import { type Judgement, judgement, notRun, part } from './judgement.ts';
import { above, atLeast, measurement } from './measurement.ts';
import { networksOf } from './networks.ts';

/** The task that the paper names, and the accuracy above which tasks count as solved. */
const FAR = 200;
const SOLVED = 0.98;

export const deep: readonly Claim[] = [
  claim({
    id: '2t.1',
    panel: '2t',
    statement: 'A modular network can be taken to N = 200.',
    where: 'Results, Performance and Generalization',
    test: `One network that solves N = ${FAR} shows it, so one is judged, alone among the claims: holds if a modular network solves N = ${FAR} and its heads, from N = 2 to ${FAR}, are right in more than ${100 * SOLVED}% of the answers on average, on fresh sequences after training. Not run where training is told to end before.`,
    inputs: [DEEP, DEEP_HEADS],
    seedless: true,
    judge: ({ tables }) => far(tables),
  }),
];

/** Judges the network that came furthest of those that were to come far enough. */
function far(tables: Tables): Judgement {
  const heads = [...Map.groupBy(rowsOf(tables, DEEP_HEADS), ({ network }) => network).values()];
  const ends = finals(rowsOf(tables, DEEP));
  const aims = heads.map(([{ untilN }]) => untilN ?? 0);
  const most = Math.max(1, ...ends.map((end) => end.nSolved));
  if (heads.length === 0)
    return notRun({
      kind: 'no networks',
      detail: 'no network was taken further than the main line in this profile.',
    });
  const aim = Math.max(...aims);
  if (aim < FAR) {
    const detail = `this profile ends at N = ${aim} (largest N solved ${most}).`;
    const largest = { name: 'largest N solved', quantity: 'N solved', of: 'the deepest network' } as const;
    return notRun({ kind: 'ends early', detail, actual: aim, needed: FAR }, { context: [measurement(largest, most)] });
  }
  const tried = heads.filter((_, i) => aims[i] >= FAR);
  const best = tried.reduce((longest, rows) => (rows.length > longest.length ? rows : longest));
  const [{ network, size }] = best;
  const end = ends.find((row) => row.network === network);
  const accuracies = numbers(best, 'accuracy');
  if (!end || accuracies.length === 0) {
    const absent = end ? 'the accuracy of its heads' : 'its history';
    return notRun({ kind: 'no data', detail: `${network} was taken far, but ${absent} is missing.` });
  }
  const of = networksOf('modular', size);
  const solved = measurement({ name: 'N solved', quantity: 'N solved', of }, end.nSolved);
  const epochs = measurement({ name: 'epochs', quantity: 'epochs', of }, end.epoch);
  // A task without a head is answered by nobody: its accuracy is 0.
  const all = FAR - 1;
  const ofHeads = { of: `the ${all} heads of ${of}` };
  const average = measurement(
    { name: 'mean accuracy of the heads', quantity: 'mean accuracy of the heads', ...ofHeads },
    accuracies.slice(0, all).reduce((sum, accuracy) => sum + accuracy, 0) / all,
  );
  const beside = [
    measurement(
      { name: 'accuracy of the weakest head', quantity: 'accuracy of the weakest head', ...ofHeads },
      Math.min(...accuracies),
    ),
    measurement(
      { name: 'heads above the threshold', quantity: 'heads above the threshold', ...ofHeads },
      accuracies.filter((accuracy) => accuracy > SOLVED).length,
    ),
    measurement({ name: 'heads', quantity: 'heads', of: `the heads of ${of}` }, accuracies.length),
  ];
  const parts = [
    part(`N = ${FAR}`, solved, atLeast(FAR), [epochs]),
    part('all heads at the end', average, above(SOLVED), beside),
  ];
  return judgement(parts, { seeds: tried.length });
}
