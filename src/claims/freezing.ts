import { blankNetwork, stepParameters } from '../analysis/cost.ts';
import { groups, numbers } from '../analysis/rows.ts';
import { mean } from '../analysis/statistics.ts';
import type { Claim, Judgement } from './claim.ts';
import {
  atTheEnd,
  type Bench,
  claim,
  ends,
  entries,
  equal,
  FREEZE,
  fewest,
  history,
  judgement,
  LEAST_SEEDS,
  missing,
  notRun,
  type Part,
  short,
  stuckNote,
  TRAIN,
} from './evidence.ts';

const FROZEN = 'Results, Weight Freezing; Fig. 6a';
/** Epochs below which stagnation cannot be told from a slow rise. */
const PLATEAU_EPOCHS = 40;
/** Tasks an epoch below which a curve stagnates: fewer than two in the last third of the paper's 60 epochs. */
const STAGNANT = 0.1;
/** What the paper says is reached with frozen recurrent weights. */
const REACHED = 15;
/** Tasks beyond the last one whose feedforward weights train that still count as hardly any. */
const HARDLY = 1;
/** The last module whose feedforward weights train before they are handed on: by the paper's own procedure it can solve its task. */
const LAST_TRAINED = 3;
/** 'About 15' and 'about half': within this share; the paper gives neither a spread nor an exact number. */
const ABOUT = 0.2;

function frozen({ tables }: Bench, group: 'recurrent' | 'feedforward', size: number): number[] {
  return ends(tables, FREEZE, { architecture: 'modular', size, condition: `frozen-${group}` });
}

function trained({ tables }: Bench, size: number, architecture = 'modular'): number[] {
  return ends(tables, TRAIN, { architecture, size });
}

/** A claim that a is above b. */
function above(bench: Bench, name: string, a: readonly number[], b: readonly number[]): Judgement {
  if (fewest([a, b]) < LEAST_SEEDS) return missing('one of the two conditions');
  const interval = bench.difference(a, b);
  const part = { name, holds: interval.low > 0, finding: `${bench.say(interval)} tasks` };
  return judgement(
    [part],
    { ...entries('difference', interval), 'mean of the first': mean(a), 'mean of the second': mean(b) },
    fewest([a, b]),
    stuckNote(a, b),
  );
}

function feedforwardFails(bench: Bench): Judgement {
  const own = frozen(bench, 'feedforward', 5);
  if (own.length < LEAST_SEEDS) return missing('M_m = 5 with frozen feedforward weights');
  const interval = bench.mean(own);
  const third = own.filter((N) => N >= 3).length;
  const parts: Part[] = [
    {
      name: 'N = 3 fails',
      holds: interval.high < 3,
      finding: `${third} of ${own.length} networks solve it`,
    },
    {
      name: `hardly a task beyond N = ${LAST_TRAINED}`,
      holds: interval.high <= LAST_TRAINED + HARDLY,
      finding: `N solved ${bench.say(interval)}`,
    },
  ];
  return judgement(
    parts,
    { ...entries('N solved', interval), 'networks that solve N = 3': third },
    own.length,
    stuckNote(own),
  );
}

function recurrentStagnates(bench: Bench): Judgement {
  const own = frozen(bench, 'recurrent', 5);
  if (own.length < LEAST_SEEDS) return missing('M_m = 5 with frozen recurrent weights');
  const line = { architecture: 'modular', size: 5, condition: 'frozen-recurrent' };
  const epochs = Math.max(...numbers(history(bench.tables, FREEZE, line), 'epoch'));
  const reached = bench.mean(own);
  if (epochs < PLATEAU_EPOCHS) {
    return notRun(
      `${epochs} epochs are too few to show stagnation; N solved so far ${bench.say(reached)}.`,
      entries('N solved', reached),
      own.length,
    );
  }
  const third = Math.floor(epochs / 3);
  const networks = groups(history(bench.tables, FREEZE, line), ['network']);
  const late = bench.mean(
    [...networks.values()].map((rows) => {
      const at = (epoch: number) => Number(rows.find((row) => row.epoch === epoch)?.nSolved ?? 1);
      return (at(epochs) - at(epochs - third)) / third;
    }),
  );
  const [low, high] = [REACHED * (1 - ABOUT), REACHED * (1 + ABOUT)];
  const parts = [
    {
      name: `about ${REACHED}`,
      holds: reached.value >= low && reached.value <= high,
      finding: `N solved ${bench.say(reached)}`,
    },
    { name: 'stagnation', holds: late.high < STAGNANT, finding: `${bench.say(late)} tasks an epoch in the last third` },
  ];
  return judgement(
    parts,
    { ...entries('N solved', reached), ...entries('tasks an epoch, last third', late) },
    own.length,
    stuckNote(own),
  );
}

/** Share of a module's trainable parameters that freezing W^R (with its bias) takes away, from the definition of a network. */
export function recurrentShare(size: number): number {
  const counts = stepParameters(blankNetwork('modular', size, 3));
  return counts.recurrent / Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Verdict on shares that freezing takes away: about a half is between 40 and 60%. */
export function halving(shares: readonly { size: number; share: number }[]): Judgement {
  const [low, high] = [0.5 * (1 - ABOUT), 0.5 * (1 + ABOUT)];
  const parts = shares.map(
    ({ size, share }): Part => ({
      name: `M_m = ${size}`,
      holds: share >= low && share <= high,
      finding: `${short(100 * share)}% fewer`,
    }),
  );
  const judged = judgement(
    parts,
    Object.fromEntries(shares.map(({ size, share }) => [`share frozen, M_m = ${size}`, share])),
    0,
  );
  return {
    ...judged,
    finding: judged.finding.replace(
      ' (0 seeds at least)',
      ' (counted from the definition of a network; no seeds needed)',
    ),
  };
}

export const freezing: readonly Claim[] = [
  claim({
    id: '6a.1',
    panel: '6a',
    figure: 6,
    statement: 'With frozen feedforward weights, modules of 5 neurons fail for every N of 3 and more.',
    where: FROZEN,
    test: `Two parts, each by the bootstrap interval of the mean N solved at the last epoch: its upper end is below 3, so that N = 3 fails itself; its upper end is at most ${LAST_TRAINED + HARDLY}, so that hardly a task is solved beyond N = ${LAST_TRAINED}, the last whose feedforward weights train. At least 2 seeds.`,
    inputs: [FREEZE],
    prepare: atTheEnd,
    judge: feedforwardFails,
  }),
  claim({
    id: '6a.2',
    panel: '6a',
    figure: 6,
    statement: 'With frozen recurrent weights, modules of 5 neurons reach about N = 15 and then stagnate.',
    where: FROZEN,
    test: `Two parts: mean N solved between ${REACHED * (1 - ABOUT)} and ${REACHED * (1 + ABOUT)}, and tasks an epoch in the last third with a bootstrap interval below ${STAGNANT}. Needs at least ${PLATEAU_EPOCHS} epochs and 2 seeds.`,
    inputs: [FREEZE],
    judge: recurrentStagnates,
  }),
  claim({
    id: '6a.3',
    panel: '6a',
    figure: 6,
    statement:
      'Modular networks with frozen recurrent weights outperform the non-modular network, which tapers at about N = 10.',
    where: FROZEN,
    test: 'Difference of mean N solved, M_m = 5 with frozen recurrent weights less non-modular M = 20; holds if the bootstrap interval lies above 0. At least 2 seeds.',
    inputs: [FREEZE, TRAIN],
    prepare: atTheEnd,
    judge: (bench) =>
      above(
        bench,
        'frozen recurrent less non-modular, 20',
        frozen(bench, 'recurrent', 5),
        trained(bench, 20, 'non-modular'),
      ),
  }),
  claim({
    id: '6a.4',
    panel: '6a',
    figure: 6,
    statement: 'Modular networks with frozen recurrent weights stay below fully trained ones at 5 neurons a module.',
    where: FROZEN,
    test: 'Difference of mean N solved, fully trained less frozen recurrent at M_m = 5; holds if the bootstrap interval lies above 0. At least 2 seeds.',
    inputs: [FREEZE, TRAIN],
    prepare: atTheEnd,
    judge: (bench) =>
      above(bench, 'fully trained less frozen recurrent', trained(bench, 5), frozen(bench, 'recurrent', 5)),
  }),
  claim({
    id: '6a.5',
    panel: '6a',
    figure: 6,
    statement: 'At 10 neurons a module, freezing recurrent weights makes no difference.',
    where: FROZEN,
    test: 'Difference of mean N solved, frozen recurrent less fully trained at M_m = 10; two parts: the means, and the whole bootstrap interval, agree within 10% of the larger mean. At least 2 seeds.',
    inputs: [FREEZE, TRAIN],
    prepare: atTheEnd,
    judge(bench) {
      const [a, b] = [frozen(bench, 'recurrent', 10), trained(bench, 10)];
      if (fewest([a, b]) < LEAST_SEEDS) return missing('one of the two conditions');
      const { parts, interval } = equal(bench, 'frozen recurrent, M_m = 10', a, b);
      return judgement(parts, entries('difference', interval), fewest([a, b]), stuckNote(a, b));
    },
  }),
  claim({
    id: '6a.6',
    panel: '6a',
    figure: 6,
    statement: 'At 10 neurons a module, networks with frozen feedforward weights stay impaired.',
    where: FROZEN,
    test: 'Difference of mean N solved, fully trained less frozen feedforward at M_m = 10; holds if the bootstrap interval lies above 0. At least 2 seeds.',
    inputs: [FREEZE, TRAIN],
    prepare: atTheEnd,
    judge: (bench) =>
      above(
        bench,
        'fully trained less frozen feedforward, M_m = 10',
        trained(bench, 10),
        frozen(bench, 'feedforward', 10),
      ),
  }),
  claim({
    id: '6a.7',
    panel: '6a',
    figure: 6,
    statement: 'Freezing the recurrent weights about halves the number of trainable parameters.',
    where: 'Discussion',
    test: 'Share of the trainable parameters of a new module and its head that W^R and its bias make up, counted from the definition of a network at M_m = 5, 10, 15 and 20; a size holds between 40 and 60%. Needs no seeds.',
    inputs: [],
    seedless: true,
    judge: () => halving([5, 10, 15, 20].map((size) => ({ size, share: recurrentShare(size) }))),
  }),
];
