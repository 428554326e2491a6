import { blankNetwork, stepParameters } from '../analysis/cost.ts';
import { groups, numbers } from '../analysis/rows.ts';
import { mean } from '../analysis/statistics.ts';
import type { Claim } from './claim.ts';
import { claim, type Evidence, equalParts, fewest } from './evidence.ts';
import { type Judgement, judgement, LEAST_SEEDS, notRun, part, tooFew } from './judgement.ts';
import { highAtMost, highBelow, lowAbove, measurement, valueAtLeast, valueAtMost } from './measurement.ts';
import { atTheEnd, FREEZE, finalN, history, networksOf, stuckNote, TRAIN } from './networks.ts';

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

/** A group of networks at the end of training: in words, and N solved by seed. */
interface Arm {
  of: string;
  solved: number[];
}

function frozen({ tables }: Evidence, kind: 'recurrent' | 'feedforward', size: number): Arm {
  const line = { architecture: 'modular', size, condition: `frozen-${kind}` };
  return {
    of: networksOf('modular', size, `with frozen ${kind} weights`),
    solved: finalN(tables, FREEZE, line),
  };
}

function trained({ tables }: Evidence, size: number, architecture = 'modular'): Arm {
  const of = networksOf(architecture, size, architecture === 'modular' ? 'that are fully trained' : '');
  return { of, solved: finalN(tables, TRAIN, { architecture, size }) };
}

/** Why a claim about these networks is not judged. */
function absent(what: string): Judgement {
  return tooFew(`${what} has fewer than ${LEAST_SEEDS} seeds at this profile.`);
}

/** A claim that the first arm solves more than the second. */
function judgeMore(evidence: Evidence, name: string, first: Arm, second: Arm): Judgement {
  const arms = [first.solved, second.solved];
  if (fewest(arms) < LEAST_SEEDS) return absent('one of the two conditions');
  const quantity = 'N solved';
  const difference = measurement(
    { name: 'difference', quantity, of: first.of, than: second.of },
    evidence.difference(first.solved, second.solved),
  );
  const means = [
    measurement({ name: 'mean of the first', quantity, of: first.of }, mean(first.solved)),
    measurement({ name: 'mean of the second', quantity, of: second.of }, mean(second.solved)),
  ];
  const parts = [part(name, difference, [lowAbove(0)], means)];
  return judgement(parts, { seeds: fewest(arms), notes: [stuckNote(...arms)] });
}

function feedforwardFails(evidence: Evidence): Judgement {
  const { of, solved } = frozen(evidence, 'feedforward', 5);
  if (solved.length < LEAST_SEEDS) return absent('M_m = 5 with frozen feedforward weights');
  const reached = measurement({ name: 'N solved', quantity: 'N solved', of }, evidence.mean(solved));
  const third = measurement(
    { name: 'networks that solve N = 3', quantity: 'networks that solve N = 3', of },
    solved.filter((N) => N >= 3).length,
  );
  const parts = [
    part('N = 3 fails', reached, [highBelow(3)], [third]),
    part(`hardly a task beyond N = ${LAST_TRAINED}`, reached, [highAtMost(LAST_TRAINED + HARDLY)]),
  ];
  return judgement(parts, { seeds: solved.length, notes: [stuckNote(solved)] });
}

function recurrentStagnates(evidence: Evidence): Judgement {
  const { of, solved } = frozen(evidence, 'recurrent', 5);
  if (solved.length < LEAST_SEEDS) return absent('M_m = 5 with frozen recurrent weights');
  const line = { architecture: 'modular', size: 5, condition: 'frozen-recurrent' };
  const epochs = Math.max(...numbers(history(evidence.tables, FREEZE, line), 'epoch'));
  const reached = measurement({ name: 'N solved', quantity: 'N solved', of }, evidence.mean(solved));
  const seeds = solved.length;
  if (epochs < PLATEAU_EPOCHS) {
    const detail = `${epochs} epochs are too few to show stagnation.`;
    return notRun(
      { kind: 'too few epochs', detail, actual: epochs, needed: PLATEAU_EPOCHS },
      { seeds, context: [reached] },
    );
  }
  const third = Math.floor(epochs / 3);
  const networks = groups(history(evidence.tables, FREEZE, line), ['network']);
  const rates = [...networks.values()].map((rows) => {
    const at = (epoch: number) => Number(rows.find((row) => row.epoch === epoch)?.nSolved ?? 1);
    return (at(epochs) - at(epochs - third)) / third;
  });
  const late = measurement(
    {
      name: 'tasks an epoch, last third',
      quantity: 'tasks solved an epoch',
      of: `${of} in the last third of training`,
    },
    evidence.mean(rates),
  );
  const parts = [
    part(`about ${REACHED}`, reached, [valueAtLeast(REACHED * (1 - ABOUT)), valueAtMost(REACHED * (1 + ABOUT))]),
    part('stagnation', late, [highBelow(STAGNANT)]),
  ];
  return judgement(parts, { seeds, notes: [stuckNote(solved)] });
}

/** Share of a module's trainable parameters that freezing W^R (with its bias) takes away, from the definition of a network. */
export function recurrentShare(size: number): number {
  const counts = stepParameters(blankNetwork('modular', size, 3));
  return counts.recurrent / Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** The judgement on shares that freezing takes away: about a half is between 40 and 60%. */
export function judgeHalving(shares: readonly { size: number; share: number }[]): Judgement {
  const parts = shares.map(({ size, share }) => {
    const item = `M_m = ${size}`;
    const of = networksOf('modular', size, 'with frozen recurrent weights');
    const measured = measurement(
      { name: `share frozen, ${item}`, item, quantity: 'trainable parameters frozen', of },
      share,
    );
    return part(item, measured, [valueAtLeast(0.5 * (1 - ABOUT)), valueAtMost(0.5 * (1 + ABOUT))]);
  });
  return judgement(parts, { seeds: 0 });
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
    judge: (evidence) =>
      judgeMore(
        evidence,
        'frozen recurrent less non-modular, 20',
        frozen(evidence, 'recurrent', 5),
        trained(evidence, 20, 'non-modular'),
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
    judge: (evidence) =>
      judgeMore(
        evidence,
        'fully trained less frozen recurrent',
        trained(evidence, 5),
        frozen(evidence, 'recurrent', 5),
      ),
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
    judge(evidence) {
      const [first, second] = [frozen(evidence, 'recurrent', 10), trained(evidence, 10)];
      const arms = [first.solved, second.solved];
      if (fewest(arms) < LEAST_SEEDS) return absent('one of the two conditions');
      const description = { name: 'difference', item: '', of: first.of, than: second.of };
      const parts = equalParts(evidence, 'frozen recurrent, M_m = 10', description, first.solved, second.solved);
      return judgement(parts, { seeds: fewest(arms), notes: [stuckNote(...arms)] });
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
    judge: (evidence) =>
      judgeMore(
        evidence,
        'fully trained less frozen feedforward, M_m = 10',
        trained(evidence, 10),
        frozen(evidence, 'feedforward', 10),
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
    judge: () => judgeHalving([5, 10, 15, 20].map((size) => ({ size, share: recurrentShare(size) }))),
  }),
];
