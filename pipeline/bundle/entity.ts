export type EntityReference = { '@id': string };
/** An entity of the flat graph; every other key is one of its properties. */
export type Entity = { '@id': string; '@type': string | string[] } & Record<string, unknown>;

/** A reference to an entity, be it a file by its path or a name of its own. */
export function id(name: string): EntityReference {
  return { '@id': encodeURI(name) };
}
