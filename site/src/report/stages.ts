import { dvcStages, dvcYamlSchema, itemOf } from '../../../src/artifact/dvc.ts';
import { parseYaml } from '../../../src/artifact/yaml.ts';
import { type StageName, stageOf } from '../../../src/study/stages.ts';
import { readCheckout } from './checkout.ts';
import { profile, run } from './profile.ts';

/** A stage of dvc.yaml at the profile of this report. */
export interface ReportedStage {
  name: string;
  /** What it does, in a sentence. */
  about: string;
  /** What it reads of what earlier stages make. */
  data: string[];
  /** What else decides its bytes: sources, the lock of packages, documents. */
  sources: string[];
  /** Its keys of params.yaml. */
  params: string[];
  outs: { path: string; git: boolean }[];
  /** The stages that make what it reads. */
  after: string[];
}

const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/** The stages of a dvc.yaml in its order. */
export function stagesOf(text: string): ReportedStage[] {
  const made: { name: string; path: string }[] = [];
  return dvcStages(parseYaml(dvcYamlSchema, text, 'dvc.yaml'), profile, {
    ...itemOf(profile, 'ENGINE'),
    protocol: run.protocol ?? '',
  }).map(({ name, deps, params, outs }) => {
    const data = deps.filter((dep) => dep.startsWith('artifacts/'));
    const makers = made.filter(({ path }) => data.some((dep) => within(path, dep) || within(dep, path)));
    made.push(...outs.map(({ path }) => ({ name, path })));
    return {
      name,
      about: stageOf(name as StageName).about,
      data,
      sources: deps.filter((dep) => !data.includes(dep)),
      params: [...new Set(params)],
      outs,
      after: [...new Set(makers.map((maker) => maker.name))],
    };
  });
}

/** Arrows from stage to stage without those that a longer way implies. */
export function arrowsOf(stages: readonly ReportedStage[]): { from: string; to: string }[] {
  const before = new Map<string, Set<string>>();
  for (const { name, after } of stages)
    before.set(name, new Set(after.flatMap((earlier) => [earlier, ...(before.get(earlier) ?? [])])));
  return stages.flatMap(({ name, after }) =>
    after.filter((from) => !after.some((other) => before.get(other)?.has(from))).map((from) => ({ from, to: name })),
  );
}

/** The stages of this report's pipeline. */
export const stages: readonly ReportedStage[] = stagesOf(readCheckout('dvc.yaml'));

/** The fragment of a stage on the page Provenance. */
export function stageAnchor(name: string): string {
  return `stage-${name}`;
}
