import type { TimescaleSummary } from '../../src/analysis/timescales.ts';
import { asWritten, type Row, type Tables } from '../../src/artifact/table.ts';
import {
  CONSERVE,
  DUPLICATE,
  FREEZE,
  GENERALIZE,
  HEADS,
  PERTURBATION,
  ROBUSTNESS,
  TIMESCALES,
  TRAIN,
} from '../../src/study/tables.ts';
import type { Stage } from '../outline.ts';
import { conserved, conserveRows } from '../rows/conserve.ts';
import { generalizeRows } from '../rows/generalize.ts';
import { historyRows } from '../rows/history.ts';
import { perturbRows } from '../rows/perturb.ts';
import { timescalesRows } from '../rows/timescales.ts';
import type { TrainedNetwork } from '../training/trained.ts';
import { generalizeJobs } from '../workers/generalize.ts';
import { type PerturbResult, perturbJobs } from '../workers/perturb.ts';
import { timescalesJobs } from '../workers/timescales.ts';
import { measureAll } from './measurements.ts';
import type { Keyed, Specified } from './specified.ts';

/** The tables of every specification, from trained networks by key; each is made when it is asked for. */
export async function evidenceOf(
  stage: Stage,
  all: readonly Specified[],
  trained: ReadonlyMap<string, TrainedNetwork>,
): Promise<(() => Tables)[]> {
  const networksOf = ({ networks }: Specified) => networks.train.map(({ key }) => trained.get(key) as TrainedNetwork);
  const main = all.map(networksOf);
  const jobs = {
    generalize: all.map((one, i) => generalizeJobs(one, main[i])),
    perturb: all.map((one, i) => perturbJobs(one, main[i])),
    timescales: all.map((one, i) => timescalesJobs(one, main[i])),
  };
  const accuracies = await measureAll<object, number | null>(stage, 'generalize', jobs.generalize);
  const perturbed = await measureAll<object, PerturbResult>(stage, 'perturb', jobs.perturb);
  const timescales = await measureAll<object, TimescaleSummary[]>(stage, 'timescales', jobs.timescales);
  const known = new Map<string, Row[]>();
  const changes = new Map<string, Row[]>();
  const historyAt = (key: string) =>
    once(known, key, () => {
      const { configuration, folder } = trained.get(key) as TrainedNetwork;
      return asWritten(TRAIN, historyRows(configuration, folder));
    });
  const changesOf = (network: TrainedNetwork) =>
    once(changes, network.key, () => asWritten(CONSERVE, conserveRows(network)));
  return all.map((one, i) => () => {
    const { robustness, heads, perturbation } = perturbRows(one, jobs.perturb[i], perturbed[i]);
    const { train, freeze, duplicate } = one.networks;
    const histories = (all: readonly Keyed[]) => all.flatMap(({ key }) => historyAt(key));
    return {
      [TRAIN.path]: histories(train),
      [FREEZE.path]: histories(freeze),
      [DUPLICATE.path]: histories(duplicate),
      [GENERALIZE.path]: asWritten(GENERALIZE, generalizeRows(jobs.generalize[i], accuracies[i])),
      [ROBUSTNESS.path]: asWritten(ROBUSTNESS, robustness),
      [HEADS.path]: asWritten(HEADS, heads),
      [PERTURBATION.path]: asWritten(PERTURBATION, perturbation),
      [TIMESCALES.path]: asWritten(TIMESCALES, timescalesRows(jobs.timescales[i], timescales[i])),
      [CONSERVE.path]: conserved(one, main[i]).flatMap(changesOf),
    };
  });
}

function once<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
