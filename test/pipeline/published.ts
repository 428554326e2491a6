import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { scriptOf } from '../../pipeline/driver/stages.ts';
import { STAGES, type StageName } from '../../src/study/stages.ts';
import { runProgram } from '../../src/system/program.ts';
import { type Checkout, keepCompiled, makeCheckout } from './checkout.ts';

/** The smoke profile made smaller still, with two seeds where it has one: a few seconds in all. */
const SETTINGS = {
  'train.nonModularSizes': [20, 24],
  'freeze.seeds': [2, 1],
  'perturb.epsilons.count': 3,
  'timescales.steps': 1500,
};

/** A checkout in which some stages of the smoke profile ran without DVC: what a clone of published results has. */
export interface Published extends Checkout {
  /** Runs the script of a stage or of a command: `script('verify', '--profile', 'smoke')`. */
  script(name: string, ...args: string[]): ReturnType<typeof runScript>;
  /** Runs stages of the smoke profile in the order given. */
  stages(...names: StageName[]): Promise<void>;
  read(file: string): string;
  /** Changes a file's text; resolves to what puts it back. */
  edit(file: string, change: (text: string) => string): () => void;
}

function runScript(root: string, script: string, args: string[]) {
  const node = join(root, 'node_modules/.bin/node');
  return runProgram(node, [join(root, script), ...args], {
    cwd: root,
    all: true,
    reject: false,
    env: keepCompiled(root),
  });
}

const scriptNamed = (name: string) =>
  STAGES.some((stage) => stage === name) ? scriptOf(name as StageName) : `pipeline/commands/${name}.ts`;

/** Makes one and runs the stages named. */
export async function makePublished(...names: StageName[]): Promise<Published> {
  const checkout = await makeCheckout();
  const path = (file: string) => join(checkout.root, file);
  const read = (file: string) => readFileSync(path(file), 'utf8');
  const published: Published = {
    ...checkout,
    read,
    script: (name, ...args) => runScript(checkout.root, scriptNamed(name), args),
    async stages(...more) {
      for (const name of more) {
        const { exitCode, all } = await runScript(checkout.root, scriptOf(name), [
          '--profile',
          'smoke',
          '--workers',
          '2',
        ]);
        if (exitCode !== 0) throw new Error(`Stage ${name} failed:\n${all}`);
      }
    },
    edit(file, change) {
      const before = read(file);
      const after = change(before);
      if (after === before) throw new Error(`${file} is as it was`);
      writeFileSync(path(file), after);
      return () => writeFileSync(path(file), before);
    },
  };
  published.edit('params.yaml', (text) => {
    const params = parseDocument(text);
    for (const [key, value] of Object.entries(SETTINGS)) {
      params.setIn(['profiles', 'smoke', ...key.split('.')], params.createNode(value, { flow: true }));
    }
    return params.toString({ lineWidth: 0 });
  });
  await published.stages(...names);
  return published;
}
