import { type Configuration, networkId } from '../../src/curriculum/configuration.ts';
import { type Params, profileOf } from '../../src/params/params.ts';
import { withReading } from '../../src/params/readings.ts';
import { TRAINING_STAGES, type TrainingStage } from '../../src/study/stages.ts';
import type { Stage } from '../driver/stage.ts';
import type { EngineName } from '../driver/stages.ts';
import type { PublishedNetwork } from '../store/published.ts';
import { keyOf } from '../store/store.ts';
import {
  deepConfigurations,
  duplicateConfigurations,
  freezeConfigurations,
  trainConfigurations,
} from '../training/configurations.ts';

const CONFIGURATIONS: Record<TrainingStage, (stage: Pick<Stage, 'params' | 'settings' | 'engine'>) => Configuration[]> =
  {
    train: trainConfigurations,
    freeze: freezeConfigurations,
    duplicate: duplicateConfigurations,
    deep: deepConfigurations,
  };

/**
 * The networks that params.yaml asks for and that the file of hashes of their stage does not list, a sentence for each file that is there.
 */
export function absentNetworks(params: Params, profile: string, networks: readonly PublishedNetwork[]): string[] {
  return listed(params, profile, networks).flatMap(({ where, published, asked }) => {
    const ids = new Set(published.map(({ id }) => id));
    const absent = asked.map(networkId).filter((id) => !ids.has(id));
    if (absent.length === 0) return [];
    const more = absent.length > 1 ? ` and ${absent.length - 1} more` : '';
    return [
      `artifacts/${profile}/${where} does not list ${absent[0]}${more}, which params.yaml asks for: it was cut, or params.yaml was changed since.`,
    ];
  });
}

/** The stages, of the profile and of its readings, whose published networks are not those that the parameters ask for. */
export function keyFaults(params: Params, profile: string, networks: readonly PublishedNetwork[]): string[] {
  return listed(params, profile, networks).flatMap(({ where, published, asked }) => {
    const keys = asked.map(keyOf);
    const wrong = published.find((network, i) => network.key !== keys[i]);
    if (!wrong && keys.length === published.length) return [];
    const what = wrong ? `the first that differs is ${wrong.id}` : `${keys.length} against ${published.length}`;
    return [`params.yaml asks for other networks than ${where} lists: ${what}`];
  });
}

/** One file of hashes, by its path under artifacts/<profile>/, with the networks that params.yaml asks for there. */
interface Listed {
  where: string;
  published: PublishedNetwork[];
  asked: Configuration[];
}

function listed(params: Params, profile: string, networks: readonly PublishedNetwork[]): Listed[] {
  const readings = [...new Set(networks.map(({ reading }) => reading))];
  return readings.flatMap((reading) => {
    const read = reading === null ? params : withReading(params, reading);
    const own = profileOf(read, profile);
    const settings = reading === null ? own : { ...own, ...own.readings };
    return TRAINING_STAGES.flatMap((stage) => {
      const published = networks.filter((network) => network.reading === reading && network.stage === stage);
      if (published.length === 0) return [];
      const engine = published[0].configuration.engine as EngineName;
      const asked = CONFIGURATIONS[stage]({ params: read, settings, engine });
      return [{ where: `${reading === null ? '' : `readings/${reading}/`}hashes/${stage}.json`, published, asked }];
    });
  });
}
