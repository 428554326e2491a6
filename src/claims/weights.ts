import { groups, numbers, table } from '../analysis/rows.ts';
import { mean, slope } from '../analysis/statistics.ts';
import type { Row } from '../artifact/table.ts';
import type { Claim } from './claim.ts';
import { type Bench, claim, entries, judgement, LEAST_SEEDS, notRun } from './evidence.ts';

const PERTURBATION = 'tables/perturbation.csv';
const CONSERVE = 'tables/conserve.csv';
const WHERE = 'Results, Recurrent vs Feedforward Connections';
/** The first module, N = 2, has no feedforward weights: comparisons start at the next. */
const FED_FROM = 3;
/** Modules that a trend needs: a line through two has no scatter. */
const LEAST_MODULES = 3;

type Target = 'feedforward' | 'recurrent';

/** Mean accuracy over all perturbations of each fed module, one list a network: [N, accuracy]. */
function modules({ tables }: Bench, target: Target): Map<string, [number, number][]> {
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
    judge(bench) {
      const slopes = [...slopesOf(modules(bench, 'feedforward')).values()];
      if (slopes.length < LEAST_SEEDS) return notRun(TOO_FEW);
      const interval = bench.mean(slopes);
      const part = {
        name: 'feedforward',
        holds: interval.high < 0,
        finding: `accuracy changes by ${bench.say(interval)} for each N`,
      };
      return judgement([part], entries('slope', interval), slopes.length);
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
    judge(bench) {
      const [recurrent, feedforward] = [slopesOf(modules(bench, 'recurrent')), slopesOf(modules(bench, 'feedforward'))];
      const [own, beside] = paired(recurrent, feedforward);
      if (own.length < LEAST_SEEDS) return notRun(TOO_FEW);
      const [falls, gap] = [bench.mean([...recurrent.values()]), bench.paired(own, beside)];
      return judgement(
        [
          { name: 'recurrent', holds: falls.high < 0, finding: `accuracy changes by ${bench.say(falls)} for each N` },
          { name: 'less than feedforward', holds: gap.low > 0, finding: `slopes differ by ${bench.say(gap)}` },
        ],
        { ...entries('slope', falls), ...entries('difference of slopes', gap) },
        own.length,
      );
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
    judge(bench) {
      const average = (target: Target) =>
        new Map(
          [...modules(bench, target)].map(([network, own]) => [network, mean(own.map(([, accuracy]) => accuracy))]),
        );
      const [recurrent, feedforward] = paired(average('recurrent'), average('feedforward'));
      if (recurrent.length < LEAST_SEEDS) return notRun(TOO_FEW);
      const interval = bench.paired(recurrent, feedforward);
      const part = {
        name: 'recurrent less feedforward',
        holds: interval.low > 0,
        finding: `${bench.say(interval)} in accuracy`,
      };
      return judgement([part], entries('difference', interval), recurrent.length);
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
    judge(bench) {
      const rows = table(bench.tables, CONSERVE);
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
        return notRun('fewer than two networks have a pair of consecutive modules at this profile.');
      const interval = bench.paired(feedforward, recurrent);
      const part = {
        name: 'feedforward less recurrent',
        holds: interval.low > 0,
        finding: `variances differ by ${bench.say(interval)}`,
      };
      return judgement([part], entries('difference', interval), recurrent.length);
    },
  }),
];
