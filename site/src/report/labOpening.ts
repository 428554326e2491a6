import { type LabIndex, labRecordSchema } from '../../../src/lab/format.ts';
import { initialState } from '../browser/lab/address.ts';
import { adapt, type Fitted } from '../browser/lab/fit.ts';
import type { Learner } from '../browser/lab/learning.ts';
import { networksOf } from '../browser/lab/pair.ts';
import { readJson } from './artifacts.ts';

/** The initial state of the lab and the histories of both networks, for the page without scripts. */
export function labOpening(index: LabIndex): { state: Fitted; learners: Learner[] } {
  const { state } = adapt(initialState, index);
  const networks = networksOf(index, state.pair, state.seed);
  const learners = networks ? [networks.modular, networks.nonModular] : [];
  return {
    state,
    learners: learners.flatMap(({ id, architecture, nSolved }) => {
      const record = readJson(`lab/${id}/record.json`, labRecordSchema);
      return record ? [{ architecture, nSolved, history: record.history }] : [];
    }),
  };
}
