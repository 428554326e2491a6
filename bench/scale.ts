import { join } from 'node:path';
import { neededItems } from '../pipeline/cluster/needs.ts';
import { pack, wallOf } from '../pipeline/cluster/packing.ts';
import { ROOT } from '../pipeline/driver/paths.ts';
import { paramsOf } from '../pipeline/driver/stage.ts';
import { outline } from '../pipeline/outline.ts';
import { publishedNetworks } from '../pipeline/store/published.ts';
import { study } from '../pipeline/study.ts';
import { expectedSeconds } from '../pipeline/training/duration.ts';
import { openHistories } from '../pipeline/verify/duration.ts';
import { blankNetwork } from '../src/analysis/cost.ts';
import { endToEndSchema } from '../src/artifact/bench.ts';
import type { Item } from '../src/artifact/cluster.ts';
import { readJson } from '../src/artifact/file.ts';
import { stageNames } from '../src/artifact/study.ts';
import type { Row } from '../src/artifact/table.ts';
import type { Configuration } from '../src/curriculum/configuration.ts';
import type { Architecture } from '../src/network/network.ts';
import { parameterCount } from '../src/network/tensors.ts';

// The tables of docs/scale.md: node bench/scale.ts. A cluster of one-core tasks is simulated with the seconds of each network of the paper profile: its
// published history says on which tasks it trained, artifacts/bench/end-to-end.json how long such a network takes on an idle machine.

const PROFILE = 'paper';
const CODED = 'paper_as-coded';
const CORES = [16, 100, 1000];
/** Seconds in which a task comes into the queue, starts Node and looks at the store. */
const START = 20;
/** Tasks that Slurm starts a second. */
const STARTS_A_SECOND = 50;
/** Epochs between two states that are kept where no task is solved. */
const SAVE_EVERY = 5;
const measured = readJson(join(ROOT, 'artifacts/bench/end-to-end.json'), endToEndSchema);

const params = paramsOf(outline, PROFILE);
const published = publishedNetworks<Configuration>(study, PROFILE);
const historyOf = openHistories(study, PROFILE);
const histories = new Map(published.map((network) => [network.key, historyOf(network)]));

/** Measured by expected seconds of the networks of an architecture, each trained as it was when it was measured. */
function factorOf(architecture: Architecture): number {
  const main = published.filter(({ stage, reading }) => stage === 'train' && reading === null);
  const pairs = measured.networks.flatMap(({ kernel, ...one }) => {
    const same = main.find(({ configuration: { seed, ...c } }) => {
      return one.architecture === architecture && c.architecture === architecture && c.size === one.size && seed === 0;
    });
    return same ? [{ kernel, expected: expectedSeconds(same.configuration, histories.get(same.key)) }] : [];
  });
  const sum = (key: 'kernel' | 'expected') => pairs.reduce((total, pair) => total + pair[key], 0);
  return sum('kernel') / sum('expected');
}
const factors = { modular: factorOf('modular'), 'non-modular': factorOf('non-modular') };

const configurationOf = (item: Item) => item.payload.configuration as Configuration;

/** An item with the seconds that its network took, or, where nothing is published of it, would take. */
function timed(item: Item): Item {
  if (item.needs !== undefined) return item;
  const configuration = configurationOf(item);
  const seconds = expectedSeconds(configuration, histories.get(item.key)) * factors[configuration.architecture];
  return { ...item, seconds };
}

/** Seconds until all tasks are done: in their order, each on the core that is free first. */
function makespan(tasks: readonly Item[][], cores: number): number {
  const free = new Array<number>(Math.min(cores, Math.max(1, tasks.length))).fill(0);
  tasks.forEach((task, i) => {
    const next = free.indexOf(Math.min(...free));
    free[next] = Math.max(free[next], i / STARTS_A_SECOND) + START + wallOf(task, 1);
  });
  return Math.max(...free);
}

/** Files and bytes that a network writes: a state with its record for every solved task and every few epochs, then its results. */
function writesOf(item: Item): { files: number; bytes: number } {
  if (item.needs !== undefined) return { files: 4, bytes: 20_000 };
  const { architecture, size, epochs } = configurationOf(item);
  const history: readonly Row[] = histories.get(item.key) ?? [];
  const tasks =
    history.length > 0 ? history.map(({ N }) => Number(N)) : Array.from({ length: epochs }, (_, i) => i + 2);
  const saved = tasks.filter((N, i) => i + 1 === tasks.length || tasks[i + 1] > N || (i + 1) % SAVE_EVERY === 0);
  const bytes = saved.map((N) => 4 * parameterCount(blankNetwork(architecture, size, N)));
  // Weights with their momentum, and the history so far; of a non-modular network its solved states too.
  const total =
    bytes.reduce((sum, one) => sum + one, 0) * (architecture === 'modular' ? 2 : 3) + 400 * saved.length ** 2;
  return { files: 3 * saved.length + 6, bytes: total };
}

interface Work {
  name: string;
  items: Item[];
}

const goal = { params, profile: PROFILE, engine: 'simd', stages: stageNames(study) };
const without = (...names: string[]) => ({ ...goal, stages: goal.stages.filter((stage) => !names.includes(stage)) });
const main = neededItems(study, without('readings', 'multiverse')).map(timed);
const paper = neededItems(study, without('multiverse')).map(timed);
const coded = neededItems(study, { ...goal, params: paramsOf(outline, CODED), profile: CODED }).map(timed);
const multiverse = neededItems(study, goal).map(timed);
const merged = (...works: Item[][]) => [...new Map(works.flat().map((item) => [item.key, item])).values()];
const works: Work[] = [
  { name: 'figures 2 to 6 and N = 200', items: main },
  { name: 'the same with all readings', items: paper },
  { name: 'both protocols', items: merged(paper, coded) },
  { name: 'both protocols and the multiverse', items: merged(paper, coded, multiverse) },
];

const minutes = (seconds: number) =>
  seconds < 5940 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;

function row({ name, items }: Work, least: number): string {
  const [networks, measurements] = [false, true].map((measures) =>
    pack(
      items.filter(({ needs }) => (needs !== undefined) === measures),
      { cores: 1, seconds: 60 * least },
    ),
  );
  const walls = CORES.map(
    (cores) => makespan(networks, cores) + (measurements.length > 0 ? makespan(measurements, cores) : 0),
  );
  const total = items.reduce((sum, { seconds }) => sum + seconds, 0);
  const longest = Math.max(...items.map(({ seconds }) => seconds));
  const cells = [
    name,
    `${least} min`,
    networks.length + measurements.length,
    (total / 3600).toFixed(1),
    ...walls.map(minutes),
  ];
  return `| ${[...cells, minutes(longest)].join(' | ')} |`;
}

function load({ name, items }: Work): string {
  const writes = items.map(writesOf);
  const total = items.reduce((sum, { seconds }) => sum + seconds, 0);
  const files = writes.reduce((sum, one) => sum + one.files, 0);
  const bytes = writes.reduce((sum, one) => sum + one.bytes, 0);
  const rates = CORES.map((cores) => {
    const seconds = total / cores;
    return `${(files / seconds).toFixed(1)} files, ${(bytes / seconds / 1e6).toFixed(1)} MB`;
  });
  return `| ${[name, files, `${(bytes / 1e9).toFixed(1)} GB`, ...rates].join(' | ')} |`;
}

console.log(
  `Measured by expected seconds: modular ${factors.modular.toFixed(2)}, non-modular ${factors['non-modular'].toFixed(2)}.\n`,
);
console.log(
  `| work | a task at least | tasks | core hours | ${CORES.map((cores) => `${cores} cores`).join(' | ')} | longest network |`,
);
console.log(`|---|---|---|---|${CORES.map(() => '---').join('|')}|---|`);
for (const work of works) for (const least of [30, 5, 0]) console.log(row(work, least));
console.log(`\n| work | files | written | ${CORES.map((cores) => `a second on ${cores} cores`).join(' | ')} |`);
console.log(`|---|---|---|${CORES.map(() => '---').join('|')}|`);
for (const work of works) console.log(load(work));
