import type { Outline, StudyParams } from '../src/artifact/study.ts';
import { readYaml } from '../src/artifact/yaml.ts';
import type { Configuration } from '../src/line/line.ts';
import { LINES } from '../src/line/results.ts';

export interface Params extends StudyParams {
  data: Configuration['data'];
  fit: { through: Configuration['through'] };
  profiles: Record<string, Settings & { readings: { run: string[] } & Settings }>;
}

/** What a profile sets. */
export interface Settings {
  fit: { seeds: number[]; points: number };
}

/** What of this study the driver and the store have to know. */
export const outline: Outline<Params> = {
  stages: [
    {
      name: 'fit',
      about: 'Fits a line for every seed.',
      params: ['data', 'fit'],
      settings: ['fit'],
      trains: true,
      tables: [LINES],
      underReadings: true,
    },
    {
      name: 'figures',
      about: 'Draws the panel.',
      params: ['data', 'fit', 'statistics'],
      settings: ['fit'],
      tables: [],
      files: ['figures'],
    },
    {
      name: 'claims',
      about: 'Judges the claim.',
      params: ['data', 'statistics'],
      settings: [],
      tables: [],
      files: ['claims.json'],
      underReadings: true,
    },
    {
      name: 'readings',
      about: 'Fits and judges under each reading.',
      params: ['data', 'fit', 'statistics', 'readings'],
      settings: ['readings'],
      tables: [],
      files: ['networks/readings', 'readings', 'readings.json'],
    },
  ],
  engines: ['script'],
  kernelVersion: '1',
  params: (text) => readYaml(text, 'params.yaml') as Params,
};
