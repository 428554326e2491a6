import { settingsAt } from '../../src/artifact/profile.ts';
import { withReading } from '../../src/artifact/readings.ts';
import { type Specification, specificationsOf } from '../../src/artifact/specifications.ts';
import type { Configuration } from '../../src/curriculum/configuration.ts';
import type { Stage } from '../outline.ts';
import { duplicateConfigurations, freezeConfigurations, trainConfigurations } from '../training/configurations.ts';
import { keyOf } from '../training/storedNetwork.ts';

/** The training stages of a specification. */
export const TRAINED = ['train', 'freeze', 'duplicate'] as const;

/** A network before it is trained, with its key in the store. */
export interface Keyed {
  key: string;
  configuration: Configuration;
}

/** A specification with what it sets, and the networks that it rests on. */
export interface Specified extends Pick<Stage, 'params' | 'settings' | 'engine'> {
  specification: Specification;
  networks: Record<(typeof TRAINED)[number], Keyed[]>;
}

/** What has to be trained and measured under a specification, at the profile's scale of the multiverse. */
export function specified(
  stage: Pick<Stage, 'params' | 'settings' | 'engine'>,
  specification: Specification,
): Specified {
  const { engine } = stage;
  const params = withReading(stage.params, specification.id);
  const settings = settingsAt(stage.settings, specification.id);
  const at = { params, settings, engine };
  const keyed = (all: readonly Configuration[]) =>
    all.map((configuration) => ({ key: keyOf(configuration), configuration }));
  const networks = {
    train: keyed(trainConfigurations(at)),
    freeze: keyed(freezeConfigurations(at)),
    duplicate: keyed(duplicateConfigurations(at)),
  };
  return { ...at, specification, networks };
}

/** Every specification that the profile crosses. */
export function specifiedBy(stage: Pick<Stage, 'params' | 'settings' | 'engine'>): Specified[] {
  return specificationsOf(stage.params, stage.settings.multiverse.cross).map((one) => specified(stage, one));
}
