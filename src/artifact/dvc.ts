import { z } from 'zod';
import { partsOfRun } from './run.ts';

/** A path, with options where it stands as a key. */
const pathSchema = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .transform((entry) =>
    typeof entry === 'string' ? { path: entry, git: false } : { path: Object.keys(entry)[0] ?? '', git: true },
  );
const paths = z.array(pathSchema).default([]);
const declarationSchema = z.looseObject({ deps: paths, params: paths, outs: paths, metrics: paths });

/** dvc.yaml as far as it is read: stages of one profile each, or templates over profiles under `do`. */
export const dvcYamlSchema = z.looseObject({
  stages: z.record(
    z.string(),
    z.union([z.looseObject({ do: declarationSchema }).transform((stage) => stage.do), declarationSchema]),
  ),
});

export type DvcYaml = z.infer<typeof dvcYamlSchema>;

/** What artifacts/profiles.yaml says of a run; a protocol that is not known stays DVC's variable. */
export interface DvcItem {
  engine: string;
  profile: string;
  protocol?: string;
}

/** What its id says of a run. */
export function itemOf(run: string, engine = 'simd'): DvcItem {
  const { profile, protocol } = partsOfRun(run);
  return { engine, profile, ...(protocol === null ? {} : { protocol }) };
}

/** A stage of dvc.yaml for one run. */
export interface DvcStage {
  name: string;
  deps: string[];
  params: string[];
  /** `git`: whether it is kept in git, and not in DVC's cache. */
  outs: { path: string; git: boolean }[];
  metrics: string[];
}

/** The stages of a dvc.yaml in its order, with a run and what artifacts/profiles.yaml says of it in the place of DVC's variables. */
export function dvcStages({ stages }: DvcYaml, run: string, item: DvcItem = itemOf(run)): DvcStage[] {
  const filled = (text: string) =>
    Object.entries(item).reduce(
      (so, [name, value]) => so.replaceAll(`\${item.${name}}`, value),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: DVC's own template
      text.replaceAll('${key}', run),
    );
  const names = (entries: readonly { path: string }[]) => entries.map(({ path }) => filled(path));
  return Object.entries(stages).map(([name, { deps, params, outs, metrics }]) => ({
    name,
    deps: names(deps),
    params: names(params),
    outs: outs.map(({ path, git }) => ({ path: filled(path), git })),
    metrics: names(metrics),
  }));
}

const lockedSchema = z.looseObject({ path: z.string(), md5: z.string() });
const lockEntrySchema = z.looseObject({
  cmd: z.string(),
  deps: z.array(lockedSchema).optional(),
  params: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  outs: z.array(lockedSchema).optional(),
});

/** dvc.lock as far as it is read. */
export const dvcLockSchema = z.looseObject({ stages: z.record(z.string(), lockEntrySchema).optional() });

export type DvcLock = z.infer<typeof dvcLockSchema>;

/** A stage's entry in dvc.lock. */
export type LockEntry = z.infer<typeof lockEntrySchema>;

/** The listing of a folder in DVC's cache. */
export const dirSchema = z.array(z.looseObject({ md5: z.string() }));
