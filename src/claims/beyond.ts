import { neuronCount } from '../analysis/cost.ts';
import type { Tables } from '../artifact/table.ts';
import { TRAIN } from '../study/tables.ts';
import type { Claim, ClaimContext } from './claim.ts';
import { claim } from './evidence.ts';
import { judgeFronts } from './performance.ts';
import { type StatementRecord, statementRecord } from './record.ts';
import { redundancy } from './redundancy.ts';

const WHERE = 'What the paper leaves for future work: Discussion, Limitations & Future Work';

const cost = claim({
  id: 'B.1',
  panel: '2b-neurons',
  statement:
    'Where cost is counted in neurons instead of trainable parameters, a modular architecture still always solves more.',
  where: WHERE,
  test: 'As 2b.1, with a budget of neurons: M_m (N - 1) for a modular network, M for a non-modular one. Best mean N solved over sizes within a budget, modular less non-modular, at the neurons of every non-modular size; above 0. At least 2 seeds a size.',
  inputs: [TRAIN],
  judge: (evidence) =>
    judgeFronts(evidence, ({ architecture, size, nSolved }) => neuronCount(architecture, size, nSolved), 'neurons'),
});

/** Statements of ours about what the paper leaves for future work, judged as its claims are and counted apart from them. */
export const beyond: readonly Claim[] = [cost, ...redundancy];

/** Judges all of them from tables. */
export function judgeBeyond(tables: Tables, context: ClaimContext): StatementRecord[] {
  return beyond.map((statement) => statementRecord(statement, statement.judge(tables, context)));
}
