import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { beyond } from '../../src/claims/beyond.ts';
import { claims } from '../../src/claims/index.ts';
import { builtSite } from './built.ts';

let folder: string;
const page = (name: string) => readFileSync(path.join(folder, name, 'index.html'), 'utf8');

beforeAll(async () => {
  folder = await builtSite('made-up');
});

describe('what goes beyond the paper', () => {
  test('is a page with every statement and its finding', () => {
    const html = page('beyond');
    for (const { id } of beyond) expect(html).toContain(`id="claim-${id.replace('.', '-')}"`);
    expect(html).toContain('does not hold');
    expect(html).not.toContain('>not reproduced<');
    for (const id of ['redundancy-5', 'redundancy-15']) expect(html).toContain(`data-panel="${id}"`);
  });

  test('marks the panel over neurons in Fig. 2', () => {
    const [, section] = page('figures/2').split('id="panel-2b-neurons"');
    expect(section.slice(0, 400)).toContain('Beyond the paper');
    expect(section).toContain('/beyond/#claim-B-1');
    const [, parameters] = page('figures/2').split('id="panel-2b"');
    expect(parameters.slice(0, 400)).not.toContain('Beyond the paper');
  });

  test('is not counted among the claims of the paper', () => {
    expect(page('claims')).toContain(`${claims.length} claims`);
    expect(page('claims')).not.toContain('claim-B-');
  });
});
