import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openArchive } from '../../pipeline/explain/archive.ts';
import { readName } from '../../pipeline/explain/name.ts';
import type { Trail } from '../../pipeline/explain/trail.ts';
import { study } from '../../pipeline/study.ts';
import { UserError } from '../../src/artifact/error.ts';
import { type Explained, makeExplained } from './explained.ts';

let explained: Explained;
beforeAll(async () => {
  explained = await makeExplained('train', 'figures', 'claims');
});
afterAll(() => explained?.published.remove());

describe('a reading', () => {
  const READING = ['--profile', 'smoke', '--reading', 'leak-outside'];
  beforeAll(async () => {
    for (const stage of ['train', 'claims']) {
      const { exitCode, all } = await explained.published.script(stage, ...READING);
      if (exitCode !== 0) throw new Error(all);
    }
  });

  it('has claims and networks of its own, which a command trains again', async () => {
    const { stdout } = await explained.published.script('explain', '2a.1', ...READING, '--json');
    const { networks: found, about, sources } = JSON.parse(stdout) as Trail;
    expect(Object.fromEntries(about).verdict).not.toBe('not run');
    expect(sources[0].sha256).not.toBe((await explained.trail('2a.1')).sources[0].sha256);
    const { address, configuration, command, sha256 } = found.find((network) =>
      network.address.endsWith('non-modular-020-seed-0'),
    )!;
    expect(address).toBe('leak-outside/train/non-modular-020-seed-0');
    expect(configuration).toMatchObject({ leak: 'outside' });
    expect(explained.networks('train').map((network) => network.sha256)).not.toContain(sha256);
    const verified = await explained.published.script('verify', ...command.split(' ').slice(4));
    expect(verified.stdout).toContain(`agrees   ${address}: ${sha256}`);
  });

  it('has its networks among those that are drawn for verification, and explained by their name', async () => {
    const { stdout, exitCode } = await explained.explain('leak-outside/train/non-modular-020-seed-1');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Network leak-outside\/train\/non-modular-020-seed-1, profile smoke, reading leak-outside/m,
    );
    expect(stdout).toContain('leak outside');
  });
});

describe('a name that is not known, in one sentence with the nearest known', () => {
  it.each([
    ['3c', "unknown name '3c': did you mean '"],
    ['6a.33', "unknown name '6a.33': did you mean '6a.3'?"],
    ['modular-05-sed-0', "unknown name 'modular-05-sed-0': did you mean 'modular-05-seed-0'?"],
    ['2e:epoch=1', "unknown panel '2e': did you mean '2"],
    ['2a:epok=1', "unknown column of panel 2a 'epok': did you mean 'epoch'?"],
    ['2a:epoch=99', 'panel 2a has no such row with epoch = 99; nearest: 1, 2, 3, 4.'],
    ['2a:epoch=last', "'last' is not a number"],
    ['2a:architecture=modulr', "panel 2a: unknown architecture 'modulr': did you mean 'modular'?"],
    ['2a:modular-05-seed-7', "panel 2a has no network 'modular-05-seed-7': did you mean 'modular-05-seed-0'?"],
  ])('%s is refused as a usage error', (name, message) => {
    const archive = openArchive(study, 'smoke', null);
    let refusal: unknown;
    try {
      readName(archive, name);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(UserError);
    expect(refusal).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
    expect((refusal as UserError).message.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    [2, ['2a:epok=1'], "unknown column of panel 2a 'epok': did you mean 'epoch'?"],
    [2, ['2a', '--reading', 'growth-copy-al'], "unknown reading 'growth-copy-al': did you mean 'growth-copy-all'?"],
    [2, ['2a', '--reading', 'protocol'], 'Panels are drawn for the profile itself'],
    [2, [], "missing required argument 'NAME'"],
    [2, ['3a', '--jsn'], "unknown option '--jsn' (Did you mean --json?)"],
  ])('exit %s for %j', async (code, args, message) => {
    const { stderr, exitCode } = await explained.explain(...args);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(exitCode).toBe(code);
  });

  it('is another fault than a reading that nobody ran', async () => {
    const { stderr, exitCode } = await explained.explain('6a.3', '--reading', 'protocol');
    expect(stderr).toContain('Nothing is published here: artifacts/smoke/readings/protocol is missing.');
    expect(exitCode).toBe(1);
  });

  it('is another fault than a profile without artifacts', async () => {
    const { stderr, exitCode } = await explained.published.script('explain', '3a', '--profile', 'paper');
    expect(stderr).toContain('Nothing is published here: artifacts/paper is missing.');
    expect(exitCode).toBe(1);
  });
});
