import { describe, expect, it } from 'vitest';
import { type Flag, oneOf, readFlags, wholeNumber } from '../../pipeline/driver/flags.ts';
import { UserError } from '../../src/artifact/error.ts';
import { STAGES } from '../../src/study/stages.ts';

const FLAGS: Record<string, Flag> = {
  profile: { value: 'NAME', about: '' },
  workers: { value: 'N', about: '' },
  force: { about: '' },
};

describe('the flags of a command', () => {
  it('are read in either form', () => {
    expect(readFlags(['--profile', 'smoke', '--workers=2', '--force'], FLAGS)).toEqual({
      profile: 'smoke',
      workers: '2',
      force: true,
    });
  });

  it.each([
    [['--profil', 'smoke'], "unknown flag '--profil': did you mean '--profile'?"],
    [['smoke'], "'smoke' is not a flag"],
    [['--profile'], '--profile needs a value: --profile NAME.'],
    [['--profile', '--force'], '--profile needs a value: --profile NAME.'],
    [['--force=yes'], '--force takes no value.'],
  ])('%j are refused with exit code 2', (argv, message) => {
    expect(() => readFlags(argv, FLAGS)).toThrow(message);
    expect(() => readFlags(argv, FLAGS)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it('hold numbers and names to what is allowed', () => {
    expect(wholeNumber({ workers: '3' }, 'workers', 1, 8, 1)).toBe(3);
    expect(wholeNumber({}, 'workers', 1, 8, 5)).toBe(5);
    for (const workers of ['0', '9', '1.5', 'two', '']) {
      expect(() => wholeNumber({ workers }, 'workers', 1, 8, 1)).toThrow('a whole number from 1 to 8');
    }
    expect(() => oneOf({ only: 'trian' }, 'only', STAGES, 'train')).toThrow(
      "unknown stage 'trian': did you mean 'train'?",
    );
    expect(() => oneOf({ only: 'x' }, 'only', STAGES, 'train')).toThrow(UserError);
  });
});
