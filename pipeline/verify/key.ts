import type { Configuration } from '../../src/curriculum/configuration.ts';
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

/** The stages, of the profile and of its readings, whose published networks are not those that the parameters ask for. */
export function keyFaults(params: Params, profile: string, networks: readonly PublishedNetwork[]): string[] {
  const readings = [...new Set(networks.map(({ reading }) => reading))];
  return readings.flatMap((reading) => {
    const read = reading === null ? params : withReading(params, reading);
    const own = profileOf(read, profile);
    const settings = reading === null ? own : { ...own, ...own.readings };
    return TRAINING_STAGES.flatMap((stage) => {
      const published = networks.filter((network) => network.reading === reading && network.stage === stage);
      if (published.length === 0) return [];
      const engine = published[0].configuration.engine as EngineName;
      const asked = CONFIGURATIONS[stage]({ params: read, settings, engine }).map(keyOf);
      const wrong = published.find((network, i) => network.key !== asked[i]);
      if (!wrong && asked.length === published.length) return [];
      const where = `${reading === null ? '' : `readings/${reading}/`}hashes/${stage}.json`;
      const what = wrong ? `the first that differs is ${wrong.id}` : `${asked.length} against ${published.length}`;
      return [`params.yaml asks for other networks than ${where} lists: ${what}`];
    });
  });
}
