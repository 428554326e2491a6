import type { z } from 'zod';
import { usage } from './error.ts';
import { leavesOf } from './leaves.ts';
import { nearest, unknownName } from './nearest.ts';
import { type Choices, isSpecification, withSpecification } from './specifications.ts';
import { isSame, setAt, showValue, valueAt } from './values.ts';

/** The column beside the readings: the protocol as it stands, at the same scale. */
export const PROTOCOL = 'protocol';

/** One named reading: one value that differs from the protocol. */
export interface Reading {
  name: string;
  /** Path in params.yaml: 'network.growth'. */
  key: string;
  value: unknown;
  /** What the protocol has there. */
  protocol: unknown;
}

type Named = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** All readings that params.yaml names, in its order. */
export function readingsOf(params: { readings: Named }): Reading[] {
  return Object.entries(params.readings).map(([name, setting]) => {
    const [[key, value]] = Object.entries(setting);
    return { name, key, value, protocol: valueAt(params, key) };
  });
}

/**
 * The parameters under a reading: one value other than in the protocol; under 'protocol' none; under the id of a specification its values.
 * @throws UserError (exit code 2) for a reading that says what the protocol says itself, and for a specification that is none.
 */
export function withReading<P extends { readings: Named; multiverse?: Choices }>(params: P, name: string): P {
  if (isSpecification(name)) return withSpecification(params, name);
  const read = structuredClone(params);
  if (name === PROTOCOL) return read;
  const [[key, value]] = Object.entries(params.readings[name]);
  if (isSame(value, valueAt(params, key)))
    throw usage(`Reading ${name} sets ${key} to ${showValue(value)}, which this protocol has itself: leave it out.`);
  setAt(read, key, value);
  return read;
}

/**
 * Checks of the readings: each sets exactly one key that the protocol has, to a value allowed there and other than the protocol's; the
 * profiles run readings that exist, none twice.
 */
export function checkReadings(
  params: { readings: Named; profiles: Readonly<Record<string, { readings: { run: readonly string[] } }>> },
  protocol: Readonly<Record<string, z.ZodType>>,
  context: z.core.$RefinementCtx,
): void {
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message, input: undefined });
  const known = leavesOf(protocol);
  for (const [name, setting] of Object.entries(params.readings)) {
    const keys = Object.keys(setting);
    if (keys.length !== 1) {
      complain(['readings', name], 'exactly one key of the protocol, such as { network.growth: copy-all }');
      continue;
    }
    const [key] = keys;
    const type = known.get(key);
    if (!type) {
      const near = nearest(key, [...known.keys()]);
      complain(['readings', name], `one key of the protocol; it has no ${key}${near ? `: did you mean ${near}?` : ''}`);
      continue;
    }
    const value = valueAt(params, key);
    const outcome = type.safeParse(setting[key]);
    if (!outcome.success) complain(['readings', name, key], outcome.error.issues[0].message);
    else if (isSame(setting[key], value))
      complain(['readings', name, key], `a value other than ${showValue(value)}, the value of the protocol`);
  }
  for (const [profile, { readings }] of Object.entries(params.profiles)) {
    readings.run.forEach((name, i) => {
      const path = ['profiles', profile, 'readings', 'run', i];
      if (!Object.hasOwn(params.readings, name))
        complain(path, unknownName('reading', name, Object.keys(params.readings)));
      else if (readings.run.indexOf(name) < i) complain(path, 'each reading once');
    });
  }
}
