import { parse } from 'yaml';
import { readCheckout } from './checkout.ts';
import { profile } from './profile.ts';

/** A stage of dvc.yaml at the profile of this report. */
export interface Stage {
  name: string;
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

interface Declared {
  do: { deps: string[]; params?: string[]; outs: (string | Record<string, unknown>)[] };
}

/** What each stage does, in a sentence. */
export const stageTexts: Readonly<Record<string, string>> = {
  train: 'Both architectures go through the curriculum: the networks of the main line, which every analysis reads.',
  generalize: 'Networks trained to one N move on to longer tasks: Fig. 2c.',
  perturb: 'Connections and time constants are perturbed: Fig. 3, 5a and 5b.',
  freeze: 'Networks whose recurrent or feedforward weights freeze once the first task is solved: Fig. 6a.',
  duplicate: 'Networks whose new modules start from copies or from random draws: Fig. 6b.',
  timescales: 'Trained time constants, and those of the activity by its autocorrelation: Fig. 4.',
  conserve: 'How much weights change from one module to the next: Fig. 5c.',
  redundancy: 'Two modules for every task, beyond the paper.',
  deep: 'One network goes on to the largest N of the profile.',
  crosscheck: 'The same first steps on TensorFlow.js. Its last digits belong to the processor.',
  lab: 'The networks that the lab opens in the browser, with what was measured on them.',
  figures: 'The data and the drawing of every panel, each with a record of what made it.',
  claims: 'Every claim is judged from the tables.',
  readings:
    'The stages once more under each reading of what the text leaves open, and the matrix of claims by readings.',
  report: 'These pages.',
};

const TEMPLATES: readonly [string, string][] = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: DVC's template syntax
  ['${key}', profile],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: DVC's template syntax
  ['${item.engine}', 'ENGINE'],
];
const fill = (text: string) => TEMPLATES.reduce((filled, [name, value]) => filled.replaceAll(name, value), text);
const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/** The stages of a dvc.yaml in its order. */
export function stagesOf(text: string): Stage[] {
  const declared = Object.entries((parse(text) as { stages: Record<string, Declared> }).stages);
  const made: { name: string; path: string }[] = [];
  return declared.map(([name, { do: stage }]) => {
    const deps = stage.deps.map(fill);
    const data = deps.filter((dep) => dep.startsWith('artifacts/'));
    const outs = stage.outs.map((out) =>
      typeof out === 'string' ? { path: fill(out), git: false } : { path: fill(Object.keys(out)[0]), git: true },
    );
    const makers = made.filter(({ path }) => data.some((dep) => within(path, dep) || within(dep, path)));
    made.push(...outs.map(({ path }) => ({ name, path })));
    return {
      name,
      data,
      sources: deps.filter((dep) => !data.includes(dep)),
      params: [...new Set((stage.params ?? []).map(fill))],
      outs,
      after: [...new Set(makers.map((maker) => maker.name))],
    };
  });
}

/** Arrows from stage to stage without those that a longer way implies. */
export function arrowsOf(stages: readonly Stage[]): { from: string; to: string }[] {
  const before = new Map<string, Set<string>>();
  for (const { name, after } of stages)
    before.set(name, new Set(after.flatMap((earlier) => [earlier, ...(before.get(earlier) ?? [])])));
  return stages.flatMap(({ name, after }) =>
    after.filter((from) => !after.some((other) => before.get(other)?.has(from))).map((from) => ({ from, to: name })),
  );
}

/** The stages of this report's pipeline. */
export const stages: readonly Stage[] = stagesOf(readCheckout('dvc.yaml'));

/** The fragment of a stage on the page Provenance. */
export function stageAnchor(name: string): string {
  return `stage-${name}`;
}
