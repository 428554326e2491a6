import type { z } from 'zod';
import { usage } from './error.ts';
import { leavesOf } from './leaves.ts';
import { nearest } from './nearest.ts';
import { isSame, setAt, showValue, valueAt } from './values.ts';

/** By key of params.yaml, the values that a multiverse crosses. */
export type Choices = Readonly<Record<string, readonly unknown[]>>;

/** One key of params.yaml with the values that it may take in a multiverse. */
export interface Choice {
  /** Path in params.yaml: 'network.growth'. */
  key: string;
  values: readonly unknown[];
  /** The place among them of the value that the protocol has. */
  protocol: number;
}

/** One combination of values: a level of every choice. */
export interface Specification {
  /** The levels one after the other, a digit each: '2101000'. */
  id: string;
  levels: readonly number[];
}

interface WithMultiverse {
  multiverse?: Choices;
}

/** Every choice of params.yaml, in its order. */
export function choicesOf(params: WithMultiverse): Choice[] {
  return Object.entries(params.multiverse ?? {}).map(([key, values]) => {
    const protocol = valueAt(params, key);
    return { key, values, protocol: values.findIndex((value) => isSame(value, protocol)) };
  });
}

/**
 * All combinations of the choices that a profile crosses, in the order of their ids; a choice that it does not cross stays with the
 * protocol. None where it crosses nothing.
 */
export function specificationsOf(params: WithMultiverse, cross: readonly string[]): Specification[] {
  if (cross.length === 0) return [];
  const levels = choicesOf(params).map(({ key, values, protocol }) =>
    cross.includes(key) ? [...values.keys()] : [protocol],
  );
  const combined = levels.reduce<number[][]>(
    (all, some) => all.flatMap((one) => some.map((level) => [...one, level])),
    [[]],
  );
  return combined.map((one) => ({ id: one.join(''), levels: one }));
}

/** Whether a name is that of a specification, as far as its form tells: names of readings begin with a letter. */
export function isSpecification(name: string): boolean {
  return /^\d+$/.test(name);
}

/**
 * The specification of an id.
 * @throws UserError (exit code 2) for an id that the choices do not have, naming the digit.
 */
export function specificationOf(params: WithMultiverse, id: string): Specification {
  const choices = choicesOf(params);
  const levels = [...id].map(Number);
  const form = `A specification is a digit for each of ${choices.length} choices of params.yaml: ${choices.map(({ key, values }) => `${key} 0 to ${values.length - 1}`).join(', ')}.`;
  if (!isSpecification(id) || levels.length !== choices.length) throw usage(`'${id}' is no specification. ${form}`);
  choices.forEach(({ key, values }, i) => {
    if (levels[i] >= values.length)
      throw usage(`'${id}' is no specification: ${key} has no value ${levels[i]}. ${form}`);
  });
  return { id, levels };
}

/**
 * The parameters under a specification.
 * @throws UserError as `specificationOf` does.
 */
export function withSpecification<P extends WithMultiverse>(params: P, id: string): P {
  const { levels } = specificationOf(params, id);
  const read = structuredClone(params);
  choicesOf(params).forEach(({ key, values }, i) => void setAt(read, key, values[levels[i]]));
  return read;
}

/** What levels of choices set, as params.yaml would say it: ['network.growth: copy-all', ...], other than the protocol. */
export function departures(choices: readonly Choice[], levels: readonly number[]): string[] {
  return choices.flatMap(({ key, values, protocol }, i) =>
    levels[i] === protocol ? [] : [`${key}: ${showValue(values[levels[i]])}`],
  );
}

/**
 * Checks of the multiverse: each choice is a key of the protocol with two to ten values allowed there, none twice, the protocol's among
 * them where a profile crosses anything; profiles cross choices that exist, none twice.
 */
export function checkMultiverse(
  params: WithMultiverse & { profiles: Readonly<Record<string, { multiverse: { cross: readonly string[] } }>> },
  protocol: Readonly<Record<string, z.ZodType>>,
  context: z.core.$RefinementCtx,
): void {
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message, input: undefined });
  const known = leavesOf(protocol);
  // A protocol under which no profile crosses anything may have another value there.
  const crossing = Object.values(params.profiles).some(({ multiverse: { cross } }) => cross.length > 0);
  for (const { key, values, protocol: level } of choicesOf(params)) {
    const type = known.get(key);
    if (!type) {
      const near = nearest(key, [...known.keys()]);
      complain(['multiverse', key], `a key that the protocol has${near ? `: did you mean ${near}?` : ''}`);
      continue;
    }
    const faults = values.flatMap((value, i) => {
      const outcome = type.safeParse(value);
      const twice = values.slice(0, i).some((other) => isSame(other, value));
      return [...(outcome.success ? [] : [outcome.error.issues[0].message]), ...(twice ? ['each value once'] : [])];
    });
    if (faults.length > 0) complain(['multiverse', key], faults[0]);
    else if (level < 0 && crossing)
      complain(
        ['multiverse', key],
        `a list that has the value of the protocol too, ${showValue(valueAt(params, key))}`,
      );
  }
  const choices = Object.keys(params.multiverse ?? {});
  for (const [profile, { multiverse }] of Object.entries(params.profiles))
    multiverse.cross.forEach((key, i) => {
      const path = ['profiles', profile, 'multiverse', 'cross', i];
      if (!choices.includes(key)) complain(path, `keys of multiverse: ${choices.join(', ')}`);
      else if (multiverse.cross.indexOf(key) < i) complain(path, 'each key once');
    });
}
