import { describe, expect, test } from 'vitest';
import { defaultState, readState, writeState } from '../../site/src/browser/figureState.ts';

const choices = {
  spreads: true,
  colours: true,
  readings: ['protocol', 'growth-copy-all'],
  series: ['modular-5', 'modular-10'],
};

describe('the state of a panel in an address', () => {
  test('is restored beside that of other panels', () => {
    const state = {
      spread: 'interval',
      reading: 'growth-copy-all',
      hidden: new Set(['modular-10']),
      colours: 'paper',
    } as const;
    const query = writeState('?spread.2c=seeds&q=1', '2a', state);
    expect(readState(query, '2a', choices)).toEqual(state);
    expect(readState(query, '2c', choices)).toEqual({ ...defaultState, spread: 'seeds' });
    expect(new URLSearchParams(query).get('q')).toBe('1');
  });

  test('is empty by default', () => {
    expect(writeState('', '2a', defaultState)).toBe('');
    expect(writeState('?spread.2a=seeds&hide.2a=modular-5', '2a', defaultState)).toBe('');
    expect(readState('', '2a', choices)).toEqual(defaultState);
  });

  test('ignores invalid values', () => {
    expect(readState('?spread.2a=all&reading.2a=../x&hide.2a=modular-7.%3Cb%3E', '2a', choices)).toEqual(defaultState);
    expect(readState('?spread.2a=seeds', '2a', { ...choices, spreads: false }).spread).toBe('paper');
    expect(readState('?colours.2a=paper', '2a', { ...choices, colours: false }).colours).toBe('ours');
  });

  test('keeps at least one series', () => {
    expect(readState('?hide.2a=modular-5.modular-10', '2a', choices).hidden.size).toBe(0);
    expect(readState('?hide.2a=modular-5.modular-5', '2a', choices).hidden).toEqual(new Set(['modular-5']));
  });
});
