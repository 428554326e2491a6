import { dvcLockSchema, type LockEntry } from '../../src/artifact/dvc.ts';
import { isSame } from '../../src/artifact/values.ts';
import { parseYaml } from '../../src/artifact/yaml.ts';

/** What a merge made, and what it left to settle, by name. */
export interface Merged {
  text: string;
  conflicts: string[];
}

/** A dvc.lock as DVC writes it: the line of its schema, and the lines of each stage. */
interface Lock {
  schema: string;
  blocks: Map<string, string>;
  entries: Record<string, LockEntry>;
}

/**
 * Three texts of dvc.lock, merged stage by stage: what one side alone changed is taken. Of a stage that both ran otherwise neither record holds
 * for what is merged, so that its command alone is left, with a remark that names what settles it: DVC reads the file, runs the stage again, and
 * takes the remark away as it records the run.
 * @throws Error where a text is no dvc.lock as DVC writes it.
 */
export function mergeLocks(base: string, ours: string, theirs: string, settle: (stage: string) => string): Merged {
  const [was, mine, other] = [base, ours, theirs].map(readLock);
  if (mine.schema !== other.schema && mine.schema !== '' && other.schema !== '')
    throw new Error('the two files are of different schemas');
  const conflicts: string[] = [];
  const names = [...new Set([...mine.blocks.keys(), ...other.blocks.keys()])];
  const blocks = names.flatMap((name) => {
    const [before, ourEntry, theirEntry] = [was, mine, other].map(({ entries }) => entries[name]);
    const [block, block2] = [mine, other].map(({ blocks }) => blocks.get(name));
    if (isSame(ourEntry, theirEntry) || isSame(before, theirEntry)) return block ?? [];
    if (isSame(before, ourEntry)) return block2 ?? [];
    conflicts.push(name);
    const [start] = /^ {2}.*:\n {4}cmd:.*\n( {4}[- ].*\n)*/.exec((block ?? block2) as string) ?? [];
    if (start === undefined) throw new Error(`stage ${name} does not begin with its command`);
    // Below the command: DVC keeps a remark above it when it records the stage anew.
    return `${start}    # Conflict: both branches ran this stage. Settle it: ${settle(name)}\n`;
  });
  const schema = mine.schema || other.schema;
  return { text: `${schema}${blocks.length > 0 ? `stages:\n${blocks.join('')}` : 'stages: {}\n'}`, conflicts };
}

function readLock(text: string): Lock {
  if (text.trim() === '') return { schema: '', blocks: new Map(), entries: {} };
  const entries = parseYaml(dvcLockSchema, text, 'dvc.lock').stages ?? {};
  const [head, ...blocks] = text.replace(/\n*$/, '\n').split(/^(?= {2}\S)/m);
  const byName = new Map(blocks.map((block) => [nameOf(block), block]));
  const isWhole = blocks.every((block) => /^ {2}\S.*:\n( {4}.*\n)*$/.test(block));
  const opening = /^(schema: .*\n)?stages:( \{\})?\n$/.exec(head);
  if (!opening || !isWhole || byName.size !== Object.keys(entries).length)
    throw new Error('it is not laid out as DVC lays it out');
  for (const name of byName.keys()) if (!Object.hasOwn(entries, name)) throw new Error(`it has no stage ${name}`);
  return { schema: opening[1] ?? '', blocks: byName, entries };
}

/** The name of a stage in the first line of its lines; DVC quotes what YAML would read otherwise. */
function nameOf(block: string): string {
  const [, name] = /^ {2}(.*):\n/.exec(block) ?? [];
  return name?.replace(/^(['"])(.*)\1$/, '$2') ?? '';
}
