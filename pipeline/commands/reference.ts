import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { epsilonGrid } from '../../src/analysis/perturbation.ts';
import { UserError } from '../../src/artifact/error.ts';
import { writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import { formatRows, type Row } from '../../src/artifact/table.ts';
import { loadSimulate } from '../../src/engine/simd/simulate.ts';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import { CheckpointError, readCheckpoint } from '../../src/network/checkpoint.ts';
import { simulate } from '../../src/network/dynamics.ts';
import { profileOf } from '../../src/params/params.ts';
import { commandLine, option, runCommand } from '../driver/commandLine.ts';
import { ROOT, userPath } from '../driver/paths.ts';
import { openProgress } from '../driver/progress.ts';
import { readParams } from '../outline.ts';
import {
  ACCURACY,
  accuracyRows,
  goldenRows,
  LEAKS,
  PERTURBED,
  perturbedRows,
  timescaleRows,
} from '../reference/measure.ts';

const NETWORK = '../shared/reference/nonmodular-500-N11.safetensors';
const OUT = 'artifacts/reference';
const SEED = 0;

// The network that the paper's group trained, through this project's own analyses (artifacts/reference/README.md).
await runCommand(
  commandLine('npm run reference --', "Puts the reference network through this project's analyses.")
    .addOption(option('--from <FILE>', `the network, in the reference's form (default ${NETWORK})`, userPath))
    .addOption(option('--profile <NAME>', 'profile of params.yaml for draws, eps, steps and trials').default('paper'))
    .addOption(option('--out <FOLDER>', `where the tables go (default ${OUT})`, userPath))
    .action(main),
);

interface Given {
  from?: string;
  profile: string;
  out?: string;
}

async function main({ from, profile, out = join(ROOT, OUT) }: Given): Promise<void> {
  const file = from ?? resolve(ROOT, NETWORK);
  if (!existsSync(file)) {
    if (from !== undefined) throw new UserError(`There is no file ${from}: give the network with --from.`);
    console.log(
      `The reference network is not beside this checkout (${NETWORK}): nothing is measured, the committed tables of ${OUT} stay. Give its file with --from FILE.`,
    );
    return;
  }
  const params = readParams();
  const settings = profileOf(params, profile);
  const bytes = readFileSync(file);
  const { network } = open(file, bytes);
  const kernel = await loadSimulate();
  const { solvedAbove, warmUp, steps, p } = params.perturb;
  const perturb = { warmUp, steps, p, draws: settings.perturb.draws, seed: SEED };
  const { burnIn, maxLag, tauMax } = params.timescales;
  const { steps: length, trials } = settings.timescales;
  const timed = { steps: length, burnIn, trials, maxLag, tauMax, seed: SEED };

  const tables: Record<string, Row[]> = { accuracy: accuracyRows(network, kernel) };
  const golden = file.replace(/\.safetensors$/, '.golden.safetensors');
  if (existsSync(golden)) tables.golden = goldenRows(network, readFileSync(golden), kernel, simulate);
  const curves = LEAKS.length * PERTURBED.length;
  const progress = openProgress('reference', curves * perturb.draws + LEAKS.length);
  let done = 0;
  const epsilons = epsilonGrid(settings.perturb.epsilons);
  for (const leak of LEAKS) {
    for (const target of PERTURBED) {
      const found = perturbedRows({ ...network, leak }, target, epsilons, perturb, solvedAbove, () =>
        progress.update(++done, `${target}, leak ${leak}`),
      );
      append(tables, { ...found });
      await turn();
    }
  }
  for (const leak of LEAKS) {
    append(tables, { ...timescaleRows({ ...network, leak }, timed, kernel) });
    progress.update(++done, `timescales, leak ${leak}`);
    await turn();
  }
  progress.done();
  for (const [name, rows] of Object.entries(tables)) {
    writeAtomic(join(out, `${name}.csv`), formatRows(rows, Object.keys(rows[0])));
  }
  writeJson(join(out, 'record.json'), {
    sha256: sha256(bytes),
    neurons: network.size,
    tasks: network.heads.map(({ N }) => N),
    kernelVersion: KERNEL_VERSION,
    profile,
    accuracy: ACCURACY,
    perturb: { ...perturb, solvedAbove, epsilons: settings.perturb.epsilons },
    timescales: timed,
  });
  console.log(`reference: ${Object.keys(tables).length} tables in ${relative(ROOT, out) || out}`);
}

function open(file: string, bytes: Uint8Array) {
  try {
    const { network } = readCheckpoint(bytes);
    if (network.architecture === 'non-modular') return { network };
  } catch (error) {
    throw error instanceof CheckpointError ? new UserError(`${file}: ${error.message}`, { cause: error }) : error;
  }
  throw new UserError(`${file}: this is a modular network. Give a non-modular one, such as ${NETWORK}.`);
}

function append(tables: Record<string, Row[]>, found: Record<string, Row[]>): void {
  for (const [name, rows] of Object.entries(found)) tables[name] = [...(tables[name] ?? []), ...rows];
}
