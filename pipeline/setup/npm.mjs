// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runOrExplain } from './command.mjs';

/**
 * What an .npmrc of the user or of the machine could change of an installation. Its registry, proxy, certificates and credentials hold; flags
 * are stronger than anything else in it.
 */
const SETTLED = [
  '--global=false',
  '--location=project',
  '--dry-run=false',
  '--include=prod',
  '--include=dev',
  '--include=optional',
  '--include=peer',
  '--bin-links=true',
  '--package-lock=true',
  '--package-lock-only=false',
  '--workspaces=false',
  '--install-strategy=hoisted',
  '--install-links=false',
  '--legacy-peer-deps=false',
  '--strict-peer-deps=false',
  '--engine-strict=false',
  '--force=false',
  '--foreground-scripts=false',
  '--script-shell=/bin/sh',
  `--os=${process.platform}`,
  `--cpu=${process.arch}`,
  '--json=false',
  '--color=false',
  '--progress=false',
  '--timing=false',
  '--audit=false',
  '--fund=false',
  '--update-notifier=false',
  '--loglevel=error',
];

/**
 * Runs npm as package-lock.json and these arguments alone have it, whatever the user has set.
 * @param {string} what what it is for, as the beginning of a sentence: 'npm ci'
 * @param {readonly string[]} args
 * @param {{ cwd?: string, scripts: boolean }} options whether scripts of packages run
 * @throws {import('./command.mjs').SetupError}
 */
export function npm(what, args, { cwd, scripts }) {
  const script = process.env.npm_execpath;
  const given = script && /npm-cli\.js$/.test(script) && existsSync(script);
  const [command, ...before] = given ? [process.execPath, script] : ['npm'];
  const settled = [...SETTLED, `--ignore-scripts=${!scripts}`];
  return runOrExplain(what, command, [...before, ...args, ...settled], { cwd, env: namedVariables(cwd) });
}

/** The variables that an .npmrc names as ${NAME}: credentials, as a rule. @param {string | undefined} cwd */
function namedVariables(cwd) {
  const user = process.env.npm_config_userconfig ?? process.env.NPM_CONFIG_USERCONFIG ?? join(homedir(), '.npmrc');
  const files = [user, ...(cwd ? [join(cwd, '.npmrc')] : [])];
  const names = files
    .filter((file) => existsSync(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\$\{(\w+)\??\}/g)].map(([, name]) => name));
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}
