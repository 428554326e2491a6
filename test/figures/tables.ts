import type { Tables } from '../../src/artifact/table.ts';
import { asInThePaper, type Effects } from './effects.ts';
import { conditions, deepHistory, lastTasks, trainHistory } from './madeUpHistories.ts';
import { conserve, deepHeads, generalize, timescales } from './madeUpMeasurements.ts';
import { heads, perturbation, redundancy, robustness, twins } from './madeUpPerturbations.ts';

/** All tables of a profile, made up but deterministic, with the effects asked for and noise over seeds. */
export function tablesWith(changes: Partial<Effects> = {}): Tables {
  const effects = { ...asInThePaper, ...changes };
  const history = trainHistory(effects);
  const trained = lastTasks(history);
  return {
    'histories/train.csv': history,
    'histories/deep.csv': deepHistory(effects),
    'tables/deep.csv': deepHeads(effects),
    'histories/freeze.csv': conditions(effects, (name) => name.startsWith('frozen')),
    'histories/duplicate.csv': conditions(effects, (name) => name.startsWith('recurrent-')),
    'tables/generalize.csv': generalize(effects),
    'tables/robustness.csv': robustness(effects, trained),
    'tables/heads.csv': heads(effects, trained),
    'tables/perturbation.csv': perturbation(effects),
    'tables/timescales.csv': timescales(effects),
    'tables/conserve.csv': conserve(effects),
    'tables/redundancy.csv': redundancy(effects, trained),
    'tables/twins.csv': twins(trained),
  };
}

/** Tables made up for tests and for building pages before a run. */
export const tables: Tables = tablesWith();
