// @ts-check
// Plain JavaScript: the set-up imports it before anything is installed.
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The variables of the user's environment that a child process gets. It is a list of what passes, since what a tool reads grows with every
 * release of it: settings of pip, npm, Python, Node, git, DVC, a shell or a language change what these do, and none of them is listed.
 * What passes says who the user is, where a network is reached and with which credentials, and where a compiler or a browser stands.
 */
const PASSED = [
  // Who, where, on which terminal.
  /^(PATH|HOME|USER|LOGNAME|TERM|COLUMNS|LINES|TZ|CI|INIT_CWD)$/,
  /^XDG_(CONFIG_HOME|CONFIG_DIRS|CACHE_HOME|DATA_HOME|RUNTIME_DIR)$/,
  // Libraries of programs that a module system or a package manager put into a place of their own; the developer tools of macOS.
  /^(LD_LIBRARY_PATH|DYLD_(FALLBACK_)?LIBRARY_PATH|SDKROOT|DEVELOPER_DIR|NIX_LD|NIX_LD_LIBRARY_PATH|CC|CXX)$/,
  // Closed networks: proxies and certificates.
  /^(https?|all|no)_proxy$/i,
  /^(SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|AWS_CA_BUNDLE)$/,
  /^NODE_(EXTRA_CA_CERTS|USE_SYSTEM_CA|USE_ENV_PROXY|TLS_REJECT_UNAUTHORIZED)$/,
  // Where packages come from, and how they are asked for.
  /^PIP_(INDEX_URL|EXTRA_INDEX_URL|TRUSTED_HOST|CERT|CLIENT_CERT|PROXY|FIND_LINKS|CACHE_DIR|TIMEOUT|DEFAULT_TIMEOUT|RETRIES|KEYRING_PROVIDER|CONFIG_FILE)$/,
  /^npm_config_(registry|cache|proxy|https?_proxy|noproxy|no_proxy|ca|cafile|cert|key|strict_ssl|userconfig|globalconfig|fetch_.*|maxsockets|local_address|@.*|\/\/.*)$/i,
  /^(NPM_TOKEN|NODE_AUTH_TOKEN|npm_execpath|TFJS_NODE_CDN_STORAGE|TFJS_NODE_BASE_URI|CDN_STORAGE)$/,
  // Credentials of a DVC remote. The folder of the user's configuration is read for them alone, DVC itself gets another.
  /^(AWS_|AZURE_|GOOGLE_|GCLOUD_|CLOUDSDK_|OSS_|B2_|KRB5)/,
  /^(SSH_AUTH_SOCK|SSH_AGENT_PID|DVC_GLOBAL_CONFIG_DIR)$/,
  // Where a batch system is, on whose account, and the cores that it, or the user, allows.
  /^(SLURM_CONF|SLURM_CPUS_PER_TASK|SBATCH_(ACCOUNT|PARTITION|QOS|RESERVATION)|OMP_NUM_THREADS)$/,
  // The browser of the tests.
  /^(CHROME_PATH|PLAYWRIGHT_BROWSERS_PATH|DISPLAY|WAYLAND_DISPLAY)$/,
  // The project's own.
  /^(MODULAR_GROWTH_\w+|REPORT_BASE|REPORT_SITE|FC_SEED)$/,
];

/** Options of Node that concern memory and the network, and so pass. */
const NODE_OPTIONS =
  /^--(max-old-space-size|max-semi-space-size|use-(openssl|system|bundled)-ca|use-env-proxy|dns-result-order|network-family-autoselection-attempt-timeout)(=|$)/;

/** What every child is told: English without a terminal's colours, a plain shell, and git without the user's and the machine's settings. */
const SET = {
  LANG: 'C.UTF-8',
  LC_ALL: 'C.UTF-8',
  SHELL: '/bin/sh',
  NO_COLOR: '1',
  GIT_CONFIG_GLOBAL: fileURLToPath(new URL('gitconfig', import.meta.url)),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_PAGER: 'cat',
  // pip and venv otherwise take in packages of the user's own folder.
  PYTHONNOUSERSITE: '1',
};

/**
 * The environment of a child process: what passes of the user's, what every child is told, and what the caller adds.
 * @param {Record<string, string | undefined>} [added] undefined takes a variable away
 * @param {NodeJS.ProcessEnv} [outer]
 * @returns {Record<string, string>}
 */
export function environment(added = {}, outer = process.env) {
  const passed = Object.entries(outer).filter(([name]) => PASSED.some((pattern) => pattern.test(name)));
  const all = {
    ...Object.fromEntries(passed),
    TMPDIR: temporary(outer),
    NODE_OPTIONS: nodeOptions(outer),
    ...SET,
    ...added,
  };
  return /** @type {Record<string, string>} */ (
    Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
  );
}

/**
 * The environment of a command that writes to the user's own terminal: the same, with the user's choice of colours.
 * @param {Record<string, string | undefined>} [added]
 * @param {NodeJS.ProcessEnv} [outer]
 */
export function commandEnvironment(added = {}, outer = process.env) {
  const { NO_COLOR, FORCE_COLOR } = outer;
  return environment({ NO_COLOR, FORCE_COLOR, ...added }, outer);
}

/** A TMPDIR that is not there would make every program fail that writes a temporary file. @param {NodeJS.ProcessEnv} outer */
function temporary({ TMPDIR }) {
  return TMPDIR && statSync(TMPDIR, { throwIfNoEntry: false })?.isDirectory() ? TMPDIR : undefined;
}

/** @param {NodeJS.ProcessEnv} outer */
function nodeOptions({ NODE_OPTIONS: options }) {
  const kept = (options ?? '').split(/\s+/).filter((option) => NODE_OPTIONS.test(option));
  return kept.length > 0 ? kept.join(' ') : undefined;
}
