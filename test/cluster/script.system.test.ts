import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { taskScript } from '../../pipeline/cluster/script.ts';
import { runProgram } from '../../src/system/program.ts';

const folder = mkdtempSync(join(tmpdir(), "it's 100% $HOME `id` "));
afterAll(() => rmSync(folder, { recursive: true }));

it('starts a task with the variables that it names and no others, whatever stands in paths and values', async () => {
  const node = join(folder, "node's");
  writeFileSync(node, '#!/bin/sh\nenv\nfor argument in "$@"; do echo "<$argument>"; done\n');
  chmodSync(node, 0o755);
  const value = '\'; echo $(id) "&& `id`\\';
  const plan = join(folder, 'plan.json');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's variable
  const script = taskScript({ node, plan, first: 12, environment: { SITE: value } }, '${SLURM_ARRAY_TASK_ID}');
  const env = { SLURM_ARRAY_TASK_ID: '5', SLURM_CPUS_PER_TASK: '3', HOME: '/home/a b', SECRET: 'x', LD_PRELOAD: '' };
  const { stdout } = await runProgram('/bin/sh', [], { input: script, env: { ...env, TMPDIR: undefined } });
  const lines = stdout.split('\n');
  const variables = Object.fromEntries(
    lines.filter((line) => /^\w+=/.test(line)).map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]),
  );
  // The shell of the stand-in adds its folder.
  const { PWD: _, ...named } = variables;
  expect(named).toEqual({
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    TMPDIR: '/tmp',
    HOME: '/home/a b',
    SLURM_CPUS_PER_TASK: '3',
    SITE: value,
  });
  const given = lines.filter((line) => line.startsWith('<'));
  expect(given[0]).toMatch(/task\.ts>$/);
  expect(given.slice(1)).toEqual(['<--plan>', `<${plan}>`, '<--task>', '<17>']);
});
