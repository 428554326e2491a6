import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from '../../src/system/program.ts';

/** A Slurm of nodes on this machine: its controller, its nodes and its munge, with a folder and ports that nothing else uses. */
export interface Slurm {
  /** What every command of this Slurm has to have in its environment. */
  env: { SLURM_CONF: string; PATH: string };
  /** Runs a command of Slurm; resolves to what it prints. */
  command(program: string, ...args: string[]): Promise<string>;
  /** Ends a daemon at once, as where its machine goes away: 'controller' or a node. */
  kill(daemon: string): void;
  /** Lets no node start a task, as where its disk is full: Slurm keeps such tasks in its queue. The returned function ends that. */
  fillDisks(): Promise<() => void>;
  start(daemon: string): Promise<void>;
  stop(): Promise<void>;
}

export interface Shape {
  nodes: readonly string[];
  cpus: number;
  maxArraySize: number;
}

/** Where Debian puts daemons. */
const PATH = ['/usr/sbin', '/usr/local/sbin', process.env.PATH].join(':');
const PROGRAMS = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scancel', 'scontrol'];

/** Why no Slurm can run here; null where one can. */
export function slurmFault(): string | null {
  if (process.platform !== 'linux') return 'Slurm runs on Linux alone';
  if (userInfo().uid !== 0) return 'its daemons start as root alone';
  const missing = PROGRAMS.filter((name) => !PATH.split(':').some((folder) => existsSync(join(folder, name))));
  return missing.length > 0 ? `${missing.join(', ')} are not installed (apt-get install slurm-wlm munge)` : null;
}

/** Starts one, and resolves when its nodes are idle. */
export async function startSlurm(shape: Shape): Promise<Slurm> {
  // Sockets have short paths.
  const root = mkdtempSync(join(tmpdir(), 'slurm-'));
  chmodSync(root, 0o755);
  const file = (name: string) => join(root, name);
  const ports = await freePorts(1 + shape.nodes.length);
  for (const name of ['state', 'spool', 'munge']) mkdirSync(file(name), { mode: 0o755 });
  writeFileSync(file('munge/key'), Buffer.alloc(1024, 'test of a cluster '), { mode: 0o600 });
  writeFileSync(file('slurm.conf'), configuration(root, shape, ports));
  const env = { SLURM_CONF: file('slurm.conf'), PATH };
  const options = { env, all: true, stdin: 'ignore' } as const;
  const munge = ['socket', 'pid-file', 'log-file', 'seed-file'].map((name) => `--${name}=${file(`munge/${name}`)}`);
  await runProgram('munged', ['--force', `--key-file=${file('munge/key')}`, ...munge], { env, stdio: 'ignore' });
  const pidOf = (name: string) => Number(readFileSync(name, 'utf8'));
  const pidFile = (daemon: string) => file(daemon === 'controller' ? 'slurmctld.pid' : `slurmd-${daemon}.pid`);
  const command = async (program: string, ...args: string[]) => (await runProgram(program, args, options)).stdout;
  const start = async (daemon: string) => {
    const [program, args] = daemon === 'controller' ? ['slurmctld', []] : ['slurmd', ['-N', daemon]];
    await runProgram(program, args, { env, stdio: 'ignore' });
    await until(() => existsSync(pidFile(daemon)));
  };
  const end = (name: string, signal: NodeJS.Signals) => {
    try {
      process.kill(pidOf(name), signal);
    } catch {
      // It has ended, or never began.
    }
  };
  const daemons = ['controller', ...shape.nodes];
  const slurm: Slurm = {
    env,
    command,
    start,
    kill(daemon) {
      end(pidFile(daemon), 'SIGKILL');
      rmSync(pidFile(daemon), { force: true });
    },
    async fillDisks() {
      const next = Number(/^NEXT_JOB_ID\s*=\s*(\d+)/m.exec(await command('scontrol', 'show', 'config'))?.[1]);
      const folders = Array.from({ length: 100 }, (_, i) => `job${String(next + i).padStart(5, '0')}`);
      // A file stands where the files of a task belong.
      const places = shape.nodes.flatMap((node) => folders.map((folder) => file(`spool/${node}/${folder}`)));
      for (const place of places) writeFileSync(place, '');
      return () => {
        for (const place of places) rmSync(place, { force: true });
      };
    },
    async stop() {
      await runProgram('scancel', ['--me'], { ...options, reject: false, timeout: 10_000 });
      await sleep(500);
      for (const daemon of daemons.toReversed()) end(pidFile(daemon), 'SIGKILL');
      end(file('munge/pid-file'), 'SIGTERM');
      await sleep(500);
      rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
  for (const daemon of daemons) await start(daemon);
  await until(async () =>
    (await command('sinfo', '--noheader', '--Node', '--format=%t')).split('\n').every((state) => state === 'idle'),
  );
  return slurm;
}

function configuration(
  root: string,
  { nodes, cpus, maxArraySize }: Shape,
  [port, ...ports]: readonly number[],
): string {
  const host = hostname();
  return [
    'ClusterName=test',
    `SlurmctldHost=${host}(127.0.0.1)`,
    `SlurmctldPort=${port}`,
    'SlurmUser=root',
    'SlurmdUser=root',
    'AuthType=auth/munge',
    'CryptoType=crypto/munge',
    // A task of a node that went away is started again after this, not after two minutes.
    `AuthInfo=socket=${root}/munge/socket,cred_expire=5`,
    `StateSaveLocation=${root}/state`,
    `SlurmdSpoolDir=${root}/spool/%n`,
    `SlurmctldPidFile=${root}/slurmctld.pid`,
    `SlurmdPidFile=${root}/slurmd-%n.pid`,
    `SlurmctldLogFile=${root}/slurmctld.log`,
    `SlurmdLogFile=${root}/slurmd-%n.log`,
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'JobAcctGatherType=jobacct_gather/none',
    'AccountingStorageType=accounting_storage/none',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_Core',
    'SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0,sched_min_interval=0',
    'ReturnToService=2',
    'SlurmdTimeout=5',
    'SlurmctldTimeout=5',
    'InactiveLimit=0',
    'KillWait=5',
    'MessageTimeout=5',
    'MinJobAge=2',
    `MaxArraySize=${maxArraySize}`,
    'MpiDefault=none',
    ...nodes.map(
      (name, i) =>
        `NodeName=${name} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${ports[i]} CPUs=${cpus} State=UNKNOWN`,
    ),
    `PartitionName=all Nodes=${nodes.join(',')} Default=YES MaxTime=INFINITE State=UP`,
    '',
  ].join('\n');
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>, seconds = 120): Promise<void> {
  for (let waited = 0; waited < 10 * seconds; waited++) {
    if (await Promise.resolve(holds()).catch(() => false)) return;
    await sleep(100);
  }
  throw new Error(`It did not hold within ${seconds} s: ${holds}`);
}
