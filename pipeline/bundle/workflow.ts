import type { Certificate } from '../../src/artifact/certificate.ts';
import { runFlags } from '../../src/artifact/run.ts';
import type { Study } from '../../src/artifact/study.ts';
import { scriptOf } from '../driver/stages.ts';
import { figureActions, stageActions } from './action.ts';
import { type Entity, id } from './entity.ts';
import { type Files, textOf } from './files.ts';
import { STORE } from './network.ts';

/** The workflow of a bundle: DVC's stages. */
export const WORKFLOW = 'dvc.yaml';
const ENGINE = 'https://dvc.org/';
const LANGUAGE = '#dvc-yaml';
const WORKFLOW_PROFILE = 'https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE';

/** What was run, in the terms of Provenance Run Crate: tools as steps of a workflow, the action of each, and what ordered them. */
export interface WorkflowRun {
  /** Properties of dvc.yaml beyond those of any file. */
  workflow: Omit<Entity, '@id'>;
  /** Every action that the root mentions. */
  actions: Entity[];
  /** What stands behind them: language, engine, steps, formal parameters. */
  context: Entity[];
  /** Formal parameters by the path of the file or folder that filled them. */
  parameterOf: Map<string, string>;
}

/** The run that made a bundle's results; null for one without a workflow, or of which no stage has results. */
export function runOf(study: Study, files: Files, certificate: Certificate): WorkflowRun | null {
  const { profile, times, software } = certificate;
  const made = [...stageActions(study, files, profile), ...figureActions(study, files, profile)].map((action) => ({
    ...action,
    ...timesOf(action, times),
  }));
  if (!files.has(WORKFLOW) || made.length === 0) return null;
  const stages = study.stages
    .map(({ name }) => name)
    .filter((stage) => made.some((action) => stageOf(action) === stage));
  const inputs = ['params.yaml'].filter((path) => files.has(path));
  const has = (path: string) => files.has(path) || [...files.keys()].some((name) => name.startsWith(path));
  const outputs = [`artifacts/${profile}/claims.json`, `artifacts/${profile}/`, `${STORE}/`].filter(has);
  const parameters = [
    ...inputs.map((path) => parameter('input', path)),
    ...outputs.map((path) => parameter('output', path)),
  ];
  const named = (kind: string) =>
    parameters.filter((entity) => entity['@id'].startsWith(`#${kind}-`)).map((entity) => id(entity['@id']));
  const controls = stages.map((stage) => ({
    '@id': `#control-${stage}`,
    '@type': 'ControlAction',
    name: `DVC runs stage ${stage}`,
    instrument: id(`#step-${stage}`),
    object: made.filter((action) => stageOf(action) === stage).map((action) => id(action['@id'])),
    agent: id('#authors'),
  }));
  const run: Entity = {
    '@id': '#run',
    '@type': 'CreateAction',
    name: `${software.name} ${software.version}, profile ${profile}`,
    description: `npm run reproduce -- ${runFlags(profile)}`,
    instrument: id(WORKFLOW),
    agent: id('#authors'),
    object: inputs.map(id),
    result: outputs.map(id),
    ...spanOf(made),
  };
  const organize: Entity = {
    '@id': '#organize',
    '@type': 'OrganizeAction',
    name: `DVC orders the stages of profile ${profile}`,
    instrument: id(ENGINE),
    agent: id('#authors'),
    object: controls.map((control) => id(control['@id'])),
    result: id('#run'),
  };
  return {
    workflow: {
      '@type': ['File', 'SoftwareSourceCode', 'ComputationalWorkflow', 'HowTo'],
      conformsTo: id(WORKFLOW_PROFILE),
      programmingLanguage: id(LANGUAGE),
      version: software.version,
      hasPart: stages.map((stage) => id(scriptOf(stage))),
      step: stages.map((stage) => id(`#step-${stage}`)),
      input: named('input'),
      output: named('output'),
    },
    actions: [run, ...made, organize, ...controls],
    context: [
      { '@id': WORKFLOW_PROFILE, '@type': 'CreativeWork', name: 'Bioschemas ComputationalWorkflow', version: '1.0' },
      engineOf(files),
      language(),
      ...stages.map((stage, i) => step(study, stage, i)),
      ...parameters,
    ],
    parameterOf: new Map([...inputs, ...outputs].map((path, i) => [path, parameters[i]['@id']])),
  };
}

/** '#stage-train' is of stage train; each panel's action is one of stage figures. */
function stageOf(action: Entity): string {
  return action['@id'].startsWith('#figure-') ? 'figures' : action['@id'].replace('#stage-', '');
}

function step(study: Study, stage: string, place: number): Entity {
  return {
    '@id': `#step-${stage}`,
    '@type': 'HowToStep',
    name: `Stage ${stage}`,
    description: study.stages.find(({ name }) => name === stage)?.about,
    position: String(place + 1),
    workExample: id(scriptOf(stage)),
  };
}

/** A formal parameter of the workflow, and the file or folder that filled it. */
function parameter(kind: 'input' | 'output', path: string): Entity {
  return {
    '@id': `#${kind}-${path.replace(/\/$/, '').replaceAll('/', '-')}`,
    '@type': 'FormalParameter',
    name: path.replace(/\/$/, '').split('/').at(-1),
    additionalType: path.endsWith('/') ? 'Dataset' : 'File',
    workExample: id(path),
  };
}

function language(): Entity {
  return {
    '@id': LANGUAGE,
    '@type': 'ComputerLanguage',
    name: 'dvc.yaml',
    alternateName: 'DVC pipeline',
    identifier: id(ENGINE),
    url: id(ENGINE),
  };
}

function engineOf(files: Files): Entity {
  const [, version] = /^dvc==(\S+)/m.exec(textOf(files, 'requirements.txt') ?? '') ?? [];
  return { '@id': ENGINE, '@type': 'SoftwareApplication', name: 'DVC', url: ENGINE, ...(version && { version }) };
}

/** When an action began and ended, as far as its stage's time was recorded. */
function timesOf(action: Entity, times: Certificate['times']): { startTime?: string; endTime?: string } {
  const { wall, ended } = times.find(({ stage }) => stage === stageOf(action)) ?? {};
  if (!ended) return {};
  const end = Date.parse(ended);
  return { ...(typeof wall === 'number' && { startTime: timeText(end - wall * 1000) }), endTime: timeText(end) };
}

/** '2026-11-27T21:22:22+00:00', the one form that all readers of crates take. */
function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, '+00:00');
}

function spanOf(actions: readonly { startTime?: string; endTime?: string }[]): {
  startTime?: string;
  endTime?: string;
} {
  const starts = actions.flatMap(({ startTime = [] }) => startTime).sort();
  const ends = actions.flatMap(({ endTime = [] }) => endTime).sort();
  return { ...(starts.length > 0 && { startTime: starts[0] }), ...(ends.length > 0 && { endTime: ends.at(-1) }) };
}
