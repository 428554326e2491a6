import type { Table } from '../artifact/columns.ts';
import {
  CONSERVE,
  DUPLICATE,
  FREEZE,
  GENERALIZE,
  HEADS,
  PERTURBATION,
  ROBUSTNESS,
  TIMESCALES,
  TRAIN,
} from './tables.ts';

/** Columns that neither a claim nor a panel reads, and that take most of the room. */
const LEFT_OUT = [
  'loss',
  'gradientNorm',
  'accuracyNewest',
  'accuracyMean',
  'tauMean',
  'tauMin',
  'tauMax',
  'accuracies',
  'deviation',
];

/** The tables that stage multiverse keeps of every specification, with the columns that claims and panels read. */
export const specificationTables: readonly Table[] = [
  TRAIN,
  FREEZE,
  DUPLICATE,
  GENERALIZE,
  ROBUSTNESS,
  HEADS,
  PERTURBATION,
  TIMESCALES,
  CONSERVE,
].map(({ path, columns }) => ({
  path,
  columns: Object.fromEntries(Object.entries(columns).filter(([name]) => !LEFT_OUT.includes(name))),
}));
