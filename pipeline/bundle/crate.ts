import { z } from 'zod';
import type { Certificate } from '../../src/artifact/certificate.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import { type Study, stageNames } from '../../src/artifact/study.ts';
import { scriptOf } from '../driver/stages.ts';
import { figures, parametersOf } from './action.ts';
import { citationOf } from './citation.ts';
import { type Entity, id } from './entity.ts';
import { type Files, jsonOf, pathsIn } from './files.ts';
import { BYTES_FILE, HASHES_FILE } from './manifest.ts';
import { CARD_FILE, STORE } from './network.ts';
import { addressIn, licensesOf } from './origin.ts';
import { runOf, WORKFLOW } from './workflow.ts';

export const CRATE_FILE = 'ro-crate-metadata.json';
const SPECIFICATION = 'https://w3id.org/ro/crate/1.1';
const CONTEXT = [`${SPECIFICATION}/context`, { sha256: 'http://schema.org/sha256' }];
/** The profiles that a bundle with a workflow conforms to: the last holds the others. */
const PROFILES: readonly [string, string][] = [
  ['https://w3id.org/ro/wfrun/process/0.5', 'Process Run Crate'],
  ['https://w3id.org/ro/wfrun/workflow/0.5', 'Workflow Run Crate'],
  ['https://w3id.org/ro/wfrun/provenance/0.5', 'Provenance Run Crate'],
];
const WORKFLOW_CRATE: readonly [string, string] = [
  'https://w3id.org/workflowhub/workflow-ro-crate/1.0',
  'Workflow RO-Crate',
];

const README = 'README.md';

/** ro-crate-metadata.json as far as it is read. */
export const crateSchema = z.looseObject({
  '@context': z.unknown(),
  '@graph': z.array(
    z.custom<Entity>((value) => typeof (value as Entity | null)?.['@id'] === 'string', { error: 'expected an @id' }),
  ),
});
export type Crate = Pick<z.infer<typeof crateSchema>, '@context' | '@graph'>;

/**
 * The RO-Crate metadata of a bundle, as a Provenance Run Crate: which files there are, and for every stage and every figure an action that ties
 * its results to the script, the parameters and the inputs that made them. A function of the bundle's other files alone.
 */
export function crateOf(study: Study, files: Files, certificate: Certificate): Crate {
  const { profile, software, commit, date, paper } = certificate;
  const runFolder = `artifacts/${profile}`;
  const citation = citationOf(files);
  const run = runOf(study, files, certificate);
  const profiles = run === null ? [] : [...PROFILES, WORKFLOW_CRATE];
  const described = pathsIn(files).filter((path) => path !== WORKFLOW && isDescribed(study, path, runFolder));
  const folders = foldersOf(files, runFolder);
  const scripts = stageNames(study)
    .map(scriptOf)
    .filter((path) => files.has(path));
  const licenses = licensesOf(files);
  const address = addressIn(files, commit);
  const example = (entity: Entity): Entity => {
    const parameter = run?.parameterOf.get(entity['@id']);
    return parameter === undefined ? entity : { ...entity, exampleOfWork: id(parameter) };
  };
  const workflow = run && { ...file(files, WORKFLOW), ...run.workflow, ...address(WORKFLOW) };
  const graph: Entity[] = [
    {
      '@id': CRATE_FILE,
      '@type': 'CreativeWork',
      about: id('./'),
      conformsTo: [SPECIFICATION, ...(run === null ? [] : [WORKFLOW_CRATE[0]])].map(id),
    },
    {
      '@id': './',
      '@type': 'Dataset',
      name: `${software.name} ${software.version}, profile ${profile}`,
      description: `A reproduction of '${paper}': networks, tables, figures, verdicts, the report, and the code, parameters and hashes that make them again.`,
      datePublished: date,
      license: id(licenses.data['@id']),
      ...(profiles.length > 0 && { conformsTo: profiles.map(([name]) => id(name)) }),
      author: id('#authors'),
      publisher: id('#authors'),
      citation: id(citation.paper.url),
      version: software.version,
      ...(workflow && { mainEntity: id(WORKFLOW) }),
      hasPart: [
        ...folders.map((entity) => id(entity['@id'])),
        ...(workflow ? [id(WORKFLOW)] : []),
        ...scripts.map(id),
        ...described.map(id),
      ],
      ...(run && { mentions: run.actions.map((action) => id(action['@id'])) }),
    },
    ...profiles.map(([name, title]) => ({
      '@id': name,
      '@type': 'CreativeWork',
      name: title,
      version: name.split('/').at(-1),
    })),
    ...new Map([licenses.code, licenses.data].map((entity) => [entity['@id'], entity])).values(),
    { '@id': '#authors', '@type': 'Organization', name: citation.authors, ...address('') },
    {
      '@id': citation.paper.url,
      '@type': 'ScholarlyArticle',
      name: paper,
      author: citation.paper.authors.map(({ given, family }) => `${given} ${family}`),
      datePublished: citation.paper.year,
    },
    {
      '@id': softwareIn(address, commit),
      '@type': 'SoftwareSourceCode',
      name: software.name,
      version: software.version,
      identifier: `commit ${commit}`,
      programmingLanguage: ['TypeScript', ...(files.has('asconfig.json') ? ['AssemblyScript'] : [])],
      runtimePlatform: `Node.js ${certificate.machine.node}`,
      license: id(licenses.code['@id']),
      description: `Kernel version ${study.kernelVersion}. The bundle is a checkout of this commit.`,
      ...address(''),
    },
    ...(workflow ? [example(workflow)] : []),
    ...folders.map(example),
    ...scripts.map((path) => ({ ...script(files, path, commit, softwareIn(address, commit)), ...address(path) })),
    ...described.map((path) => example({ ...file(files, path), ...(path === README && { about: id('./') }) })),
    ...(run ? run.context : []),
    ...figures(files, runFolder).map((figure) => parametersOf(figure)),
    ...(run ? run.actions : []),
  ];
  return { '@context': CONTEXT, '@graph': graph.map(flat) };
}

/** What the metadata of a bundle say that they conform to: 'RO-Crate 1.1, Process Run Crate 0.5, ...'. */
export function conformanceOf(files: Files): string {
  const named = new Set(jsonOf(files, CRATE_FILE, crateSchema)?.['@graph'].map((entity) => entity['@id']));
  const claimed = [...PROFILES, WORKFLOW_CRATE].filter(([address]) => named.has(address));
  const version = (address: string) => address.split('/').at(-1);
  return [
    `RO-Crate ${version(SPECIFICATION)}`,
    ...claimed.map(([address, name]) => `${name} ${version(address)}`),
  ].join(', ');
}

/** A list of one is written as the one, as RO-Crate recommends. */
function flat(entity: Entity): Entity {
  const values = Object.entries(entity).map(([key, value]) => [
    key,
    Array.isArray(value) && value.length === 1 ? value[0] : value,
  ]);
  return Object.fromEntries(values);
}

/** Files that the crate describes one by one: those at the top, all results of the profile, and the last state of every network with their card. */
function isDescribed({ training }: Study, path: string, runFolder: string): boolean {
  const made = [CRATE_FILE, HASHES_FILE, BYTES_FILE].includes(path);
  const network = path.startsWith(`${STORE}/`) && training !== undefined && path.endsWith(`/${training.mainFile}`);
  return !made && (!path.includes('/') || path.startsWith(`${runFolder}/`) || network || path === CARD_FILE);
}

function foldersOf(files: Files, runFolder: string): Entity[] {
  const about: Record<string, [string, string]> = {
    [runFolder]: [
      'Results',
      'Histories, tables, figures, verdicts, readings and the hashes of networks; docs/artifacts.md names every field.',
    ],
    [STORE]: [
      'Networks',
      'Every published network once, by key: checkpoints (safetensors) and history. networks.csv has their names.',
    ],
    'site/dist': ['Report', 'The built report, static pages: serve this folder with any web server.'],
    src: ['Source of the study', 'What it computes, its claims and figures, and the formats of files.'],
    pipeline: ['Source of the pipeline', 'One script a stage, the driver, and what checks the results.'],
    site: ['Source of the report', 'The pages, and under dist the report built from them.'],
    test: ['Tests', 'What the software is held by.'],
    docs: ['Documents', 'Architecture, file formats, findings.'],
    bench: ['Source of the benchmark', 'The training step beside its peers.'],
    'artifacts/bench': ['Records of the benchmark', 'They belong to one machine.'],
    'artifacts/reference': ['Results on a network that others trained', 'Made by npm run reference.'],
  };
  const paths = [...files.keys()];
  const tops = [...new Set(paths.filter((path) => path.includes('/')).map((path) => path.split('/')[0]))].sort();
  const known = Object.keys(about).filter((folder) => paths.some((path) => path.startsWith(`${folder}/`)));
  return [...new Set([...known, ...tops])].map((folder) => {
    const [name, description] = about[folder] ?? [folder, `Files of the checkout under ${folder}.`];
    return { '@id': `${folder}/`, '@type': 'Dataset', name, description };
  });
}

const TYPES: Record<string, string> = {
  csv: 'text/csv',
  json: 'application/json',
  svg: 'image/svg+xml',
  md: 'text/markdown',
  yaml: 'application/yaml',
  cff: 'application/yaml',
  safetensors: 'application/octet-stream',
};

function file(files: Files, path: string): Entity {
  const bytes = files.get(path) as Uint8Array;
  return {
    ...id(path),
    '@type': 'File',
    name: path,
    encodingFormat: TYPES[path.split('.').at(-1) as string] ?? 'text/plain',
    contentSize: String(bytes.length),
    sha256: sha256(bytes),
  };
}

/** What names the software: where its commit can be read, or a name within the crate where that is not known. */
function softwareIn(address: ReturnType<typeof addressIn>, commit: string): string {
  const { url } = address('');
  return url ? `${url}/tree/${commit}` : '#software';
}

function script(files: Files, path: string, commit: string, software: string): Entity {
  return {
    ...file(files, path),
    '@type': ['File', 'SoftwareSourceCode'],
    encodingFormat: 'text/typescript',
    version: commit,
    isPartOf: id(software),
  };
}
