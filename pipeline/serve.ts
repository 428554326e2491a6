import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { UserError } from '../src/artifact/error.ts';
import { profileOf } from '../src/params/params.ts';
import { describeFlags, type Flag, readFlags, wholeNumber } from './flags.ts';
import { pathsOf } from './paths.ts';
import { readParams, runCommand } from './stage.ts';

const FLAGS: Record<string, Flag> = {
  profile: { value: 'NAME', about: 'whose report (default quick)' },
  port: { value: 'N', about: 'port on this machine (default 4321)' },
  help: { about: 'this text' },
};

await runCommand(async () => {
  const given = readFlags(process.argv.slice(2), FLAGS);
  if (given.help) {
    console.log(`npm run site -- [flags]\nServes the built report until Ctrl-C.\n${describeFlags(FLAGS)}`);
    return;
  }
  const profile = String(given.profile ?? 'quick');
  profileOf(readParams(), profile);
  const port = wholeNumber(given, 'port', 1, 65535, 4321);
  const folder = pathsOf(profile).report;
  if (!existsSync(join(folder, 'index.html'))) {
    const command = `npm run reproduce${profile === 'quick' ? '' : ` -- --profile ${profile}`}`;
    throw new UserError(`The report of profile ${profile} is not built yet: run '${command}' first.`);
  }
  await listen(folder, port);
  console.log(`The report of profile ${profile}: http://localhost:${port}/ (Ctrl-C ends)`);
});

/** Serves a folder as it is on disk. */
function listen(folder: string, port: number): Promise<void> {
  const files = sirv(folder, { dev: true, etag: true });
  const server = createServer((request, response) =>
    files(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('There is no such page in the report.\n');
    }),
  );
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = `Port ${port} is in use by another program: choose another with 'npm run site -- --port ${port === 65535 ? 4321 : port + 1}'.`;
      reject(error.code === 'EADDRINUSE' ? new UserError(inUse, { cause: error }) : error);
    });
    server.listen(port, 'localhost', resolve);
  });
}
