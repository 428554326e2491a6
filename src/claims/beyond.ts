import { neuronCount } from '../analysis/cost.ts';
import type { Tables } from '../artifact/table.ts';
import type { Architecture } from '../network/network.ts';
import type { Claim, ClaimContext, Judgement, Verdict } from './claim.ts';
import { claim, TRAIN } from './evidence.ts';
import { fronts } from './performance.ts';
import { redundancy } from './redundancy.ts';

/** What a verdict is called where the statement is not the paper's: it holds, or it does not. */
export const OUTCOMES: Record<Verdict, string> = {
  reproduced: 'holds',
  partly: 'holds in part',
  'not reproduced': 'does not hold',
  'not run': 'not run',
};

const WHERE = 'What the paper leaves for future work: Discussion, Limitations & Future Work';

const cost = claim({
  id: 'B.1',
  panel: '2b-neurons',
  figure: 2,
  statement:
    'Where cost is counted in neurons instead of trainable parameters, a modular architecture still solves at least as much, along the whole front.',
  where: WHERE,
  test: 'As 2b.1, with a budget of neurons: M_m (N - 1) for a modular network, M for a non-modular one. Best mean N solved over sizes within a budget, modular less non-modular, at the neurons of every non-modular size; a budget holds if the bootstrap interval over seeds lies above -1 task and its centre is at least 0. At least 2 seeds a size.',
  inputs: [TRAIN],
  judge: (bench) =>
    fronts(
      bench,
      ({ architecture, size, nSolved }) => neuronCount(architecture as Architecture, Number(size), Number(nSolved)),
      'neurons',
    ),
});

/** Statements of ours about what the paper leaves for future work, judged as its claims are and counted apart from them. */
export const beyond: readonly Claim[] = [cost, ...redundancy].map((record) => ({
  ...record,
  judge(tables, context) {
    const judged = record.judge(tables, context);
    return { ...judged, finding: judged.finding.replace(/^(Reproduced|Not reproduced|Partly)(?=:)/, outcome) };
  },
}));

/** A statement with what was found, as claims.json holds it. */
export type JudgedStatement = Omit<Claim, 'judge' | 'prepare'> & Judgement & { outcome: string };

/** Judges all of them from tables. */
export function judgeBeyond(tables: Tables, context: ClaimContext): JudgedStatement[] {
  return beyond.map(({ judge, ...record }) => {
    const judged = judge(tables, context);
    return { ...record, ...judged, outcome: OUTCOMES[judged.verdict] };
  });
}

function outcome(opening: string): string {
  const word = OUTCOMES[opening.toLowerCase() as Verdict];
  return word.charAt(0).toUpperCase() + word.slice(1);
}
