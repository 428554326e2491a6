import { profileOf, settingsAt } from '../../src/artifact/profile.ts';
import { withReading } from '../../src/artifact/readings.ts';
import { type Configured, type Study, type StudyParams, stageNames, trainingOf } from '../../src/artifact/study.ts';
import type { PublishedNetwork } from '../store/published.ts';

/**
 * The networks that params.yaml asks for and that the file of hashes of their stage does not list, a sentence for each file that is there.
 */
export function absentNetworks(
  study: Study,
  params: StudyParams,
  profile: string,
  networks: readonly PublishedNetwork[],
): string[] {
  return listed(study, params, profile, networks).flatMap(({ where, published, expected }) => {
    const ids = new Set(published.map(({ id }) => id));
    const absent = expected.map((configuration) => trainingOf(study).id(configuration)).filter((id) => !ids.has(id));
    if (absent.length === 0) return [];
    const more = absent.length > 1 ? ` and ${absent.length - 1} more` : '';
    return [
      `artifacts/${profile}/${where} does not list ${absent[0]}${more}, which params.yaml asks for: it was cut, or params.yaml was changed since.`,
    ];
  });
}

/** The stages, of the profile and of its readings, whose published networks are not those that the parameters ask for. */
export function keyFaults(
  study: Study,
  params: StudyParams,
  profile: string,
  networks: readonly PublishedNetwork[],
): string[] {
  return listed(study, params, profile, networks).flatMap(({ where, published, expected }) => {
    const keys = expected.map((configuration) => trainingOf(study).key(configuration));
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
  expected: readonly Configured[];
}

function listed(study: Study, params: StudyParams, profile: string, networks: readonly PublishedNetwork[]): Listed[] {
  const readings = [...new Set(networks.map(({ reading }) => reading))];
  return readings.flatMap((reading) => {
    const read = reading === null ? params : withReading(params, reading);
    const settings = settingsAt(profileOf(read, profile), reading);
    return stageNames(study, ({ trains }) => trains).flatMap((stage) => {
      const published = networks.filter((network) => network.reading === reading && network.stage === stage);
      if (published.length === 0) return [];
      const { engine } = published[0].configuration;
      const expected = trainingOf(study).configurations(stage, { params: read, settings, engine });
      return [{ where: `${reading === null ? '' : `readings/${reading}/`}hashes/${stage}.json`, published, expected }];
    });
  });
}
