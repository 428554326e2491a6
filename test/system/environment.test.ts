import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { environment } from '../../src/system/environment.mjs';

const CHANGES = [
  'PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV PIP_CONSTRAINT PIP_DRY_RUN PIP_NO_DEPS',
  'PYTHONHOME PYTHONPATH PYTHONSTARTUP PYTHONUSERBASE PYTHONPLATLIBDIR VIRTUAL_ENV CONDA_PREFIX __PYVENV_LAUNCHER__',
  'npm_config_omit npm_config_prefix npm_config_production npm_config_ignore_scripts NPM_CONFIG_DRY_RUN npm_config_global',
  'NODE_ENV NODE_PATH NODE_V8_COVERAGE GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_CONFIG_COUNT GIT_CONFIG_KEY_0',
  'GIT_EXTERNAL_DIFF GIT_CONFIG_PARAMETERS GIT_OBJECT_DIRECTORY GIT_NAMESPACE GIT_EXEC_PATH',
  'DVC_ROOT DVC_STUDIO_TOKEN DVC_EXP_AUTO_PUSH LANGUAGE LC_MESSAGES BASH_ENV ENV CDPATH IFS FORCE_COLOR CLICOLOR_FORCE',
  'LD_PRELOAD CPATH LIBRARY_PATH CFLAGS MODE BASE_URL ASTRO_PATH GREP_OPTIONS',
].flatMap((line) => line.split(' '));

const REACHES = {
  PATH: '/bin',
  HOME: '/home/me',
  HTTPS_PROXY: 'http://proxy:3128',
  no_proxy: 'localhost',
  SSL_CERT_FILE: '/etc/ca.pem',
  NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
  PIP_INDEX_URL: 'https://mirror/simple',
  PIP_TRUSTED_HOST: 'mirror',
  npm_config_registry: 'https://mirror/npm',
  NPM_CONFIG_CAFILE: '/etc/ca.pem',
  'npm_config_//mirror/:_authToken': 'secret',
  AWS_SECRET_ACCESS_KEY: 'secret',
  SSH_AUTH_SOCK: '/run/agent',
};

describe('the environment of a child process', () => {
  it.each(CHANGES)('leaves out %s', (name) => {
    expect(environment({}, { [name]: 'x', PATH: '/bin' })).not.toHaveProperty(name);
  });

  it('keeps how a closed network is reached, and with which credentials', () => {
    expect(environment({}, REACHES)).toMatchObject(REACHES);
  });

  it('keeps of NODE_OPTIONS what concerns memory and certificates', () => {
    const options = '--require /gone.js --max-old-space-size=4096 --import=/gone.mjs --use-openssl-ca --inspect';
    expect(environment({}, { NODE_OPTIONS: options }).NODE_OPTIONS).toBe('--max-old-space-size=4096 --use-openssl-ca');
    expect(environment({}, { NODE_OPTIONS: '--require /gone.js' })).not.toHaveProperty('NODE_OPTIONS');
  });

  it('drops a TMPDIR that is not there', () => {
    expect(environment({}, { TMPDIR: '/no/such/folder' })).not.toHaveProperty('TMPDIR');
    expect(environment({}, { TMPDIR: '/tmp' }).TMPDIR).toBe('/tmp');
  });

  it('is in English, in a plain shell, with settings of git that are the same for everyone', () => {
    const made = environment(
      {},
      { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', SHELL: '/usr/bin/fish', GIT_PAGER: 'less' },
    );
    expect(made).toMatchObject({ LC_ALL: 'C.UTF-8', SHELL: '/bin/sh', GIT_CONFIG_NOSYSTEM: '1', GIT_PAGER: 'cat' });
    expect(existsSync(made.GIT_CONFIG_GLOBAL)).toBe(true);
    expect(readFileSync(made.GIT_CONFIG_GLOBAL, 'utf8')).toContain('excludesFile = /dev/null');
  });

  it('has what the caller adds, and not what the caller takes away', () => {
    expect(environment({ ADDED: '1', HOME: undefined }, REACHES)).toMatchObject({ ADDED: '1', PATH: '/bin' });
    expect(environment({ HOME: undefined }, REACHES)).not.toHaveProperty('HOME');
  });

  it('passes nothing on that has a name of a tool it does not list', () => {
    const families = fc.constantFrom('PIP_', 'npm_config_', 'GIT_', 'DVC_', 'PYTHON', 'NODE_', 'LC_', 'BASH_FUNC_');
    fc.assert(
      fc.property(families, fc.stringMatching(/^[A-Z]{9,12}$/), (family, name) => {
        expect(environment({}, { [family + name]: 'x' })).not.toHaveProperty(family + name);
      }),
    );
  });
});
