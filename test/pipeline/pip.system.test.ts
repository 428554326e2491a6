import { describe, expect, it } from 'vitest';
import { networkSettings } from '../../pipeline/setup/pip.mjs';

describe('what pip config list prints', () => {
  it('gives the settings of the network, the strongest of each, and nothing else', () => {
    const listed = [
      ":env:.cert='/etc/ca.pem'",
      "global.cert='/etc/other.pem'",
      "global.constraint='/etc/constraints.txt'",
      "global.extra-index-url='\\nhttps://one/simple\\nhttps://two/simple'",
      "global.user='true'",
      'install.index-url="https://it\'s/simple"',
      "global.index-url='https://weaker/simple'",
      "install.target='/opt/elsewhere'",
    ].join('\n');
    expect(networkSettings(listed)).toEqual({
      PIP_CERT: '/etc/ca.pem',
      PIP_EXTRA_INDEX_URL: 'https://one/simple https://two/simple',
      PIP_INDEX_URL: "https://it's/simple",
    });
  });
});
