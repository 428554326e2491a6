import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../pipeline/cluster/settings.ts';
import { slurm } from '../../pipeline/cluster/slurm.ts';
import { UserError } from '../../src/artifact/error.ts';
import { coresHere } from '../../src/system/cores.ts';

const options = (text: string) => slurm.options(text, '--sbatch');
const folder = mkdtempSync(join(tmpdir(), 'modular-growth-cluster-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('options of sbatch', () => {
  it.each([
    ['--partition=cpu --account=x', ['--partition=cpu', '--account=x']],
    ['-p cpu -A x --time 2:00:00', ['-pcpu', '-Ax', '--time=2:00:00']],
    ['--comment="two words" --constraint=\'a|b\'', ['--comment=two words', '--constraint=a|b']],
    ['--exclusive', ['--exclusive']],
    ['--signal=B:TERM@5 --no-requeue --qos=long --mem=4G --nodelist=n1', null],
    ['  ', []],
    ['--comment=$(reboot);`reboot`', ['--comment=$(reboot);`reboot`']],
  ])('are one word each: %s', (text, expected) => {
    expect(options(text)).toEqual(expected ?? text.split(' '));
  });

  it('never leave a word that sbatch would take for a script', () => {
    for (const text of ['--exclusive script.sh', '--partition cpu', '-p cpu --mem 4G']) {
      expect(options(text).every((option) => option.startsWith('-'))).toBe(true);
    }
  });

  it.each([
    ...['script.sh', '; rm -rf /', '--partition=cpu script.sh', '-p cpu script.sh', '""', '|', '> file'],
    ...[
      '--array=0-9',
      '--arr=0-9',
      '-a 0-9',
      '-Ha0-9',
      '--wrap=ls',
      '--wrap',
      '--export=ALL',
      '--export-file=x',
      '-o x',
    ],
    ...['--output=x', '--chdir=/', '-D /', '--dependency=afterok:1', '--ntasks=4', '-n4', '-N 2', '--nodes=2', '-c 4'],
    ...[
      '--cpus-per-task=4',
      '--job-name=x',
      '-J x',
      '--parsable',
      '--test-only',
      '--wait',
      '-W',
      '--clusters=a',
      '-M a',
    ],
    ...['--help', '--', '-', '--comment="open', "--comment='open", '--comment=a\u0000b', '--comment=a\u001bb'],
  ])('that would change what a task is are refused, and so is all that is none: %s', (text) => {
    expect(() => options(text)).toThrow(UserError);
  });
});

describe('settings of a cluster', () => {
  const read = (text: string, given = {}) => {
    writeFileSync(join(folder, 'cluster.yaml'), text);
    return readSettings(slurm, given, folder);
  };

  it('come from the command line before cluster.yaml', () => {
    const text = 'sbatch: --partition=cpu\ncoresPerTask: 4\nminutesPerTask: 60\ntasksAtOnce: 7\n';
    expect(read(text)).toMatchObject({ options: ['--partition=cpu'], cores: 4, seconds: 3600, atOnce: 7 });
    const given = { sbatch: '--partition=gpu', tasksAtOnce: 3, taskMinutes: 0 };
    expect(read(text, given)).toMatchObject({
      options: ['--partition=cpu', '--partition=gpu'],
      cores: 4,
      seconds: 0,
      atOnce: 3,
    });
    expect(read('')).toMatchObject({ options: [], cores: 1, seconds: 1800, atOnce: 50 });
  });

  it.each([
    'partition: cpu',
    'coresPerTask: 0',
    'coresPerTask: two',
    'minutesPerTask: -1',
    'tasksAtOnce: 1.5',
    'sbatch: [--partition=cpu]',
    'sbatch: --array=0-9',
    'environment: { "A B": x }',
    'environment: { A: 1 }',
    '- 1',
    'sbatch: "',
  ])('that cannot be are refused: %s', (text) => {
    expect(() => read(text)).toThrow(UserError);
  });
});

describe('the cores of a process', () => {
  it('are no more than a batch system and the user allow', () => {
    expect(coresHere({ SLURM_CPUS_PER_TASK: '1' })).toBe(1);
    expect(coresHere({ OMP_NUM_THREADS: '1', SLURM_CPUS_PER_TASK: '64' })).toBe(1);
    for (const text of ['', '0', '-1', '2x', '1e9', ' 1'])
      expect(coresHere({ SLURM_CPUS_PER_TASK: text })).toBe(coresHere({}));
  });
});
