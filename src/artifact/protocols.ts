import type { z } from 'zod';
import { leavesOf } from './leaves.ts';
import { nearest, unknownName } from './nearest.ts';
import { ParamsError, profileOf } from './profile.ts';
import { partsOfRun, runId } from './run.ts';
import { isSame, setAt, showValue, valueAt } from './values.ts';

type Values = Readonly<Record<string, unknown>>;

/** What params.yaml says of protocols; a study without any has one, without a name. */
export interface WithProtocols {
  /** By name, the values that differ from the sections of the file; the first sets none. */
  protocols?: Readonly<Record<string, Values>>;
  profiles: Readonly<Record<string, object & { protocols?: Readonly<Record<string, Values>> }>>;
}

/** A profile under a protocol: what has artifacts and stages of its own. */
export interface Run {
  /** The profile's name alone under the default protocol, else '<profile>_<protocol>'; names have no underscore. */
  id: string;
  profile: string;
  /** Null where the study has no protocols. */
  protocol: string | null;
}

/** The protocol that is meant where none is named: the first. */
export function defaultProtocol({ protocols = {} }: WithProtocols): string | null {
  return Object.keys(protocols)[0] ?? null;
}

/** The protocols that a profile runs under, the default first. */
function protocolsOf(params: WithProtocols, profile: string): string[] {
  return Object.keys(profileOf(params, profile).protocols ?? {});
}

/**
 * The run of a profile under a protocol.
 * @throws ParamsError for a profile or protocol that params.yaml does not have, naming the nearest.
 */
export function runOf(params: WithProtocols, profile: string, protocol?: string): Run {
  const settings = profileOf(params, profile);
  const first = defaultProtocol(params);
  if (protocol === undefined || protocol === first) return { id: profile, profile, protocol: first };
  const known = Object.keys(params.protocols ?? {});
  if (!known.includes(protocol)) throw new ParamsError(unknownName('protocol', protocol, known));
  if (!Object.hasOwn(settings.protocols ?? {}, protocol))
    throw new ParamsError(
      `Profile ${profile} does not run under protocol ${protocol}. Add '${protocol}: {}' to profiles.${profile}.protocols in params.yaml, or choose one of: ${protocolsOf(params, profile).join(', ')}.`,
    );
  return { id: runId(profile, protocol), profile, protocol };
}

/**
 * The run of an id: 'paper', 'paper_as-coded'.
 * @throws ParamsError as `runOf` does.
 */
export function runNamed(params: WithProtocols, id: string): Run {
  const { profile, protocol } = partsOfRun(id);
  return runOf(params, profile, protocol ?? undefined);
}

/** Every run that params.yaml allows, by profile. */
export function allRuns(params: WithProtocols): Run[] {
  return Object.keys(params.profiles).flatMap((profile) => {
    const protocols = protocolsOf(params, profile);
    return protocols.length === 0
      ? [runOf(params, profile)]
      : protocols.map((protocol) => runOf(params, profile, protocol));
  });
}

/**
 * The parameters of a run: the protocol's values in their sections, and the profile with what it sets under that protocol, under its name and
 * under the run's.
 */
export function paramsOfRun<P extends WithProtocols>(params: P, { id, profile, protocol }: Run): P {
  const read = structuredClone(params) as P & { profiles: Record<string, object> };
  if (protocol === null) return read;
  for (const [key, value] of Object.entries(params.protocols?.[protocol] ?? {})) setAt(read, key, value);
  const settings = read.profiles[profile];
  for (const [key, value] of Object.entries(params.profiles[profile].protocols?.[protocol] ?? {}))
    setAt(settings, key, value);
  read.profiles[id] = settings;
  return read;
}

/**
 * Checks of the protocols: each sets keys that the sections have, to values allowed there and other than the sections'; the first sets none; each
 * profile names protocols that exist, the first among them, and sets under them keys that it has.
 */
export function checkProtocols(
  params: WithProtocols,
  shapes: Record<'protocol' | 'profile', Readonly<Record<string, z.ZodType>>>,
  context: z.core.$RefinementCtx,
): void {
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message, input: undefined });
  const checkEach = (path: string[], values: Values, known: ReadonlyMap<string, z.ZodType>, base?: object) => {
    for (const [key, value] of Object.entries(values)) {
      const type = known.get(key);
      if (!type) {
        const near = nearest(key, [...known.keys()]);
        complain([...path, key], `a key that the protocol has${near ? `: did you mean ${near}?` : ''}`);
        continue;
      }
      const outcome = type.safeParse(value);
      if (!outcome.success) complain([...path, key], outcome.error.issues[0].message);
      else if (base && isSame(value, valueAt(base, key)))
        complain([...path, key], `a value other than ${showValue(value)}, which it has without this line`);
    }
  };
  const names = Object.keys(params.protocols ?? {});
  const known = leavesOf(shapes.protocol);
  names.forEach((name, i) => {
    const values = params.protocols?.[name] ?? {};
    if (i === 0 && Object.keys(values).length > 0)
      complain(['protocols', name], '{}: the first protocol is what the sections above say');
    else checkEach(['protocols', name], values, known, params);
  });
  const ofProfile = leavesOf(shapes.profile);
  for (const [profile, base] of Object.entries(params.profiles)) {
    const given = base.protocols ?? {};
    if (names.length > 0 && !Object.hasOwn(given, names[0]))
      complain(['profiles', profile, 'protocols'], `the protocols it runs under, ${names[0]} first`);
    for (const [name, values] of Object.entries(given)) {
      const path = ['profiles', profile, 'protocols', name];
      if (!names.includes(name)) complain(path, unknownName('protocol', name, names));
      else if (name === names[0] && Object.keys(values).length > 0)
        complain(path, '{}: under the first protocol a profile is what it says itself');
      else checkEach(path, values, ofProfile);
    }
  }
}
