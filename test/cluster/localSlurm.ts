import { parseArgs } from 'node:util';
import { runProgram } from '../../src/system/program.ts';
import { slurmFault, startSlurm } from './slurm.ts';

// Runs a command beside a Slurm that is started for it on this machine and stopped after it, and says how long the command took:
// node test/cluster/localSlurm.ts --nodes 2 -- npm run reproduce -- --profile smoke --on slurm

const { values, positionals } = parseArgs({
  options: { nodes: { type: 'string', default: '2' }, cpus: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const [program, ...args] = positionals;
const nodes = Array.from({ length: Number(values.nodes) }, (_, index) => `n${index + 1}`);
const fault =
  program === undefined || nodes.length === 0 || !(Number(values.cpus) >= 1)
    ? 'usage: node test/cluster/localSlurm.ts [--nodes 2] [--cpus 1] -- COMMAND'
    : slurmFault();

if (fault !== null || program === undefined) {
  console.error(fault);
  process.exitCode = 1;
} else {
  const slurm = await startSlurm({ nodes, cpus: Number(values.cpus), maxArraySize: 1001 });
  const start = Date.now();
  try {
    const { exitCode = 1 } = await runProgram(program, args, { env: slurm.env, stdio: 'inherit', reject: false });
    const seconds = Math.round((Date.now() - start) / 1000);
    console.log(
      `${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'} of ${values.cpus} cores: ${seconds} s, exit code ${exitCode}`,
    );
    process.exitCode = exitCode;
  } finally {
    await slurm.stop();
  }
}
