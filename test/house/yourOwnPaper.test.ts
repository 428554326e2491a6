import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { listFiles } from '../../src/artifact/file.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const STUDY = resolve(ROOT, 'test/second-study');
const page = readFileSync(resolve(ROOT, 'docs/your-own-paper.md'), 'utf8');
const quoted = [...page.matchAll(/^```\w+\n(.*?)\n```$/gms)].map(([, text]) => text);

it('quotes code of the second study, which is run, as it stands there', () => {
  const files = listFiles(STUDY).map((file) => readFileSync(resolve(STUDY, file), 'utf8'));
  expect(quoted.length).toBeGreaterThan(5);
  expect(quoted.filter((text) => !files.some((file) => file.includes(`${text}\n`)))).toEqual([]);
});
