import { numbers } from '../analysis/rows.ts';
import { type BySeed, slope } from '../analysis/statistics.ts';
import { mean } from '../artifact/moments.ts';
import { rowsOf } from '../artifact/table.ts';
import { CONSERVE, PERTURBATION } from '../study/tables.ts';
import type { Claim } from './claim.ts';
import { claim, type Evidence, fewest } from './evidence.ts';
import { type Judgement, judgement, LEAST_SEEDS, part, tooFew } from './judgement.ts';
import { above, below, measurement } from './measurement.ts';
import { bySeed } from './networks.ts';

const WHERE = 'Results, Recurrent vs Feedforward Connections';
/** The first module, N = 2, has no feedforward weights: comparisons start at the next. */
const FED_FROM = 3;
/** The first module whose feedforward weights have a module before it to be compared with. */
const COMPARED_FROM = FED_FROM + 1;
/** Modules that a trend needs: a line through two has no scatter. */
const LEAST_MODULES = 3;

type Target = 'feedforward' | 'recurrent';

/** What perturbations of a target change in the accuracy of each fed module, mean over all ε against none: a row a network and N. */
function modules(
  { tables }: Evidence,
  target: Target,
): { network: string; seed: number; N: number; accuracy: number }[] {
  const all = rowsOf(tables, PERTURBATION).filter((row) => row.architecture === 'modular' && row.target === target);
  // The paper's module size where the table has it, as in the panels.
  const size = all.some((row) => row.size === 15) ? 15 : Math.max(...numbers(all, 'size'));
  const rows = all.filter((row) => row.size === size && row.N >= FED_FROM);
  return [...Map.groupBy(rows, ({ network }) => network).values()].flatMap((one) => {
    const fed = [...Map.groupBy(one, ({ N }) => N).values()].map((module) => ({
      ...module[0],
      accuracy: accuracyWhere(module, (epsilon) => epsilon > 0) - accuracyWhere(module, (epsilon) => epsilon === 0),
    }));
    return fed.length < LEAST_MODULES || fed.some(({ accuracy }) => Number.isNaN(accuracy)) ? [] : fed;
  });
}

function accuracyWhere(rows: readonly { epsilon: number; accuracy: number }[], holds: (epsilon: number) => boolean) {
  return mean(
    numbers(
      rows.filter(({ epsilon }) => holds(epsilon)),
      'accuracy',
    ),
  );
}

function slopesOf(rows: ReturnType<typeof modules>): BySeed {
  return bySeed(rows, (one) => slope(numbers(one, 'N'), numbers(one, 'accuracy')));
}

function averageOf(rows: ReturnType<typeof modules>): BySeed {
  return bySeed(rows, (one) => mean(numbers(one, 'accuracy')));
}

/** How much more accuracy perturbed recurrent weights leave than feedforward ones do, in the same network at the same ε. */
function toleration(evidence: Evidence, ...both: readonly [ReturnType<typeof modules>, ReturnType<typeof modules>]) {
  const [recurrent, feedforward] = shared(averageOf(both[0]), averageOf(both[1]));
  return measurement(
    {
      name: 'difference',
      quantity: 'accuracy',
      of: 'modules with perturbed recurrent weights',
      than: 'with perturbed feedforward weights',
    },
    evidence.difference(recurrent, feedforward),
  );
}

/** The seeds that both have. */
function shared(...both: readonly [BySeed, BySeed]): [BySeed, BySeed] {
  const of = (a: BySeed, b: BySeed) => new Map([...a].filter(([seed]) => b.has(seed)));
  return [of(both[0], both[1]), of(both[1], both[0])];
}

const TOO_FEW = `fewer than ${LEAST_SEEDS} modular networks with ${LEAST_MODULES} fed modules were perturbed in this profile.`;

export const weights: readonly Claim[] = [
  claim({
    id: '5a.1',
    panel: '5a',
    statement: 'Perturbed feedforward weights affect the later modules more than the earlier ones.',
    where: `${WHERE}; Fig. 5a`,
    test: 'Accuracy that perturbations cost, averaged over all ε against ε = 0, as a slope of accuracy on N over modules from N = 3 on; below 0. At least 2 seeds.',
    inputs: [PERTURBATION],
    judge(evidence) {
      const slopes = slopesOf(modules(evidence, 'feedforward'));
      if (slopes.size < LEAST_SEEDS) return tooFew(TOO_FEW);
      const fall = measurement(
        { name: 'slope', quantity: 'slope of accuracy on N', of: 'modules with perturbed feedforward weights' },
        evidence.mean(slopes),
      );
      return judgement([part('feedforward', fall, below(0))], { seeds: slopes.size });
    },
  }),
  claim({
    id: '5b.1',
    panel: '5b',
    statement:
      'Perturbed recurrent weights affect later modules more too, but modules tolerate them better than perturbed feedforward weights.',
    where: `${WHERE}; Fig. 5b`,
    test: 'Two parts: the accuracy that perturbations leave falls with N (as in 5a.1, slope below 0), and at the same ε it is higher than under perturbed feedforward weights (as in 5ab.1, difference in the same network above 0). The difference of slopes stands beside the first. At least 2 seeds.',
    inputs: [PERTURBATION],
    judge(evidence) {
      const recurrent = modules(evidence, 'recurrent');
      const feedforward = modules(evidence, 'feedforward');
      const slopes = shared(slopesOf(recurrent), slopesOf(feedforward));
      if (slopes[0].size < LEAST_SEEDS) return tooFew(TOO_FEW);
      const of = 'modules with perturbed recurrent weights';
      const than = 'with perturbed feedforward weights';
      const quantity = 'slope of accuracy on N';
      const fall = measurement({ name: 'slope', quantity, of }, evidence.mean(slopesOf(recurrent)));
      const gap = measurement(
        { name: 'difference of slopes', quantity, of, than },
        evidence.difference(slopes[0], slopes[1]),
      );
      const parts = [
        part('recurrent', fall, below(0), [gap]),
        part('tolerated better than feedforward', toleration(evidence, recurrent, feedforward), above(0)),
      ];
      return judgement(parts, { seeds: slopes[0].size });
    },
  }),
  claim({
    id: '5ab.1',
    panel: '5a',
    statement:
      'At equal ε, modules are more sensitive to perturbed feedforward weights than to perturbed recurrent ones.',
    where: `${WHERE}; Fig. 5a-b`,
    test: 'Accuracy averaged over all ε and over modules from N = 3 on, recurrent less feedforward perturbed in the same network; above 0. At least 2 seeds.',
    inputs: [PERTURBATION],
    judge(evidence) {
      const recurrent = modules(evidence, 'recurrent');
      const feedforward = modules(evidence, 'feedforward');
      const seeds = fewest(shared(averageOf(recurrent), averageOf(feedforward)));
      if (seeds < LEAST_SEEDS) return tooFew(TOO_FEW);
      const difference = toleration(evidence, recurrent, feedforward);
      return judgement([part('recurrent less feedforward', difference, above(0))], { seeds });
    },
  }),
  claim({
    id: '5c.1',
    panel: '5c',
    statement: 'From one module to the next, recurrent weights change less than feedforward weights.',
    where: `${WHERE}; Fig. 5c`,
    test: `Variance of the normalised change from one module to the next, feedforward less recurrent in the same network, averaged over the modules from N = ${COMPARED_FROM} on, the first that both kinds of weights are compared at; above 0. The same over the earlier and the later half of these modules stands beside it. At least 2 seeds.`,
    inputs: [CONSERVE],
    judge: conserved,
  }),
];

function conserved(evidence: Evidence): Judgement {
  const rows = rowsOf(evidence.tables, CONSERVE).filter(({ N }) => N >= COMPARED_FROM);
  const deepest = Math.max(...numbers(rows, 'N'));
  const middle = Math.floor((COMPARED_FROM + deepest) / 2);
  const differenceOver = (name: string, of: string, from: number, to: number) => {
    const average = (target: Target) =>
      bySeed(
        rows.filter((row) => row.target === target && row.N >= from && row.N <= to),
        (one) => mean(numbers(one, 'variance')),
      );
    const [feedforward, recurrent] = shared(average('feedforward'), average('recurrent'));
    const measured = measurement(
      {
        name,
        item: of,
        quantity: 'variance of the normalised change',
        of: 'feedforward weights',
        than: 'in recurrent weights',
      },
      evidence.difference(feedforward, recurrent),
    );
    return { measured, seeds: fewest([feedforward, recurrent]) };
  };
  const all = differenceOver('difference', '', COMPARED_FROM, deepest);
  if (all.seeds < LEAST_SEEDS)
    return tooFew('fewer than two networks have a pair of consecutive modules in this profile.');
  const halves = [
    [COMPARED_FROM, middle],
    [middle + 1, deepest],
  ]
    .map(([from, to]) => differenceOver(`difference, N = ${from} to ${to}`, `N = ${from} to ${to}`, from, to))
    .filter(({ seeds }) => seeds >= LEAST_SEEDS);
  const beside = halves.map(({ measured }) => measured);
  return judgement([part('feedforward less recurrent', all.measured, above(0), beside)], { seeds: all.seeds });
}
