import { type DvcYaml, dvcStages, itemOf, type LockEntry } from '../../src/artifact/dvc.ts';
import { isSame, valueAt } from '../../src/artifact/values.ts';
import type { Causes } from '../../src/comparison/change.ts';

/** The stages of a profile in the order of dvc.yaml. */
export type Stages = ReadonlyMap<string, { deps: string[]; params: string[]; outs: string[] }>;

/** What is known to differ between two revisions. */
export interface Between {
  stages: Stages;
  params: Causes['params'];
  files: readonly string[];
}

/** The stages of dvc.yaml with the profile and its engine in the place of DVC's variables; none where its form is another. */
export function stagesOf(file: DvcYaml | null, profile: string, engine: string): Stages {
  const stages = file ? dvcStages(file, profile, itemOf(profile, engine)) : [];
  return new Map(
    stages.map(({ name, deps, params, outs }) => [name, { deps, params, outs: outs.map(({ path }) => path) }]),
  );
}

/** The stages that make some files, and all before them that they read from, in the order of dvc.yaml. */
export function stagesBehind(stages: Stages, files: readonly string[]): string[] {
  const found = new Set<string>();
  const queue = [...files];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const [name, { outs, deps }] of stages) {
      if (found.has(name) || !outs.some((out) => within(file as string, out))) continue;
      found.add(name);
      queue.push(...deps);
    }
  }
  return [...stages.keys()].filter((name) => found.has(name));
}

/** The files changed between the revisions that some stages depend on, each with the first of them that does. */
export function filesBehind({ stages, files }: Between, names: readonly string[]): Causes['files'] {
  return files.flatMap((path) => {
    const stage = names.find((name) => stages.get(name)?.deps.some((dep) => within(path, dep)));
    return stage ? [{ path, stage }] : [];
  });
}

/** The parameters changed between the revisions among some keys. */
export function paramsBehind({ params }: Between, keys: readonly string[]): Causes['params'] {
  return params.filter(({ path }) => keys.some((key) => path === key || path.startsWith(`${key}.`)));
}

/** Values of the head's params.yaml that a stage was not run with, by its entry in dvc.lock. */
export function staleValues(lock: Record<string, LockEntry>, profile: string, params: unknown) {
  return Object.entries(lock)
    .filter(([address]) => address.endsWith(`@${profile}`))
    .flatMap(([address, entry]) =>
      Object.entries(entry.params?.['params.yaml'] ?? {})
        .map(([path, ran]) => ({ stage: address.split('@')[0], path, ran, stated: valueAt(params, path) }))
        .filter(({ ran, stated }) => !isSame(ran, stated))
        .flatMap(narrowed),
    );
}

/** Stages of a profile whose outputs are others in the two locks, or that one lock alone has. */
export function remadeStages(before: Record<string, LockEntry>, after: Record<string, LockEntry>, profile: string) {
  const outs = (entry: LockEntry | undefined) => (entry?.outs ?? []).map(({ path, md5 }) => [path, md5]);
  const addresses = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return addresses
    .filter((address) => address.endsWith(`@${profile}`) && !address.startsWith('report@'))
    .filter((address) => !isSame(outs(before[address]), outs(after[address])))
    .map((address) => address.split('@')[0]);
}

/** Whether a file, or one below it, is of an output or dependency that is a file or a folder. */
export function within(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`) || place.startsWith(`${path}/`);
}

/** A group that differs as the values in it that do. */
function narrowed<T extends { path: string; ran: unknown; stated: unknown }>(one: T): T[] {
  const { path, ran, stated } = one;
  const isGroup = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isGroup(ran) || !isGroup(stated)) return [one];
  const names = [...new Set([...Object.keys(stated as object), ...Object.keys(ran as object)])];
  return names
    .map((name) => ({
      ...one,
      path: `${path}.${name}`,
      ran: valueAt(ran, name),
      stated: valueAt(stated, name),
    }))
    .filter((inner) => !isSame(inner.ran, inner.stated))
    .flatMap(narrowed);
}
