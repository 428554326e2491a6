import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Item } from '../../src/artifact/cluster.ts';
import { profileOf, settingsAt } from '../../src/artifact/profile.ts';
import { planReadings } from '../../src/artifact/reach.ts';
import { readingsOf, withReading } from '../../src/artifact/readings.ts';
import { specificationsOf } from '../../src/artifact/specifications.ts';
import { type Study, type StudyParams, stageNames, trainingOf } from '../../src/artifact/study.ts';
import { pathsOf, ROOT } from '../driver/paths.ts';
import { resultKey } from '../executor/measurement.ts';

/** What is to be made: stages of a profile, with an engine. */
export interface Goal {
  params: StudyParams;
  profile: string;
  engine: string;
  stages: readonly string[];
}

/** Stages at one scale: of the profile, or of one of its readings or specifications. */
interface Scale {
  /** What stands before the names of its items: '', 'leak-outside/', '2101000/'. */
  prefix: string;
  stages: readonly string[];
  params: StudyParams;
  settings: object;
  engine: string;
}

/** All that stages of a profile, its readings and its multiverse where stages run them, have made in jobs: networks and what is measured on them, each key once. */
export function neededItems(study: Study, goal: Goal): Item[] {
  const all = scalesOf(study, goal).flatMap((scale) => [...networksOf(study, scale), ...measurementsOf(study, scale)]);
  return [...new Map(all.toReversed().map((item) => [item.key, item])).values()].reverse();
}

function scalesOf(study: Study, { params, profile, engine, stages }: Goal): Scale[] {
  const settings = profileOf(params, profile);
  const main: Scale = { prefix: '', stages, params, settings, engine };
  const runs = (file: string) => study.stages.some(({ name, files }) => files?.includes(file) && stages.includes(name));
  return [
    main,
    ...(runs('networks/readings') ? readingScales(study, { params, settings, engine }) : []),
    ...(runs('multiverse.json') ? specificationScales(study, { params, settings, engine }) : []),
  ];
}

type Base = Pick<Scale, 'params' | 'engine'> & { settings: StudyParams['profiles'][string] };

function readingScales(study: Study, { params, settings, engine }: Base): Scale[] {
  const readings = readingsOf(params).filter(({ name }) => settings.readings.run.includes(name));
  return planReadings(study.stages, readings).map(
    ({ name, steps }): Scale => ({
      prefix: `${name}/`,
      stages: steps,
      params: withReading(params, name),
      settings: settingsAt(settings, name),
      engine,
    }),
  );
}

function specificationScales(study: Study, { params, settings, engine }: Base): Scale[] {
  const steps = stageNames(study, ({ underReadings }) => underReadings);
  return specificationsOf(params, settings.multiverse?.cross ?? []).map(({ id }) => ({
    prefix: `${id}/`,
    stages: steps,
    params: withReading(params, id),
    settings: settingsAt(settings, id),
    engine,
  }));
}

/** Those that stages train, and those that stages measure, should the store have lost them. */
function networksOf(study: Study, { prefix, stages, ...at }: Scale): Item[] {
  const analysed = (study.analyses ?? []).map(({ stage }) => stage).filter((stage) => stages.includes(stage));
  const measured = study.stages.filter(({ name }) => analysed.includes(name)).map(({ networks }) => networks);
  const trained = study.stages.filter(
    ({ name, trains }) => trains && (stages.includes(name) || measured.includes(name)),
  );
  return trained.flatMap(({ name }) => {
    const { configurations, id, key, seconds, worker } = trainingOf(study);
    return configurations(name, at).map((configuration) => ({
      id: `${prefix}${name}/${id(configuration)}`,
      key: key(configuration),
      seconds: seconds(configuration),
      worker: pathOf(worker),
      payload: { configuration },
    }));
  });
}

function measurementsOf(study: Study, { prefix, stages, ...at }: Scale): Item[] {
  const analyses = (study.analyses ?? []).filter(({ stage }) => stages.includes(stage));
  return analyses.flatMap(({ stage: name, worker, jobs }) => {
    const trainer = study.stages.find((stage) => stage.name === name)?.networks;
    if (trainer === undefined) throw new Error(`Stage ${name} has jobs on networks: its declaration lacks 'networks'.`);
    const { configurations, id, key } = trainingOf(study);
    const networks = configurations(trainer, at).map((configuration) => {
      return { id: id(configuration), key: key(configuration), configuration };
    });
    return jobs(at, networks).map((job) => ({
      id: `${prefix}${name}/${job.id}`,
      key: resultKey({ name, engine: at.engine, paths: pathsOf('') }, job),
      seconds: job.seconds,
      worker: pathOf(worker),
      payload: { ...job.payload, network: job.network },
      needs: job.network.key,
    }));
  });
}

function pathOf(worker: URL): string {
  return relative(ROOT, fileURLToPath(worker)).replaceAll('\\', '/');
}
