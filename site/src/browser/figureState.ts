import type { Spread } from '../../../src/figures/panel.ts';
import { SPREADS } from '../../../src/figures/spread.ts';

/** The choices for a panel. */
export interface FigureState {
  spread: Spread;
  /** Name of a reading; empty for the protocol. */
  reading: string;
  /** Keys of hidden series. */
  hidden: ReadonlySet<string>;
  /** Whether the colours are ours or the paper's. */
  colours: 'ours' | 'paper';
}

/** The default state. */
export const defaultState: FigureState = { spread: 'paper', reading: '', hidden: new Set(), colours: 'ours' };

/** The available choices. */
export interface FigureChoices {
  spreads: boolean;
  colours: boolean;
  readings: readonly string[];
  series: readonly string[];
}

/** The state of a panel in the query of an address; invalid choices are ignored. */
export function readState(query: string, panel: string, choices: FigureChoices): FigureState {
  const given = new URLSearchParams(query);
  const spread = SPREADS.find((name) => name === given.get(`spread.${panel}`));
  const reading = choices.readings.find((name) => name === given.get(`reading.${panel}`));
  const hidden = (given.get(`hide.${panel}`) ?? '').split('.').filter((key) => choices.series.includes(key));
  return {
    spread: (choices.spreads && spread) || 'paper',
    reading: reading ?? '',
    colours: choices.colours && given.get(`colours.${panel}`) === 'paper' ? 'paper' : 'ours',
    // At least one series stays visible.
    hidden: new Set(new Set(hidden).size < choices.series.length ? hidden : []),
  };
}

/** The query with the state of a panel. Default values are left out; other parameters are kept. */
export function writeState(query: string, panel: string, { spread, reading, hidden, colours }: FigureState): string {
  const given = new URLSearchParams(query);
  const set = (name: string, value: string) => {
    if (value === '') given.delete(`${name}.${panel}`);
    else given.set(`${name}.${panel}`, value);
  };
  set('spread', spread === 'paper' ? '' : spread);
  set('reading', reading);
  set('colours', colours === 'paper' ? 'paper' : '');
  set('hide', [...hidden].sort().join('.'));
  const text = given.toString();
  return text === '' ? '' : `?${text}`;
}
