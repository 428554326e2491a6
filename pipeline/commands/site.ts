import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { serveReport } from '../../site/src/server.ts';
import { UserError, usage } from '../../src/artifact/error.ts';
import { runFlags } from '../../src/artifact/run.ts';
import { runProgram } from '../../src/system/program.ts';
import { signalText } from '../../src/system/signal.mjs';
import { commandLine, option, protocolOption, runCommand, wholeNumber } from '../driver/commandLine.ts';
import { pathsOf, ROOT } from '../driver/paths.ts';
import { runIdOf } from '../driver/stage.ts';
import { scriptOf } from '../driver/stages.ts';
import { outline, readParams } from '../outline.ts';

await runCommand(
  commandLine('npm run site --', 'Serves the built report until Ctrl-C.')
    .addOption(option('--profile <NAME>', 'whose report (default: the one built last here, else the fullest in git)'))
    .addOption(protocolOption())
    .addOption(option('--port <N>', 'port on this machine', wholeNumber(1, 65535)).default(4321))
    .addOption(option('--host <ADDRESS>', 'address to listen on (in a container 0.0.0.0)').default('localhost'))
    .action(main),
);

async function main({
  port,
  host,
  ...given
}: {
  port: number;
  host: string;
  profile?: string;
  protocol?: string;
}): Promise<void> {
  const profile = runIdOf(outline, {
    profile: given.profile ?? likeliest(Object.keys(readParams().profiles)),
    protocol: given.protocol,
  });
  const folder = pathsOf(profile).report;
  if (!existsSync(indexOf(profile))) await build(profile);
  await listen(folder, port, host);
  console.log(`The report of profile ${profile}: http://localhost:${port}/ (Ctrl-C ends)`);
}

function indexOf(profile: string): string {
  return join(pathsOf(profile).report, 'index.html');
}

/** The profile whose report was built last; where none was, the last in params.yaml that has judged claims: the fullest. */
function likeliest(profiles: readonly string[]): string {
  const builtAt = (profile: string) => statSync(indexOf(profile), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const built = profiles.filter((profile) => builtAt(profile) > 0).sort((a, b) => builtAt(b) - builtAt(a));
  const judged = profiles.filter((profile) => existsSync(pathsOf(profile).claims)).reverse();
  return built[0] ?? judged[0] ?? 'quick';
}

/** Builds a report from artifacts that are there already, as on a fresh clone. */
async function build(profile: string): Promise<void> {
  if (!existsSync(pathsOf(profile).claims)) {
    const command = `npm run reproduce${profile === 'quick' ? '' : ` -- ${runFlags(profile)}`}`;
    throw new UserError(`There is nothing to report of profile ${profile}: run '${command}' first.`);
  }
  console.log(`Building the report of profile ${profile} from artifacts/${profile}.`);
  const script = join(ROOT, scriptOf('report'));
  const ended = await runProgram(process.execPath, [script, '--profile', profile], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    reject: false,
  });
  if (!ended.failed) return;
  const why = ended.signal ? `its build ${signalText(ended.signal)}` : 'what is printed above says why.';
  throw new UserError(`The report of profile ${profile} could not be built: ${why}`, { cause: ended });
}

async function listen(folder: string, port: number, host: string): Promise<void> {
  try {
    await serveReport(folder, port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
      throw usage(`--host is '${host}', which is no address of this machine: localhost, or 0.0.0.0 for all.`, error);
    if (code !== 'EADDRINUSE') throw error;
    throw new UserError(
      `Port ${port} is in use by another program: choose another with 'npm run site -- --port ${port === 65535 ? 4321 : port + 1}'.`,
      { cause: error },
    );
  }
}
