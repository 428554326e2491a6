import { parse } from 'yaml';
import { dvcStages, dvcYamlSchema } from '../../src/artifact/dvc.ts';
import { type Provenance, provenanceSchema } from '../../src/artifact/provenance.ts';
import { runFlags } from '../../src/artifact/run.ts';
import { type Study, stageNames } from '../../src/artifact/study.ts';
import { scriptOf } from '../driver/stages.ts';
import { type Entity, type EntityReference, id } from './entity.ts';
import { type Files, jsonOf, pathsIn, textOf } from './files.ts';
import { STORE } from './network.ts';

/** What every stage read and wrote, as dvc.yaml declares it; stage figures stands with its figures one by one. */
export function stageActions(study: Study, files: Files, profile: string): Entity[] {
  const file = dvcYamlSchema.safeParse(parse(textOf(files, 'dvc.yaml') ?? ''));
  const stages = new Map(file.success ? dvcStages(file.data, profile).map((stage) => [stage.name, stage]) : []);
  return stageNames(study)
    .filter((stage) => stage !== 'figures')
    .flatMap((stage) => {
      const declared = stages.get(stage);
      if (!declared) return [];
      const results = [...declared.outs.map(({ path }) => path), ...declared.metrics];
      const inputs = [...declared.deps.filter((path) => path.startsWith(`artifacts/${profile}/`)), 'params.yaml'];
      const result = references(files, results);
      if (result.length === 0) return [];
      return [
        {
          '@id': `#stage-${stage}`,
          '@type': 'CreateAction',
          name: `Stage ${stage}`,
          description: `npm run reproduce -- ${runFlags(profile)} --only ${stage}`,
          instrument: id(scriptOf(stage)),
          agent: id('#authors'),
          object: references(files, inputs),
          result,
        },
      ];
    });
}

/** Files, or all described files of a folder; a stage's folder of networks stands for its hashes and the store. */
function references(files: Files, paths: readonly string[]): EntityReference[] {
  const found = paths.flatMap((path) => {
    if (files.has(path)) return [path];
    const [, , folder, stage] = path.split('/');
    if (folder === 'networks')
      return [`${path.replace(/networks\/.*/, '')}hashes/${stage}.json`]
        .filter((hashes) => files.has(hashes))
        .concat(`${STORE}/`);
    const below = pathsIn(files).filter((name) => name.startsWith(`${path}/`));
    return path.startsWith('site/') ? (below.length > 0 ? ['site/dist/'] : []) : below;
  });
  return [...new Set(found)].map(id);
}

/** The provenance of every figure in the bundle, in the order of their names. */
export function figures(files: Files, runFolder: string): Provenance[] {
  return pathsIn(files)
    .filter((path) => path.startsWith(`${runFolder}/figures/`) && path.endsWith('.provenance.json'))
    .flatMap((path) => jsonOf(files, path, provenanceSchema) ?? []);
}

/** The parameters of params.yaml that a figure rests on, as one value. */
export function parametersOf({ panel, params }: Provenance): Entity {
  return {
    '@id': `#parameters-${panel}`,
    '@type': 'PropertyValue',
    name: `Parameters behind panel ${panel}`,
    value: JSON.stringify(params),
  };
}

/** What every figure was drawn from: its tables, the parameters, the networks behind them. */
export function figureActions({ training }: Study, files: Files, profile: string): Entity[] {
  const runFolder = `artifacts/${profile}`;
  return figures(files, runFolder).map(({ panel, title, command, inputs, networks }) => {
    const tables = inputs.map(({ path }) => `${runFolder}/${path}`).filter((path) => files.has(path));
    const checkpoints = networks
      .map(({ key }) => `${STORE}/${key}/${training?.mainFile}`)
      .filter((path) => files.has(path));
    const made = ['csv', 'svg', 'provenance.json'].map((ending) => `${runFolder}/figures/${panel}.${ending}`);
    return {
      '@id': `#figure-${panel}`,
      '@type': 'CreateAction',
      name: `Panel ${panel}: ${title}`,
      description: command,
      instrument: id(scriptOf('figures')),
      agent: id('#authors'),
      object: [...new Set([...tables, 'params.yaml', `#parameters-${panel}`, ...checkpoints])].map(id),
      result: made.filter((path) => files.has(path)).map(id),
    };
  });
}
