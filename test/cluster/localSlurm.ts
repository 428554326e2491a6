import { constants } from 'node:os';
import { commandLine, option, runCommand, wholeNumber } from '../../pipeline/driver/commandLine.ts';
import { UserError } from '../../src/artifact/error.ts';
import { type Ending, exitCodeOf, onEnd } from '../../src/system/ending.mjs';
import { runProgram } from '../../src/system/program.ts';
import { slurmFault, startSlurm } from './slurm.ts';

// `npm run slurm`: to try a run on a cluster where there is none.
await runCommand(
  commandLine(
    'npm run slurm --',
    'Starts a Slurm on this machine, runs a command beside it, stops it and says how long the command took.',
  )
    .addOption(option('--nodes <N>', 'its nodes', wholeNumber(1, 16)).default(2))
    .addOption(option('--cpus <N>', 'the cores of each node', wholeNumber(1, 256)).default(1))
    .usage('[options] -- COMMAND')
    .argument('<command...>')
    .action(main),
);

async function main(
  [program = '', ...args]: string[],
  { nodes, cpus }: { nodes: number; cpus: number },
): Promise<void> {
  const fault = slurmFault();
  if (fault !== null) throw new UserError(`No Slurm can be started here: ${fault}.`);
  const names = Array.from({ length: nodes }, (_, index) => `n${index + 1}`);
  const started = startSlurm({ nodes: names, cpus, maxArraySize: 1001 });
  let running: ReturnType<typeof begin> | undefined;
  let ending: Ending | undefined;
  // Slurm stops after the command. A terminal sends SIGINT to the command itself.
  onEnd((signal) => {
    ending = signal;
    if (signal !== 'SIGINT') running?.kill(signal === 'SIGPIPE' ? 'SIGTERM' : signal);
  });
  const slurm = await started;
  const begin = () => runProgram(program, args, { env: slurm.env, stdio: 'inherit', reject: false });
  const start = Date.now();
  try {
    if (ending) process.exitCode = exitCodeOf(ending);
    if (ending) return;
    running = begin();
    const { exitCode, signal, shortMessage } = await running;
    if (exitCode === undefined && signal === undefined)
      throw new UserError(`${shortMessage}. Name a program that is installed.`);
    process.exitCode = exitCode ?? 128 + constants.signals[signal as NodeJS.Signals];
    const seconds = Math.round((Date.now() - start) / 1000);
    console.log(
      `${nodes} ${nodes === 1 ? 'node' : 'nodes'} of ${cpus} ${cpus === 1 ? 'core' : 'cores'}: ${seconds} s, exit code ${process.exitCode}`,
    );
  } finally {
    await slurm.stop();
  }
}
