import { join } from 'node:path';

/** What the script of an array says. */
export interface ScriptContent {
  /** The Node that runs the tasks. */
  node: string;
  plan: string;
  /** The number of the array's first task in the plan. */
  first: number;
  /** Variables that the tasks get beside those of every task. */
  environment: Readonly<Record<string, string>>;
}

const TASK = join(import.meta.dirname, 'task.ts');
/** What of a node's environment a task needs; the batch system sets the second. */
const KEPT = ['HOME', 'SLURM_CPUS_PER_TASK'];

/**
 * The script of an array of tasks. It starts each with the variables that stand in it and no others, whatever the batch system or the node sets.
 * @param place the task's place in its array, as the shell reads it
 */
export function taskScript({ node, plan, first, environment }: ScriptContent, place: string): string {
  const variables = [
    'PATH=/usr/local/bin:/usr/bin:/bin',
    'LANG=C.UTF-8',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's variable
    'TMPDIR="${TMPDIR:-/tmp}"',
    ...KEPT.map((name) => `${name}="$${name}"`),
    ...Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}`),
  ];
  const command = [quoted(node), quoted(TASK), '--plan', quoted(plan), '--task', `"$((${first} + ${place}))"`];
  return `#!/bin/sh\nexec /usr/bin/env -i ${variables.join(' ')} ${command.join(' ')}\n`;
}

/** One word of a shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
