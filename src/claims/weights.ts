import { groups, numbers, table } from '../analysis/rows.ts';
import { mean, slope } from '../analysis/statistics.ts';
import type { Row } from '../artifact/table.ts';
import type { Claim } from './claim.ts';
import { claim, type Evidence } from './evidence.ts';
import { judgement, LEAST_SEEDS, part, tooFew } from './judgement.ts';
import { highBelow, lowAbove, measurement } from './measurement.ts';

const PERTURBATION = 'tables/perturbation.csv';
const CONSERVE = 'tables/conserve.csv';
const WHERE = 'Results, Recurrent vs Feedforward Connections';
/** The first module, N = 2, has no feedforward weights: comparisons start at the next. */
const FED_FROM = 3;
/** Modules that a trend needs: a line through two has no scatter. */
const LEAST_MODULES = 3;

type Target = 'feedforward' | 'recurrent';

/** Mean accuracy over all perturbations of each fed module, one list a network: [N, accuracy]. */
function modules({ tables }: Evidence, target: Target): Map<string, [number, number][]> {
  const all = table(tables, PERTURBATION).filter((row) => row.architecture === 'modular' && row.target === target);
  // The paper's module size where the table has it, as in the panels.
  const size = all.some((row) => row.size === 15) ? 15 : Math.max(...numbers(all, 'size'));
  const rows = all.filter((row) => row.size === size && Number(row.N) >= FED_FROM && Number(row.epsilon) > 0);
  return new Map(
    [...groups(rows, ['network']).entries()]
      .map(([network, own]): [string, [number, number][]] => [
        network,
        [...groups(own, ['N']).values()].map((module): [number, number] => [
          Number(module[0].N),
          mean(numbers(module, 'accuracy')),
        ]),
      ])
      .filter(([, own]) => own.length >= LEAST_MODULES),
  );
}

function slopesOf(networks: Map<string, [number, number][]>): Map<string, number> {
  return new Map(
    [...networks].map(([network, own]) => [
      network,
      slope(
        own.map(([N]) => N),
        own.map(([, accuracy]) => accuracy),
      ),
    ]),
  );
}

/** The values of the networks that have both, in one order. */
function paired(a: Map<string, number>, b: Map<string, number>): [number[], number[]] {
  const both = [...a.keys()].filter((network) => b.has(network));
  return [both.map((network) => Number(a.get(network))), both.map((network) => Number(b.get(network)))];
}

const TOO_FEW = `fewer than ${LEAST_SEEDS} modular networks with ${LEAST_MODULES} fed modules were perturbed at this profile.`;

export const weights: readonly Claim[] = [
  claim({
    id: '5a.1',
    panel: '5a',
    figure: 5,
    statement: 'Perturbed feedforward weights hurt the later modules more than the earlier ones.',
    where: `${WHERE}; Fig. 5a`,
    test: 'Accuracy averaged over all ε, as a slope on N over modules from N = 3 on; holds if the bootstrap interval over seeds lies below 0. At least 2 seeds.',
    inputs: [PERTURBATION],
    judge(evidence) {
      const slopes = [...slopesOf(modules(evidence, 'feedforward')).values()];
      if (slopes.length < LEAST_SEEDS) return tooFew(TOO_FEW);
      const fall = measurement(
        { name: 'slope', quantity: 'slope of accuracy on N', of: 'modules with perturbed feedforward weights' },
        evidence.mean(slopes),
      );
      return judgement([part('feedforward', fall, [highBelow(0)])], { seeds: slopes.length });
    },
  }),
  claim({
    id: '5b.1',
    panel: '5b',
    figure: 5,
    statement: 'Perturbed recurrent weights hurt later modules more too, but less so.',
    where: `${WHERE}; Fig. 5b`,
    test: 'Two parts: accuracy averaged over all ε falls with N (slope over modules from N = 3 on, bootstrap interval below 0), and it falls less than under perturbed feedforward weights (difference of slopes in the same network, interval above 0). At least 2 seeds.',
    inputs: [PERTURBATION],
    judge(evidence) {
      const [recurrent, feedforward] = [
        slopesOf(modules(evidence, 'recurrent')),
        slopesOf(modules(evidence, 'feedforward')),
      ];
      const [a, b] = paired(recurrent, feedforward);
      if (a.length < LEAST_SEEDS) return tooFew(TOO_FEW);
      const of = 'modules with perturbed recurrent weights';
      const fall = measurement(
        { name: 'slope', quantity: 'slope of accuracy on N', of },
        evidence.mean([...recurrent.values()]),
      );
      const gap = measurement(
        {
          name: 'difference of slopes',
          quantity: 'slope of accuracy on N',
          of,
          than: 'with perturbed feedforward weights',
        },
        evidence.paired(a, b),
      );
      const parts = [part('recurrent', fall, [highBelow(0)]), part('less than feedforward', gap, [lowAbove(0)])];
      return judgement(parts, { seeds: a.length });
    },
  }),
  claim({
    id: '5ab.1',
    panel: '5a',
    figure: 5,
    statement:
      'At equal ε, modules are more sensitive to perturbed feedforward weights than to perturbed recurrent ones.',
    where: `${WHERE}; Fig. 5a-b`,
    test: 'Accuracy averaged over all ε and over modules from N = 3 on, recurrent less feedforward perturbed in the same network; holds if the bootstrap interval over seeds lies above 0. At least 2 seeds.',
    inputs: [PERTURBATION],
    judge(evidence) {
      const average = (target: Target) =>
        new Map(
          [...modules(evidence, target)].map(([network, own]) => [network, mean(own.map(([, accuracy]) => accuracy))]),
        );
      const [recurrent, feedforward] = paired(average('recurrent'), average('feedforward'));
      if (recurrent.length < LEAST_SEEDS) return tooFew(TOO_FEW);
      const difference = measurement(
        {
          name: 'difference',
          quantity: 'accuracy',
          of: 'modules with perturbed recurrent weights',
          than: 'with perturbed feedforward weights',
        },
        evidence.paired(recurrent, feedforward),
      );
      return judgement([part('recurrent less feedforward', difference, [lowAbove(0)])], { seeds: recurrent.length });
    },
  }),
  claim({
    id: '5c.1',
    panel: '5c',
    figure: 5,
    statement: 'From one module to the next, recurrent weights change less than feedforward weights.',
    where: `${WHERE}; Fig. 5c`,
    test: 'Variance of the normalised change averaged over modules, feedforward less recurrent in the same network; holds if the bootstrap interval over seeds lies above 0. At least 2 seeds.',
    inputs: [CONSERVE],
    judge(evidence) {
      const rows = table(evidence.tables, CONSERVE);
      const average = (target: Target): Map<string, number> =>
        new Map(
          [
            ...groups(
              rows.filter((row: Row) => row.target === target),
              ['network'],
            ),
          ].map(([network, own]) => [network, mean(numbers(own, 'variance'))]),
        );
      const [feedforward, recurrent] = paired(average('feedforward'), average('recurrent'));
      if (recurrent.length < LEAST_SEEDS)
        return tooFew('fewer than two networks have a pair of consecutive modules at this profile.');
      const difference = measurement(
        {
          name: 'difference',
          quantity: 'variance of the normalised change',
          of: 'feedforward weights',
          than: 'in recurrent weights',
        },
        evidence.paired(feedforward, recurrent),
      );
      return judgement([part('feedforward less recurrent', difference, [lowAbove(0)])], { seeds: recurrent.length });
    },
  }),
];
