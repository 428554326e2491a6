import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dvcCommand } from '../../pipeline/driver/dvc.ts';
import { registerMergeDrivers } from '../../pipeline/setup/merge.mjs';
import { git as runGit } from '../../src/system/git.ts';
import { runProgram } from '../../src/system/program.ts';
import { commit, makeRepository, ROOT } from './checkout.ts';

// A repository with stages of two profiles that copy a file each, run by the real DVC, and the project's driver in git's settings.
const DVC_YAML = `stages:
  train:
    foreach: [quick, paper]
    do:
      cmd: cp \${item}.in \${item}.out
      deps: ['\${item}.in']
      outs: [{ '\${item}.out': { cache: false, persist: true } }]
`;
const ADDED = (name: string) => `  ${name}:
    cmd: cp quick.out ${name}.out
    deps: [quick.out]
    outs: [{ ${name}.out: { cache: false, persist: true } }]
`;
const CLAIMS = 'artifacts/quick/claims.json';

let root: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const git = (...args: string[]) => runGit(root, args, { settings: ['user.name=test', 'user.email=test@example.org'] });
const dvc = async (...args: string[]) => {
  const { program, env } = dvcCommand(ROOT);
  return runProgram(program, args, { cwd: root, env, all: true, reject: false });
};
const status = async () => JSON.parse((await dvc('status', '--json')).stdout.trim().split('\n').at(-1) ?? '');
const claims = (verdicts: Record<string, string>) =>
  `${JSON.stringify({ claims: Object.entries(verdicts).map(([id, verdict]) => ({ id, verdict })) }, null, 2)}\n`;
/** Whether git merges without a conflict, and what it prints. */
const merge = async (...args: string[]) =>
  git(...(args.length > 0 ? args : ['merge', '--quiet', '--no-edit', 'theirs'])).then(
    (text) => ({ clean: true, text }),
    (error: Error) => ({ clean: false, text: error.message }),
  );

/** A branch from the first commit with what is changed there. */
async function branch(name: string, change: () => unknown): Promise<void> {
  await git('checkout', '--quiet', '-B', name, 'base');
  await change();
  await commit(root);
}
/** Stands on a branch `ours` that is where one branch is, beside `theirs` that is where the other is. */
async function between(ours: string, theirs: string): Promise<void> {
  await git('branch', '--force', 'theirs', theirs);
  await git('checkout', '--quiet', '-B', 'ours', ours);
}
const run = (profile: string, text: string) => async () => {
  write(`${profile}.in`, text);
  expect((await dvc('repro', `train@${profile}`)).exitCode).toBe(0);
};
const judge = (verdicts: Record<string, string>) => () => write(CLAIMS, claims(verdicts));

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'modular-growth-merge-'));
  for (const path of ['pipeline/merge', 'src/artifact', 'src/comparison', '.gitattributes', 'package.json'])
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  await makeRepository(root);
  writeFileSync(join(root, '.git/info/exclude'), 'node_modules\n/.dvc/tmp\n');
  await registerMergeDrivers(root);
  write('dvc.yaml', DVC_YAML);
  for (const profile of ['quick', 'paper']) write(`${profile}.in`, 'first\n');
  write(CLAIMS, claims({ '2a.1': 'reproduced', '2a.2': 'partly' }));
  expect((await dvc('init', '--quiet')).exitCode).toBe(0);
  const made = await dvc('repro');
  if (made.exitCode !== 0) throw new Error(made.all);
  await commit(root);
  await git('tag', 'base');
  await branch('quick-ours', run('quick', 'ours\n'));
  await branch('quick-theirs', run('quick', 'theirs\n'));
  await branch('paper-theirs', run('paper', 'theirs\n'));
});
beforeEach(async () => {
  await git('reset', '--quiet', '--hard');
  await git('clean', '--quiet', '--force', '-d');
});
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

describe('two branches that ran different stages', () => {
  it('merge cleanly, and DVC finds all of them up to date', async () => {
    await between('quick-ours', 'paper-theirs');
    expect(await merge()).toMatchObject({ clean: true });
    expect([read('quick.out'), read('paper.out')]).toEqual(['ours\n', 'theirs\n']);
    expect(await status()).toEqual({});
  });

  it('merge cleanly where each added a stage at the end', async () => {
    const add = (name: string) => async () => {
      write('dvc.yaml', `${DVC_YAML}${ADDED(name)}`);
      expect((await dvc('repro', name)).exitCode).toBe(0);
      // Two declarations at one place are a conflict of dvc.yaml, which is no matter here.
      write('dvc.yaml', `${DVC_YAML}${ADDED('lab')}${ADDED('deep')}`);
    };
    await branch('added-lab', add('lab'));
    await branch('added-deep', add('deep'));
    await between('added-lab', 'added-deep');
    expect(await merge()).toMatchObject({ clean: true });
    expect(await status()).toEqual({});
  });

  it('merge cleanly in a rebase', async () => {
    await between('quick-ours', 'paper-theirs');
    expect(await merge('rebase', '--quiet', 'theirs')).toMatchObject({ clean: true });
    expect(await status()).toEqual({});
  });
});

describe('two branches that ran one stage', () => {
  it('leave a conflict that names it and the command, in a dvc.lock that DVC reads; running the stage settles it', async () => {
    await between('quick-ours', 'quick-theirs');
    const { clean, text } = await merge();
    expect(clean).toBe(false);
    const settle = 'npm run reproduce -- --profile quick';
    expect(text).toContain(`Both branches ran train@quick. Settle it: ${settle}`);
    expect((await git('status', '--porcelain', 'dvc.lock')).slice(0, 2)).toBe('UU');
    expect(read('dvc.lock')).toMatch(new RegExp(`train@quick:\\n.*\\n    # Conflict: .*Settle it: ${settle}\\n`));
    // Even where what is merged is what ours ran.
    write('quick.in', 'ours\n');
    write('quick.out', 'ours\n');
    expect(Object.keys(await status())).toEqual(['train@quick']);
    expect((await dvc('repro')).exitCode).toBe(0);
    expect(read('dvc.lock')).not.toContain('Conflict');
    expect(await status()).toEqual({});
    await commit(root);
    expect(await git('status', '--porcelain')).toBe('');
  });
});

describe('two branches that judged', () => {
  it('different claims merge cleanly', async () => {
    await branch('judged-ours', judge({ '2a.1': 'not run', '2a.2': 'partly' }));
    await branch('judged-theirs', judge({ '2a.1': 'reproduced', '2a.2': 'not run' }));
    await between('judged-ours', 'judged-theirs');
    expect(await merge()).toMatchObject({ clean: true });
    expect(read(CLAIMS)).toBe(claims({ '2a.1': 'not run', '2a.2': 'not run' }));
  });

  it('one claim leave a conflict that names it and the command', async () => {
    await branch('judged-ours', judge({ '2a.1': 'not run', '2a.2': 'partly' }));
    await branch('judged-theirs', judge({ '2a.1': 'partly', '2a.2': 'partly' }));
    await between('judged-ours', 'judged-theirs');
    const { clean, text } = await merge();
    expect(clean).toBe(false);
    const settle = 'npm run reproduce -- --profile quick';
    expect(text).toContain(`Both branches judged 2a.1 (${CLAIMS}). Settle it: ${settle}`);
    expect(read(CLAIMS)).toMatch(new RegExp(`^<{7} ours\\n[\\s\\S]*^>{7} theirs: .*2a\\.1.*${settle}\\n`, 'm'));
  });
});

describe('git merges line by line', () => {
  const conflict = /^<{7} ours\n[\s\S]*^>{7} theirs\n/m;

  it('where the packages are not installed', async () => {
    await between('quick-ours', 'quick-theirs');
    rmSync(join(root, 'node_modules'));
    try {
      expect(await merge()).toMatchObject({ clean: false });
      expect(read('dvc.lock')).toMatch(conflict);
    } finally {
      symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    }
  });

  it('where a side committed a dvc.lock that is no YAML', async () => {
    await branch('damaged-ours', () => write('dvc.lock', `<<<<<<< HEAD\n${read('dvc.lock')}`));
    await branch('damaged-theirs', () => write('dvc.lock', `stages: [\n${read('dvc.lock')}`));
    await between('damaged-ours', 'damaged-theirs');
    const { clean, text } = await merge();
    expect(clean).toBe(false);
    expect(text).toContain('dvc.lock is merged line by line');
    expect(read('dvc.lock')).toMatch(conflict);
  });
});
