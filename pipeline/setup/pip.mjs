// @ts-check
import { run } from './command.mjs';

/** What of pip's configuration says how an index is reached; everything else changes what pip does. */
const NETWORK = [
  'index-url',
  'extra-index-url',
  'find-links',
  'no-index',
  'trusted-host',
  'cert',
  'client-cert',
  'proxy',
  'timeout',
  'default-timeout',
  'retries',
  'cache-dir',
  'keyring-provider',
];

/** From the weakest to the strongest, as pip has it. */
const SECTIONS = ['global', 'install', 'download', ':env:'];

/**
 * The environment in which a pip reads no configuration file, whether the user's, the machine's or that of an environment: how the index is
 * reached is taken from them, and nothing else.
 * @param {readonly string[]} pip how it is started: ['python3', '-m', 'pip']
 * @returns {Promise<Record<string, string>>}
 */
export async function pipEnvironment([command, ...args]) {
  const { code, stdout } = await run(command, [...args, 'config', 'list']);
  return { ...(code === 0 ? networkSettings(stdout) : {}), PIP_CONFIG_FILE: '/dev/null' };
}

/**
 * Variables for the settings of the network in what `pip config list` prints: lines of section.key='value'.
 * @param {string} listed
 * @returns {Record<string, string>}
 */
export function networkSettings(listed) {
  const found = listed.split('\n').flatMap((line) => {
    const match = /^(:env:|\w+)\.([\w-]+)=(['"])(.*)\3$/.exec(line.trim());
    const [, section, key, , value] = match ?? [];
    return match && SECTIONS.includes(section) && NETWORK.includes(key) ? [{ section, key, value }] : [];
  });
  found.sort((a, b) => SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section));
  return Object.fromEntries(
    // A value of several lines is a list, which a variable parts by blanks.
    found.map(({ key, value }) => [
      `PIP_${key.toUpperCase().replaceAll('-', '_')}`,
      value
        .replaceAll(/\\n/g, ' ')
        .replaceAll(/\\(['"\\])/g, '$1')
        .trim(),
    ]),
  );
}
