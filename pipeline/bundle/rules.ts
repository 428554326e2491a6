import { sha256 } from '../../src/artifact/hash.ts';
import { CRATE_FILE, crateSchema, PROFILE, SPECIFICATION } from './crate.ts';
import type { Entity, Reference } from './entity.ts';
import { type Files, jsonOf } from './files.ts';

/**
 * What of a bundle's metadata breaks the RO-Crate 1.3 specification (metadata descriptor, root data entity, data entities), the Process Run
 * Crate 0.6, or contradicts its files; nothing where all rules hold.
 */
export function crateFaults(files: Files): string[] {
  const crate = jsonOf(files, CRATE_FILE, crateSchema);
  if (!crate) return [`${CRATE_FILE} is missing, damaged or has no @graph`];
  const graph = crate['@graph'];
  const entities = new Map(graph.map((entity) => [entity['@id'], entity]));
  const root = entities.get('./');
  const parts = root === undefined ? new Set<string>() : partsOf(entities, root);
  return [
    ...contextFaults(crate['@context']),
    ...(entities.size < graph.length ? ['two entities have one @id'] : []),
    ...descriptorFaults(entities.get(CRATE_FILE)),
    ...rootFaults(entities, root),
    ...graph.flatMap((entity) => entityFaults(entity, entities, files, parts)),
  ].map((fault) => `${CRATE_FILE}: ${fault}`);
}

function contextFaults(context: unknown): string[] {
  const list = Array.isArray(context) ? context : [context];
  return list.includes(`${SPECIFICATION}/context`) ? [] : [`@context does not name ${SPECIFICATION}/context`];
}

function descriptorFaults(descriptor: Entity | undefined): string[] {
  if (descriptor === undefined) return ['it has no metadata descriptor'];
  return [
    ...(descriptor['@type'] === 'CreativeWork' ? [] : ['the metadata descriptor is no CreativeWork']),
    ...(targets(descriptor.about).join() === './' ? [] : ["the metadata descriptor is not about './'"]),
    ...(targets(descriptor.conformsTo).join() === SPECIFICATION
      ? []
      : [`the metadata descriptor does not conform to ${SPECIFICATION} alone`]),
  ];
}

function rootFaults(entities: Map<string, Entity>, root: Entity | undefined): string[] {
  if (root === undefined) return ["it has no root data entity './'"];
  const texts = ['name', 'description', 'datePublished'].filter(
    (name) => typeof root[name] !== 'string' || root[name] === '',
  );
  const [license] = targets(root.license).map((target) => entities.get(target));
  const [profile] = targets(root.conformsTo).map((target) => entities.get(target));
  return [
    ...(isA(root, 'Dataset') ? [] : ['the root data entity is no Dataset']),
    ...texts.map((name) => `the root data entity has no ${name}`),
    ...(Number.isNaN(Date.parse(String(root.datePublished))) ? ['datePublished is no ISO 8601 date'] : []),
    ...(license?.name && license.description ? [] : ['the licence is no entity with a name and a description']),
    ...(profile !== undefined && profile['@id'] === PROFILE && isA(profile, 'Profile')
      ? []
      : [`the root data entity does not conform to ${PROFILE}`]),
  ];
}

function entityFaults(
  entity: Entity,
  entities: Map<string, Entity>,
  files: Files,
  parts: ReadonlySet<string>,
): string[] {
  const name = entity['@id'];
  if (typeof name !== 'string' || entity['@type'] === undefined) return ['an entity has no @id or no @type'];
  const dangling = Object.entries(entity)
    .flatMap(([, value]) => targets(value))
    .filter((target) => !entities.has(target) && target !== SPECIFICATION);
  return [
    ...dangling.map((target) => `'${name}' refers to '${target}', which no entity describes`),
    ...(isA(entity, 'File') ? fileFaults(entity, files, parts) : []),
    ...(isA(entity, 'Dataset') && name !== './' ? folderFaults(entity, files, parts) : []),
    ...(isA(entity, 'CreateAction') ? actionFaults(entity, entities) : []),
  ];
}

function fileFaults(entity: Entity, files: Files, parts: ReadonlySet<string>): string[] {
  const name = entity['@id'];
  const bytes = files.get(decodeURI(name));
  if (bytes === undefined) return [`'${name}' is described and not in the bundle`];
  return [
    ...(parts.has(name) ? [] : [`'${name}' is no part of the root data entity`]),
    ...(entity.sha256 === sha256(bytes) ? [] : [`'${name}' has another SHA-256 than its file`]),
    ...(entity.contentSize === String(bytes.length) ? [] : [`'${name}' has another contentSize than its file`]),
    ...(entity.name && entity.encodingFormat ? [] : [`'${name}' has no name or no encodingFormat`]),
  ];
}

function folderFaults(entity: Entity, files: Files, parts: ReadonlySet<string>): string[] {
  const name = entity['@id'];
  const folder = decodeURI(name);
  return [
    ...(folder.endsWith('/') && [...files.keys()].some((path) => path.startsWith(folder))
      ? []
      : [`'${name}' is no folder of the bundle`]),
    ...(parts.has(name) ? [] : [`'${name}' is no part of the root data entity`]),
    ...(entity.name && entity.description ? [] : [`'${name}' has no name or no description`]),
  ];
}

/** An action names the one tool that was run, what it made, and who ran it. */
function actionFaults(action: Entity, entities: Map<string, Entity>): string[] {
  const [tool, ...more] = targets(action.instrument).map((target) => entities.get(target));
  const software = tool !== undefined && ['SoftwareApplication', 'SoftwareSourceCode'].some((type) => isA(tool, type));
  const root = entities.get('./');
  return [
    ...(software && more.length === 0 ? [] : [`action '${action['@id']}' has no instrument that is software`]),
    ...(targets(action.result).length > 0 ? [] : [`action '${action['@id']}' has no result`]),
    ...(targets(action.agent).length > 0 ? [] : [`action '${action['@id']}' has no agent`]),
    ...(targets(root?.mentions).includes(action['@id'])
      ? []
      : [`action '${action['@id']}' is not mentioned by the root data entity`]),
  ];
}

/** Everything that the root has as a part, directly or through its parts. */
function partsOf(entities: Map<string, Entity>, root: Entity): Set<string> {
  const found = new Set<string>();
  const queue = targets(root.hasPart);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    queue.push(...targets(entities.get(name)?.hasPart));
  }
  return found;
}

function isA(entity: Entity, type: string): boolean {
  return [entity['@type']].flat().includes(type);
}

/** What a property refers to. */
function targets(value: unknown): string[] {
  return [value]
    .flat()
    .flatMap((one) => (one instanceof Object && '@id' in one ? [String((one as Reference)['@id'])] : []));
}
