import { UserError } from './error.ts';
import { unknownName } from './nearest.ts';
import { isSpecification } from './specifications.ts';

/** params.yaml does not hold what it must: names the key, its value and what is allowed. */
export class ParamsError extends UserError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, { ...options, exitCode: 2 });
    this.name = 'ParamsError';
  }
}

/**
 * The numbers of one profile.
 * @throws ParamsError for a profile that params.yaml does not have, naming the nearest.
 */
export function profileOf<Profile>(params: { profiles: Readonly<Record<string, Profile>> }, name: string): Profile {
  if (!Object.hasOwn(params.profiles, name)) {
    throw new ParamsError(unknownName('profile', name, Object.keys(params.profiles)));
  }
  return params.profiles[name];
}

/** What a profile sets; under a reading or a specification with the scale at which the profile runs those. */
export function settingsAt<Settings extends { readings: object; multiverse?: object }>(
  settings: Settings,
  reading: string | null,
): Settings {
  if (reading === null) return settings;
  return { ...settings, ...(isSpecification(reading) ? settings.multiverse : settings.readings) };
}
