import { z } from 'zod';
import { nearest } from '../artifact/nearest.ts';
import { ParamsError } from '../artifact/profile.ts';
import { allRuns, defaultProtocol, paramsOfRun } from '../artifact/protocols.ts';
import { readingsOf } from '../artifact/readings.ts';
import { isSame } from '../artifact/values.ts';
import { type Params, schema } from './schema.ts';
import { parseYaml } from './text.ts';

export { ParamsError, profileOf } from '../artifact/profile.ts';
export type { Params, Profile } from './schema.ts';

/**
 * The protocol from the text of params.yaml, checked.
 * @throws ParamsError naming every key that is wrong, its value and what is allowed.
 */
export function loadParams(text: string): Params {
  let raw: unknown;
  try {
    raw = parseYaml(text);
  } catch (error) {
    const [fault] = (error as Error).message.trim().split(/:?\n/);
    throw new ParamsError(
      `params.yaml cannot be read: ${fault}. Correct it there, or restore it with 'git checkout params.yaml'.`,
      {
        cause: error,
      },
    );
  }
  return checkParams(raw);
}

/**
 * The protocol from what params.yaml holds, checked.
 * @throws ParamsError naming every key that is wrong, its value and what is allowed.
 */
export function checkParams(raw: unknown): Params {
  const outcome = schema.safeParse(raw);
  const complaints = outcome.success
    ? complaintsOfRuns(outcome.data)
    : outcome.error.issues.flatMap((issue) => complain(issue, raw));
  if (outcome.success && complaints.length === 0) return outcome.data;
  throw new ParamsError(
    complaints.length === 1
      ? `params.yaml: ${complaints[0]}`
      : `params.yaml:\n${complaints.map((c) => `  ${c}`).join('\n')}`,
  );
}

/** What does not go together under a protocol, though each value by itself is allowed; a reading that a run cannot have. */
function complaintsOfRuns(params: Params): string[] {
  return allRuns(params)
    .filter(({ protocol }) => protocol !== defaultProtocol(params))
    .flatMap((run) => {
      const read = paramsOfRun(params, run);
      const { readings, protocols, profiles, ...sections } = read;
      const settings = profiles[run.profile];
      const same = readingsOf(read).filter(({ value, protocol }) => isSame(value, protocol));
      const vain = settings.readings.run.filter((name) => same.some((reading) => reading.name === name));
      const place = `profiles.${run.profile}.protocols.${run.protocol}`;
      const whole = {
        ...sections,
        readings: Object.fromEntries(
          Object.entries(readings).filter(([name]) => !same.some((one) => one.name === name)),
        ),
        protocols: { [String(run.protocol)]: {} },
        profiles: { [run.profile]: { ...settings, protocols: { [String(run.protocol)]: {} } } },
      };
      const outcome = vain.length > 0 ? null : schema.safeParse(whole);
      return [
        ...vain.map(
          (name) =>
            `${place} runs reading ${name}, which is what protocol ${run.protocol} says itself; leave it out there with readings.run`,
        ),
        ...(outcome?.error?.issues ?? []).flatMap((issue) => complain(issue, whole)).map((text) => `${place}: ${text}`),
      ];
    });
}

/** The value that holds for an architecture, of one for both or one each. */
export function valueFor<Value extends string | number | readonly number[]>(
  architecture: 'modular' | 'non-modular',
  value: Value | { modular: Value; nonModular: Value },
): Value {
  if (typeof value !== 'object' || !('modular' in value)) return value;
  return architecture === 'modular' ? value.modular : value.nonModular;
}

function complain(issue: z.core.$ZodIssue, raw: unknown): string[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path);
    return issue.keys.map((key) => {
      const near = nearest(key, known);
      const hint = near ? `did you mean ${near}?` : 'remove it';
      return `${[...path, key].join('.')} is not a known key; ${hint} Allowed here: ${known.join(', ')}`;
    });
  }
  const value = issue.path.reduce<unknown>((node, key) => (node as Record<PropertyKey, unknown> | null)?.[key], raw);
  const inside = issue.code === 'invalid_union' && isGroup(value) ? (issue.errors.at(-1) ?? []) : [];
  // Of one value for both architectures or one each, a group of keys means one each: the fault is in one of them.
  if (inside.length > 0 && Object.keys(value as object).length > 0)
    return inside.flatMap((one) => complain({ ...one, path: [...issue.path, ...one.path] }, raw));
  const key = path.join('.') || 'the file';
  const allowed = issue.code === 'invalid_key' ? issue.issues[0]?.message : issue.message;
  if (value === undefined) return [`${key} is missing; allowed: ${allowed}`];
  return [`${key} is ${shorten(JSON.stringify(value))}; allowed: ${allowed}`];
}

function isGroup(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function knownKeys(path: readonly string[]): string[] {
  let node: unknown = schema;
  for (const key of path) {
    if (node instanceof z.ZodObject) node = node.shape[key];
    else if (node instanceof z.ZodRecord) node = node.valueType;
    if (node instanceof z.ZodUnion) node = node.options.find((option) => option instanceof z.ZodObject);
  }
  return node instanceof z.ZodObject ? Object.keys(node.shape) : [];
}
