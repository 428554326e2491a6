import type { Table } from '../artifact/columns.ts';
import * as reach from '../artifact/reach.ts';
import type { StageDeclaration } from '../artifact/study.ts';
import {
  CONSERVE,
  DEEP,
  DEEP_HEADS,
  DUPLICATE,
  FREEZE,
  GENERALIZE,
  HEADS,
  PERTURBATION,
  REDUNDANCY,
  ROBUSTNESS,
  TIMESCALES,
  TRAIN,
  TWINS,
} from './tables.ts';

/** What every training stage reads. */
const TRAINING = ['task', 'network', 'training'] as const;

/** What decides the verdicts under a reading or a specification: networks, what is measured on them, intervals. */
const JUDGED = [
  ...TRAINING,
  'generalize',
  'perturb',
  'timescales',
  'conserve',
  'freeze',
  'duplicate',
  'statistics',
] as const;

/** The stages in the order in which they run. */
export const stages = [
  {
    name: 'train',
    about: 'Both architectures go through the curriculum: the networks of the main line, which every analysis reads.',
    params: TRAINING,
    settings: ['train'],
    trains: true,
    tables: [TRAIN],
    underReadings: true,
  },
  {
    name: 'generalize',
    about: 'Networks trained to one N move on to longer tasks: Fig. 2c.',
    params: ['generalize'],
    settings: ['generalize'],
    networks: 'train',
    tables: [GENERALIZE],
    underReadings: true,
    slow: true,
  },
  {
    name: 'perturb',
    about: 'Connections and time constants are perturbed: Fig. 3, 5a and 5b.',
    params: ['perturb'],
    settings: ['perturb'],
    networks: 'train',
    tables: [ROBUSTNESS, HEADS, PERTURBATION],
    underReadings: true,
    slow: true,
  },
  {
    name: 'freeze',
    about: 'Networks whose recurrent or feedforward weights freeze once the first task is solved: Fig. 6a.',
    params: [...TRAINING, 'freeze.sizes', 'freeze.rest', 'freeze.trains'],
    settings: ['freeze'],
    trains: true,
    tables: [FREEZE],
    underReadings: true,
  },
  {
    name: 'duplicate',
    about: 'Networks whose new modules start from copies or from random draws: Fig. 6b.',
    params: [...TRAINING, 'duplicate'],
    settings: ['duplicate'],
    trains: true,
    tables: [DUPLICATE],
    underReadings: true,
  },
  {
    name: 'timescales',
    about: 'Trained time constants, and those of the activity by its autocorrelation: Fig. 4.',
    params: ['timescales'],
    settings: ['timescales'],
    networks: 'train',
    tables: [TIMESCALES],
    underReadings: true,
    slow: true,
  },
  {
    name: 'conserve',
    about: 'How much weights change from one module to the next: Fig. 5c.',
    params: ['conserve'],
    settings: [],
    networks: 'train',
    tables: [CONSERVE],
    underReadings: true,
  },
  {
    name: 'redundancy',
    about: 'Two modules for every task, beyond the paper.',
    params: ['perturb', 'redundancy'],
    settings: ['perturb', 'redundancy'],
    networks: 'train',
    tables: [REDUNDANCY, TWINS],
    slow: true,
  },
  {
    name: 'deep',
    about: 'One network goes on to the largest N of the profile.',
    params: [...TRAINING, 'deep'],
    settings: ['deep'],
    trains: true,
    tables: [DEEP, DEEP_HEADS],
  },
  {
    name: 'crosscheck',
    about: 'The same first steps on TensorFlow.js. Its last digits belong to the processor.',
    params: TRAINING,
    settings: ['crosscheck'],
    tables: [],
    files: ['tables/crosscheck.json'],
    machine: true,
  },
  {
    name: 'lab',
    about: 'The networks that the lab opens in the browser, with what was measured on them.',
    params: ['lab', 'perturb'],
    settings: ['perturb'],
    networks: 'train',
    tables: [],
    files: ['lab'],
  },
  {
    name: 'figures',
    about: 'The data and the drawing of every panel, each with a record of what made it.',
    params: [
      ...TRAINING,
      'generalize',
      'perturb',
      'timescales',
      'conserve',
      'redundancy',
      'deep',
      'freeze',
      'duplicate',
      'statistics',
    ],
    settings: ['train', 'generalize', 'perturb', 'freeze', 'duplicate', 'timescales', 'redundancy', 'deep'],
    tables: [],
    files: ['figures'],
  },
  {
    name: 'claims',
    about: 'Every claim is judged from the tables.',
    params: ['statistics'],
    settings: ['train.epochs'],
    tables: [],
    files: ['claims.json', 'metrics.json'],
    underReadings: true,
  },
  {
    name: 'readings',
    about:
      'The stages once more under each reading of what the text leaves open, and the matrix of claims by readings.',
    params: [...JUDGED, 'readings'],
    settings: ['readings'],
    tables: [],
    files: ['networks/readings', 'readings', 'readings.json'],
    again: { script: 'pipeline/readings/matrix.ts', makes: ['readings.json'] },
  },
  {
    name: 'multiverse',
    about: 'Every combination of the choices that the text leaves open, at a small scale, with every claim under each.',
    params: [...JUDGED, 'multiverse'],
    settings: ['multiverse'],
    tables: [],
    files: ['multiverse.json', 'multiverse-tables.json', 'hashes/multiverse.json'],
    again: { script: 'pipeline/multiverse/judging.ts', makes: ['multiverse.json'] },
    slow: true,
  },
  {
    name: 'report',
    about: 'These pages.',
    params: [],
    settings: [],
    tables: [],
    machine: true,
  },
] as const satisfies readonly StageDeclaration[];

type Stages = (typeof stages)[number];

export type StageName = Stages['name'];
/** A stage that trains networks. */
export type TrainingStage = Extract<Stages, { trains: true }>['name'];

/** The stages with the type that machinery works with. */
export const stageList: readonly StageDeclaration<StageName>[] = stages;

/** Every table of the study. */
export const studyTables: readonly Table[] = stageList.flatMap((stage) => stage.tables);

export const STAGES: readonly StageName[] = stageList.map(({ name }) => name);

export const TRAINING_STAGES = stageList.filter(({ trains }) => trains).map(({ name }) => name as TrainingStage);

export const READ_STAGES = stageList.filter(({ underReadings }) => underReadings).map(({ name }) => name);

/** The declaration of a stage. */
export function stageOf(name: StageName): StageDeclaration<StageName> {
  return stageList[STAGES.indexOf(name)];
}

/**
 * The stage that makes a table.
 * @throws Error for a path that no stage declares.
 */
export function makerOf(path: string): StageDeclaration<StageName> {
  return reach.makerOf(stageList, path);
}
