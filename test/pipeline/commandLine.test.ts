import { describe, expect, it } from 'vitest';
import { commandLine, oneOf, option, parse, wholeNumber } from '../../pipeline/driver/commandLine.ts';
import { UserError } from '../../src/artifact/error.ts';
import { STAGES } from '../../src/study/stages.ts';

/** What the action of a command is given; what its help prints goes to `print`. */
async function read(argv: readonly string[], print?: (text: string) => void): Promise<object | undefined> {
  let found: object | undefined;
  const command = commandLine('npm run make --', 'Makes things.')
    .configureOutput({ writeOut: print })
    .addOption(option('--profile <NAME>', 'a profile').default('quick'))
    .addOption(option('--only <STAGE>', 'one stage', oneOf('stage', STAGES)))
    .addOption(option('--workers <N>', 'at a time', wholeNumber(1, 8)))
    .option('--force', 'everything')
    .option('--no-pull', 'nothing from elsewhere')
    .action((given) => {
      found = given;
    });
  await parse(command, argv);
  return found;
}

describe('a command line', () => {
  it('is read in either form', async () => {
    const given = { profile: 'smoke', workers: 2, force: true, pull: false };
    expect(await read(['--profile', 'smoke', '--workers=2', '--force', '--no-pull'])).toEqual(given);
    expect(await read([])).toEqual({ profile: 'quick', pull: true });
  });

  it.each([
    [['--profil', 'smoke'], "unknown option '--profil' (Did you mean --profile?)"],
    [['smoke'], 'too many arguments'],
    [['--profile'], "option '--profile <NAME>' argument missing"],
    [['--profile', '--force'], '--profile needs a value: --profile <NAME>.'],
    [['--profile='], '--profile needs a value: --profile <NAME>.'],
    [['--force=yes'], "unknown option '--force=yes'"],
    [['--only', 'trian'], "unknown stage 'trian': did you mean 'train'?"],
    ...['0', '9', '1.5', 'two'].map((workers) => [['--workers', workers], 'a whole number from 1 to 8'] as const),
  ] as const)('%j is refused with exit code 2', async (argv, message) => {
    const error = await read(argv).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
    expect(error.message).not.toContain('\n');
  });

  it('has help that lists every option, and runs nothing', async () => {
    let text = '';
    const found = await read(['--help'], (part) => {
      text += part;
    });
    expect(found).toBeUndefined();
    for (const part of ['npm run make --', 'Makes things.', '--profile <NAME>', '--only <STAGE>', '--no-pull'])
      expect(text).toContain(part);
  });
});
