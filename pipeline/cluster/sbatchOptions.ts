import { usage } from '../../src/artifact/error.ts';

/** Options that say what a task is and how it is followed: they are set here. */
const OURS = [
  ...[
    'array',
    'batch',
    'chdir',
    'clusters',
    'container',
    'cpus-per-task',
    'dependency',
    'error',
    'export',
    'export-file',
  ],
  ...[
    'get-user-env',
    'gid',
    'help',
    'input',
    'job-name',
    'nodes',
    'ntasks',
    'open-mode',
    'output',
    'parsable',
    'quiet',
  ],
  ...['test-only', 'uid', 'usage', 'verbose', 'version', 'wait', 'wait-all-nodes', 'wrap'],
];
/** Short options with a value that a site may want: partition, account, QOS, time, constraint, list and exclusion of nodes, licences, begin. */
const SHORT = /^-[pAqtCwxLbG]/;
const ADVICE: Record<string, string> = {
  'cpus-per-task': 'set coresPerTask in cluster.yaml',
  array: 'use --tasks-at-once, or minutesPerTask in cluster.yaml',
  export: 'set environment in cluster.yaml',
};

/**
 * Options of sbatch in a text, each one word, so that nothing of it can be taken for a script or a command. No shell reads the text: quotes
 * hold words together, every other character is itself.
 * @param from where the text stands, for the message
 * @throws UserError (exit code 2) for what is no option, and for options that are set here
 */
export function sbatchOptions(text: string, from: string): string[] {
  const options: string[] = [];
  let takesValue = false;
  for (const word of wordsOf(text, from)) {
    if (!word.startsWith('-')) {
      if (!takesValue) throw usage(`${from}: '${word}' is no option of sbatch. Write options alone: --name=value.`);
      const option = options.pop() as string;
      options.push(option.startsWith('--') ? `${option}=${word}` : `${option}${word}`);
      takesValue = false;
      continue;
    }
    check(word, from);
    options.push(word);
    takesValue = word.startsWith('--') ? !word.includes('=') : word.length === 2;
  }
  return options;
}

function check(word: string, from: string): void {
  if (!word.startsWith('--')) {
    if (!SHORT.test(word)) throw usage(`${from}: '${word}' is not passed on. Write it in its long form: --name=value.`);
    return;
  }
  const [name] = word.slice(2).split('=');
  // sbatch takes any beginning of a name for the whole.
  const ours = OURS.find((option) => option === name || option.startsWith(name));
  if (ours === undefined) return;
  throw usage(`${from}: --${ours} is set by this command and may not be given; ${ADVICE[ours] ?? 'leave it out'}.`);
}

function wordsOf(text: string, from: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) throw usage(`${from} holds a control character: remove it.`);
  const words = [...text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word);
  if (text.replace(/"[^"]*"|'[^']*'/g, '').match(/["']/)) throw usage(`${from} has a quote without its end: ${text}`);
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single));
}
