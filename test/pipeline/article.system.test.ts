import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { articleFiles } from '../../pipeline/article/article.ts';
import { writeFiles } from '../../pipeline/bundle/files.ts';
import { runProgram } from '../../src/system/program.ts';
import { ROOT } from './checkout.ts';

const latex = !(await runProgram('pdflatex', ['--version'], { reject: false })).failed;
const [REPOSITORY, DOI] = ['https://example.org/a_b/c', '10.5281/zenodo.1'];
const SWHID = `swh:1:rev:${'a'.repeat(40)}`;

// A checkout whose CITATION.cff names a repository and a DOI, as it does after a release.
let root: string;
let folder: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'modular-growth-article-'));
  for (const name of ['artifacts', 'docs', 'params.yaml']) symlinkSync(join(ROOT, name), join(root, name));
  const citation = readFileSync(join(ROOT, 'CITATION.cff'), 'utf8').replace(/^(doi|repository-code):.*\n/gm, '');
  writeFileSync(join(root, 'CITATION.cff'), `${citation}repository-code: ${REPOSITORY}\ndoi: ${DOI}\n`);
  folder = join(root, 'article');
  const files = [...(await articleFiles(root, SWHID))].map(([name, content]) => [name, Buffer.from(content)] as const);
  writeFiles(new Map(files), folder);
});
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

describe('the article of a released version', () => {
  it('names repository and DOI in its text, in the letter and in the metadata of the journal', () => {
    const addresses = `public at \\url{${REPOSITORY}} and \\url{https://doi.org/${DOI}}`;
    for (const name of ['content.tex', 'letter.tex'])
      expect(readFileSync(join(folder, name), 'utf8')).toContain(addresses);
    expect(parse(readFileSync(join(folder, 'metadata.yaml'), 'utf8'))).toMatchObject({
      code: [{ url: REPOSITORY }, { doi: DOI }, { swh: SWHID }],
      data: [{}, { doi: DOI }],
    });
  });

  it.skipIf(!latex).each(['proof', 'letter'])('is set by LaTeX without an error: %s', async (name) => {
    const run = (program: string, ...args: string[]) => runProgram(program, args, { cwd: folder, all: true });
    await run('pdflatex', '-halt-on-error', '-interaction=nonstopmode', name);
    if (name === 'proof') await run('bibtex', name);
    await run('pdflatex', '-halt-on-error', '-interaction=nonstopmode', name);
    const { all } = await run('pdflatex', '-halt-on-error', '-interaction=nonstopmode', name);
    expect(all).not.toMatch(/undefined (references|citations)|Missing character|There were multiply-defined/i);
    expect(
      readFileSync(join(folder, `${name}.pdf`))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });
});
