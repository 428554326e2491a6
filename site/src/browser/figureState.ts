import type { Spread } from '../../../src/figures/panel.ts';
import { SPREADS } from '../../../src/figures/spread.ts';

/** What a reader has chosen to see of a panel. */
export interface FigureState {
  spread: Spread;
  /** Name of a reading; empty for the panel as it stands. */
  reading: string;
  /** Keys of series that are left out. */
  hidden: ReadonlySet<string>;
}

/** A panel as it stands before a reader chooses. */
export const untouched: FigureState = { spread: 'paper', reading: '', hidden: new Set() };

/** What can be chosen. */
export interface Choices {
  spreads: boolean;
  readings: readonly string[];
  series: readonly string[];
}

/** The state of a panel in the query of an address; what cannot be chosen is as if it were not there. */
export function readState(query: string, panel: string, choices: Choices): FigureState {
  const given = new URLSearchParams(query);
  const spread = SPREADS.find((name) => name === given.get(`spread.${panel}`));
  const reading = choices.readings.find((name) => name === given.get(`reading.${panel}`));
  const hidden = (given.get(`hide.${panel}`) ?? '').split('.').filter((key) => choices.series.includes(key));
  return {
    spread: (choices.spreads && spread) || 'paper',
    reading: reading ?? '',
    // At least one series stays.
    hidden: new Set(new Set(hidden).size < choices.series.length ? hidden : []),
  };
}

/** The query with the state of a panel in it; what is as it was before a choice is left out, what is of others stays. */
export function writeState(query: string, panel: string, { spread, reading, hidden }: FigureState): string {
  const given = new URLSearchParams(query);
  const set = (name: string, value: string) => {
    if (value === '') given.delete(`${name}.${panel}`);
    else given.set(`${name}.${panel}`, value);
  };
  set('spread', spread === 'paper' ? '' : spread);
  set('reading', reading);
  set('hide', [...hidden].sort().join('.'));
  const text = given.toString();
  return text === '' ? '' : `?${text}`;
}

/** Whether an address asks for a panel other than as it stands. */
export function isAsked(query: string, panel: string): boolean {
  const given = new URLSearchParams(query);
  return ['spread', 'reading', 'hide'].some((name) => given.has(`${name}.${panel}`));
}
