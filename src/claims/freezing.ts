import { blankNetwork, stepParameters } from '../analysis/cost.ts';
import type { BySeed } from '../analysis/statistics.ts';
import { mean } from '../artifact/moments.ts';
import { FREEZE, TRAIN } from '../study/tables.ts';
import type { Claim } from './claim.ts';
import { claim, type Evidence, equalMargin, equalPart, fewest, meanOf } from './evidence.ts';
import { type Judgement, judgement, LEAST_SEEDS, notRun, type Part, part, tooFew } from './judgement.ts';
import { above, below, between, measurement } from './measurement.ts';
import { atTheEnd, FLAT, finalN, history, lateRates, networksOf, PLATEAU_EPOCHS, stuckNote } from './networks.ts';

const FROZEN = 'Results, Weight Freezing; Fig. 6a';
/** What the paper says is reached with frozen recurrent weights. */
const REACHED = 15;
/** Where the paper says that the non-modular network tapers. */
const TAPERS = 10;
/** The last module whose feedforward weights train before they are handed on: by the paper's procedure it can solve its task. */
const LAST_TRAINED = 3;
/** 'About 15' and 'by half': within this share; the paper gives neither a spread nor an exact number. */
const ABOUT = 0.2;
const about = (value: number) => between(value * (1 - ABOUT), value * (1 + ABOUT));

/** A group of networks at the end of training: in words, and N solved by seed. */
interface Arm {
  of: string;
  solved: BySeed;
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
  return tooFew(`${what} has fewer than ${LEAST_SEEDS} seeds in this profile.`);
}

/** The part that the first arm solves more than the second; `item` tells several such parts of a claim apart. */
function morePart(evidence: Evidence, name: string, first: Arm, second: Arm, item = ''): Part {
  const quantity = 'N solved';
  const named = (words: string) => (item === '' ? words : `${words}, ${item}`);
  const difference = measurement(
    { name: named('difference'), item, quantity, of: first.of, than: second.of },
    evidence.difference(first.solved, second.solved),
  );
  const means = [
    measurement({ name: named('mean of the first'), quantity, of: first.of }, meanOf(first.solved)),
    measurement({ name: named('mean of the second'), quantity, of: second.of }, meanOf(second.solved)),
  ];
  return part(name, difference, above(0), means);
}

/** A claim that the first arm solves more than the second. */
function judgeMore(evidence: Evidence, name: string, first: Arm, second: Arm): Judgement {
  const arms = [first.solved, second.solved];
  if (fewest(arms) < LEAST_SEEDS) return absent('one of the two conditions');
  const parts = [morePart(evidence, name, first, second)];
  return judgement(parts, { seeds: fewest(arms), notes: [stuckNote(...arms)] });
}

function outperforms(evidence: Evidence): Judgement {
  const [first, second] = [frozen(evidence, 'recurrent', 5), trained(evidence, 20, 'non-modular')];
  const arms = [first.solved, second.solved];
  if (fewest(arms) < LEAST_SEEDS) return absent('one of the two conditions');
  const outperforming = morePart(evidence, 'frozen recurrent less non-modular, 20', first, second);
  const notes = [stuckNote(...arms)];
  const name = `non-modular at about ${TAPERS}`;
  if (evidence.context.epochs < PLATEAU_EPOCHS)
    return judgement([outperforming], { seeds: fewest(arms), notes, omitted: [name] });
  const tapers = measurement(
    { name: 'N solved, non-modular', quantity: 'N solved', of: second.of },
    evidence.mean(second.solved),
  );
  return judgement([outperforming, part(name, tapers, about(TAPERS))], { seeds: fewest(arms), notes });
}

function bothUnderperform(evidence: Evidence): Judgement {
  const original = trained(evidence, 5);
  const all = (['recurrent', 'feedforward'] as const).map((kind) => ({ kind, arm: frozen(evidence, kind, 5) }));
  const judged = all.filter(({ arm }) => fewest([original.solved, arm.solved]) >= LEAST_SEEDS);
  if (judged.length === 0) return absent('one of the two conditions');
  const parts = judged.map(({ kind, arm }) =>
    morePart(evidence, `fully trained less frozen ${kind}`, original, arm, `frozen ${kind}`),
  );
  const arms = [original.solved, ...judged.map(({ arm }) => arm.solved)];
  const omitted = all.filter((one) => !judged.includes(one)).map(({ kind }) => `frozen ${kind} weights`);
  return judgement(parts, { seeds: fewest(arms), notes: [stuckNote(...arms)], omitted });
}

function feedforwardFails(evidence: Evidence): Judgement {
  const { of, solved } = frozen(evidence, 'feedforward', 5);
  if (solved.size < LEAST_SEEDS) return absent('M_m = 5 with frozen feedforward weights');
  const further = new Map([...solved].map(([seed, N]) => [seed, Math.max(0, N - LAST_TRAINED)]));
  const beyond = measurement(
    { name: `tasks beyond N = ${LAST_TRAINED}`, quantity: 'tasks solved beyond N = 3', of },
    evidence.mean(further),
  );
  const reached = measurement({ name: 'N solved', quantity: 'N solved', of }, mean([...solved.values()]));
  const parts = [part(`no task beyond N = ${LAST_TRAINED}`, beyond, below(1), [reached])];
  return judgement(parts, { seeds: solved.size, notes: [stuckNote(solved)] });
}

function recurrentStagnates(evidence: Evidence): Judgement {
  const { of, solved } = frozen(evidence, 'recurrent', 5);
  if (solved.size < LEAST_SEEDS) return absent('M_m = 5 with frozen recurrent weights');
  const rows = history(evidence.tables, FREEZE, { architecture: 'modular', size: 5, condition: 'frozen-recurrent' });
  const epochs = Math.max(...rows.map(({ epoch }) => epoch));
  const reached = measurement({ name: 'N solved', quantity: 'N solved', of }, evidence.mean(solved));
  const seeds = solved.size;
  if (epochs < PLATEAU_EPOCHS) {
    const detail = `${epochs} epochs are too few to show stagnation.`;
    return notRun(
      { kind: 'too few epochs', detail, actual: epochs, needed: PLATEAU_EPOCHS },
      { seeds, context: [reached] },
    );
  }
  const late = measurement(
    {
      name: 'tasks an epoch, last third',
      quantity: 'tasks solved an epoch',
      of: `${of} in the last third of training`,
    },
    evidence.mean(lateRates(rows, epochs)),
  );
  const parts = [part(`about ${REACHED}`, reached, about(REACHED)), part('stagnation', late, below(FLAT))];
  return judgement(parts, { seeds, notes: [stuckNote(solved)] });
}

/** Share of a module's trainable parameters that is left out where W^FF and the readout train alone, from the definition of a network. */
function shareLeftOut(size: number): number {
  const counts = stepParameters(blankNetwork('modular', size, 3));
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return 1 - (counts.feedforward + counts.readout) / all;
}

/** The judgement on shares that training W^FF alone leaves out: half is between 40 and 60%. */
export function judgeHalving(shares: readonly { size: number; share: number }[]): Judgement {
  const parts = shares.map(({ size, share }) => {
    const item = `M_m = ${size}`;
    const of = networksOf('modular', size, 'of which W^FF and the readout train alone');
    const measured = measurement(
      { name: `share left out, ${item}`, item, quantity: 'trainable parameters left out', of },
      share,
    );
    return part(item, measured, about(0.5));
  });
  return judgement(parts, { seeds: 0 });
}

export const freezing: readonly Claim[] = [
  claim({
    id: '6a.1',
    panel: '6a',
    statement: 'With frozen feedforward weights, modules of 5 neurons fail for every N of 3 and more.',
    where: FROZEN,
    test: `Tasks solved beyond N = ${LAST_TRAINED} at the last epoch, mean over seeds; below 1. N = ${LAST_TRAINED} itself does not count: the paper trains the feedforward weights between N = 2 and N = 3 before it freezes them. At least 2 seeds.`,
    inputs: [FREEZE],
    prepare: atTheEnd(FREEZE),
    judge: feedforwardFails,
  }),
  claim({
    id: '6a.2',
    panel: '6a',
    statement: 'With frozen recurrent weights, modules of 5 neurons reach about N = 15 and then stagnate.',
    where: FROZEN,
    test: `Two parts: mean N solved between ${REACHED * (1 - ABOUT)} and ${REACHED * (1 + ABOUT)}, and tasks an epoch in the last third below ${FLAT}, as for every flat curve. Needs at least ${PLATEAU_EPOCHS} epochs and 2 seeds.`,
    inputs: [FREEZE],
    judge: recurrentStagnates,
  }),
  claim({
    id: '6a.3',
    panel: '6a',
    statement:
      'Modular networks with frozen recurrent weights outperform the non-modular network, which tapers at about N = 10.',
    where: FROZEN,
    test: `Two parts: the difference of mean N solved, M_m = 5 with frozen recurrent weights less non-modular M = 20, seed by seed, above 0; and mean N solved of M = 20 between ${TAPERS * (1 - ABOUT)} and ${TAPERS * (1 + ABOUT)}. That its curve is flat is part of 2a.4. Where it ends is judged from ${PLATEAU_EPOCHS} epochs on. At least 2 seeds.`,
    inputs: [FREEZE, TRAIN],
    prepare: atTheEnd(FREEZE, TRAIN),
    judge: outperforms,
  }),
  claim({
    id: '6a.4',
    panel: '6a',
    statement:
      'At 5 neurons a module, networks with frozen recurrent weights and networks with frozen feedforward weights stay below fully trained ones.',
    where: FROZEN,
    test: "Difference of mean N solved at M_m = 5, fully trained less frozen recurrent and less frozen feedforward ('both network types'), seed by seed; each above 0. At least 2 seeds.",
    inputs: [FREEZE, TRAIN],
    prepare: atTheEnd(FREEZE, TRAIN),
    judge: bothUnderperform,
  }),
  claim({
    id: '6a.5',
    panel: '6a',
    statement: 'At 10 neurons a module, freezing recurrent weights makes no difference.',
    where: FROZEN,
    test: 'Difference of mean N solved, frozen recurrent less fully trained at M_m = 10, seed by seed; within 10% of the larger mean, on either side. At least 2 seeds.',
    inputs: [FREEZE, TRAIN],
    prepare: atTheEnd(FREEZE, TRAIN),
    judge(evidence) {
      const [first, second] = [frozen(evidence, 'recurrent', 10), trained(evidence, 10)];
      const arms = [first.solved, second.solved] as const;
      if (fewest(arms) < LEAST_SEEDS) return absent('one of the two conditions');
      const description = { name: 'difference', item: '', of: first.of, than: second.of };
      const margin = equalMargin(...arms.map(meanOf));
      const parts = [equalPart(evidence, 'frozen recurrent, M_m = 10', description, arms, margin)];
      return judgement(parts, { seeds: fewest(arms), notes: [stuckNote(...arms)] });
    },
  }),
  claim({
    id: '6a.6',
    panel: '6a',
    statement: 'At 10 neurons a module, networks with frozen feedforward weights stay impaired.',
    where: FROZEN,
    test: 'Difference of mean N solved, fully trained less frozen feedforward at M_m = 10, seed by seed; above 0. At least 2 seeds.',
    inputs: [FREEZE, TRAIN],
    prepare: atTheEnd(FREEZE, TRAIN),
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
    statement: 'Training only the feedforward connections reduces the trainable parameters by half.',
    where: 'Discussion; Results, Weight Freezing',
    test: `Share of the trainable parameters of a new module and its head that is left out where W^FF and the readout train alone ('training only the feedforward connections between modules'), counted by equations 3 and 4 at M_m = 5, 10, 15 and 20; between ${50 * (1 - ABOUT)}% and ${50 * (1 + ABOUT)}%. The networks of Fig. 6a here also train W^I, biases and τ. Needs no seeds.`,
    inputs: [],
    seedless: true,
    judge: () => judgeHalving([5, 10, 15, 20].map((size) => ({ size, share: shareLeftOut(size) }))),
  }),
  claim({
    id: '6a.8',
    panel: '6a',
    statement: 'At 5 neurons a module, what feedforward weights learn matters more than what recurrent weights learn.',
    where: FROZEN,
    test: "Difference of mean N solved at M_m = 5, frozen recurrent less frozen feedforward, seed by seed; above 0. 'Much' has no number in the paper and none here. At least 2 seeds.",
    inputs: [FREEZE],
    prepare: atTheEnd(FREEZE),
    judge: (evidence) =>
      judgeMore(
        evidence,
        'frozen recurrent less frozen feedforward',
        frozen(evidence, 'recurrent', 5),
        frozen(evidence, 'feedforward', 5),
      ),
  }),
];
