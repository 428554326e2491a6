import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runProgram } from '../../src/system/program.ts';
import { makeCheckout } from '../pipeline/checkout.ts';
import { committedResults, differing } from '../pipeline/committed.ts';
import { type Slurm, startSlurm } from './slurm.ts';

// Kills daemons, tasks and drivers of smoke runs on a Slurm of two nodes at random moments: node test/cluster/kills.ts --kills 30 [--seed S] [--only STAGE]
// The same command is given until it comes to its end, which has to be the bytes that are in git; then it begins from nothing again.

const TARGETS = ['controller', 'node', 'task', 'cancel', 'driver'] as const;
type Target = (typeof TARGETS)[number];

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const wanted = Number(values.kills);

/** A number from 0 to 1 that the seed, the round and its use decide. */
function draw(round: number, use: string): number {
  return createHash('sha256').update(`${values.seed} ${round} ${use}`).digest().readUInt32BE() / 2 ** 32;
}
const pick = <T>(list: readonly T[], round: number, use: string): T | undefined =>
  list[Math.floor(draw(round, use) * list.length)];

const slurm = await startSlurm({ nodes: ['n1', 'n2'], cpus: 1, maxArraySize: 4 });
const checkout = await makeCheckout();
const { root } = checkout;
writeFileSync(join(root, 'cluster.yaml'), 'secondsBetweenLooks: 0.5\n');
const faults: string[] = [];
const counts = new Map<Target, number>();
let kills = 0;
let finished = 0;

function start() {
  const only = values.only ? ['--only', values.only] : [];
  const flags = ['--profile', 'smoke', '--on', 'slurm', '--task-minutes', '0', ...only];
  return runProgram(join(root, 'node_modules/.bin/node'), ['pipeline/commands/reproduce.ts', ...flags], {
    ...{ cwd: root, env: slurm.env, all: true, reject: false, stdin: 'ignore' },
  } as const);
}

/** The processes of this checkout's tasks. */
function tasks(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return line.includes('pipeline/cluster/task.ts') && line.includes(root);
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function strike(slurmd: Slurm, driver: number, round: number): Promise<Target | null> {
  const target = pick(TARGETS, round, 'target') as Target;
  if (target === 'driver') process.kill(driver, 'SIGKILL');
  if (target === 'controller' || target === 'node') {
    const daemon = target === 'node' ? (pick(['n1', 'n2'], round, 'node') as string) : target;
    slurmd.kill(daemon);
    // Long enough for the node to be given up, or to come back before.
    await sleep(10_000 * draw(round, 'pause'));
    await slurmd.start(daemon);
  }
  if (target === 'task') {
    const pid = pick(tasks(), round, 'pid');
    if (pid === undefined) return null;
    process.kill(pid, 'SIGKILL');
  }
  if (target === 'cancel') {
    const queue = await slurmd.command('squeue', '--noheader', '--array', '--format=%i').catch(() => '');
    const id = pick(queue.split('\n').filter(Boolean), round, 'id');
    if (id === undefined) return null;
    await slurmd.command('scancel', id).catch(() => '');
  }
  return target;
}

try {
  for (let round = 0; faults.length === 0; ) {
    const run = start();
    const pid = run.pid as number;
    let over = false;
    const ended = run.then((end) => {
      over = true;
      return end;
    });
    let killed = false;
    while (!over && kills < wanted) {
      await Promise.race([ended, sleep(500 + 5000 * draw(round, 'moment'))]);
      if (over) break;
      const target = await strike(slurm, pid, round++).catch(() => null);
      if (target === null) continue;
      kills++;
      counts.set(target, (counts.get(target) ?? 0) + 1);
      console.log(`${kills}: ${target}`);
      if (target === 'driver') {
        killed = true;
        break;
      }
    }
    const { exitCode, all } = await ended;
    if (exitCode !== 0) {
      // What was killed three times in a row is given up by this run; the next one takes it up.
      if (killed || /failed \d times/.test(all)) continue;
      faults.push(`A run that nobody killed ended with ${exitCode}:\n${all}`);
      break;
    }
    finished++;
    // What tasks make; figures and verdicts are drawn from it where the driver is.
    const made = (await committedResults(values.only)).filter((file) => /\/(hashes|histories|tables)\//.test(file));
    faults.push(...differing(root, made));
    if (existsSync(join(root, 'artifacts/.running/reproduce.json'))) faults.push('A mark was left.');
    if (kills >= wanted) break;
    for (const place of ['artifacts/smoke', 'artifacts/store', '.cache', '.dvc/cache', '.dvc/tmp', 'dvc.lock'])
      rmSync(join(root, place), { recursive: true, force: true });
  }
} finally {
  await slurm.stop();
  checkout.remove();
}
for (const fault of faults) console.log(fault);
const by = TARGETS.map((target) => `${counts.get(target) ?? 0} ${target}`).join(', ');
console.log(`${kills} kills (${by}), ${finished} runs to their end, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
