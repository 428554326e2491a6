import type { Architecture } from '../../../../src/network/network.ts';

/** A neuron that is silenced, or a whole module; both are counted from 0. The core of a non-modular network is its module 0. */
export interface LesionTarget {
  architecture: Architecture;
  module: number;
  /** null for the whole module. */
  neuron: number | null;
}

/** 'm7' the seventh module, 'm9.3' the third neuron of the ninth, 'c.5' the fifth neuron of the core. */
export function formatLesion({ architecture, module, neuron }: LesionTarget): string {
  const place = architecture === 'modular' ? `m${module + 1}` : 'c';
  return neuron === null ? place : `${place}.${neuron + 1}`;
}

export function parseLesion(text: string): LesionTarget | null {
  const match = /^(?:m([1-9]\d{0,2})|c)(?:\.([1-9]\d{0,2}))?$/.exec(text);
  if (!match) return null;
  const [, module, neuron] = match;
  const at = neuron === undefined ? null : Number(neuron) - 1;
  if (module === undefined) return at === null ? null : { architecture: 'non-modular', module: 0, neuron: at };
  return { architecture: 'modular', module: Number(module) - 1, neuron: at };
}

/** Adds a lesion, or removes it if it is in the list. */
export function toggled(lesions: readonly LesionTarget[], lesion: LesionTarget): LesionTarget[] {
  const name = formatLesion(lesion);
  const rest = lesions.filter((other) => formatLesion(other) !== name);
  return rest.length < lesions.length ? rest : [...lesions, lesion];
}

/** Whether a neuron is silent, by itself or with its module. */
export function isSilent(lesions: readonly LesionTarget[], { architecture, module, neuron }: LesionTarget): boolean {
  return lesions.some(
    (other) =>
      other.architecture === architecture &&
      other.module === module &&
      (other.neuron === null || other.neuron === neuron),
  );
}

/** 'module 7 (N = 8)', 'neuron 3 of module 9 (N = 10)', 'neuron 5 of the core'. */
export function nameLesion({ architecture, module, neuron }: LesionTarget): string {
  const place = architecture === 'modular' ? `module ${module + 1} (N = ${module + 2})` : 'the core';
  return neuron === null ? place : `neuron ${neuron + 1} of ${place}`;
}
