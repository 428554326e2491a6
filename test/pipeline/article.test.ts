import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { articleFiles, questionsOf } from '../../pipeline/article/article.ts';
import { texOf } from '../../pipeline/article/markdown.ts';
import { ROOT } from '../../pipeline/driver/paths.ts';
import { parseJudged } from '../../src/artifact/claims.ts';

const none = (name: string): string => {
  throw new Error(name);
};

describe('the article', () => {
  let files: Map<string, string | Uint8Array>;
  const text = (name: string) => files.get(name) as string;
  beforeAll(async () => {
    files = await articleFiles(ROOT);
  });

  it('has every verdict, every finding and a picture of every figure', () => {
    const file = 'artifacts/paper/claims.json';
    const { claims } = parseJudged(readFileSync(join(ROOT, file), 'utf8'), file);
    const content = text('content.tex');
    for (const { id } of claims) {
      expect(content).toContain(`\n${id} & \\verdictmark{${id}} & `);
      expect(content).toMatch(new RegExp(`\\\\item \\\\textbf\\{${id.replace('.', '\\.')}, `));
    }
    const pictures = [...content.matchAll(/includegraphics\[.*?\]\{(.*?)\}/g)].map(([, name]) => name);
    expect(pictures.length).toBeGreaterThan(8);
    expect(pictures.filter((name) => !files.has(name))).toEqual([]);
  });

  it('cites the paper, which its bibliography has', () => {
    const cited = [...text('content.tex').matchAll(/\\cite\{(\w+)\}/g)].map(([, key]) => key);
    expect(cited).toContain('hamidi2024modular');
    for (const key of cited) expect(text('bibliography.bib')).toContain(`{${key},`);
  });

  it('leaves no quotation open, and asks its questions in the letter alone', () => {
    for (const name of ['content.tex', 'letter.tex', 'title.tex', 'metadata.yaml'])
      expect(text(name)).not.toMatch(/\{\{|<!--/);
    const questions = questionsOf(readFileSync(join(ROOT, 'docs/findings.md'), 'utf8')).split('\n');
    expect(questions.length).toBeGreaterThan(4);
    expect(text('letter.tex').match(/\\item /g)).toHaveLength(questions.length + 1);
    expect(text('content.tex')).not.toContain('We would ask');
  });

  it('has braces and environments in pairs', () => {
    for (const name of ['content.tex', 'letter.tex', 'title.tex', 'numbers.tex']) {
      const bare = text(name)
        .replaceAll(/\\[\\{}%]/g, '')
        .replaceAll(/^%.*$/gm, '');
      expect(bare.split('{').length, name).toBe(bare.split('}').length);
      const of = (word: string) =>
        [...bare.matchAll(new RegExp(`\\\\${word}\\{(\\w+)\\}`, 'g'))].map(([, one]) => one).sort();
      expect(of('begin'), name).toEqual(of('end'));
    }
  });

  it('has the metadata that the journal asks for, with the abstract', () => {
    const metadata = parse(text('metadata.yaml')) as Record<string, unknown>;
    expect(metadata).toMatchObject({ type: 'Replication', bibliography: 'bibliography.bib' });
    expect(String(metadata.title)).toMatch(/^\[Re\] /);
    expect(String(metadata.abstract).length).toBeGreaterThan(200);
  });
});

describe('Markdown as LaTeX', () => {
  it('keeps what it says and prints what TeX would read', () => {
    const markdown = '# A & B\n\n*50%* of W^FF, M_m = 5 and `a_b`:\n\n3. one\n4. two\n';
    expect(texOf(markdown, none)).toBe(
      '\\section{A \\& B}\n\n\\emph{50\\%} of \\ensuremath{W^{\\mathrm{FF}}}, \\ensuremath{M_{\\mathrm{m}}} = 5 and \\texttt{a\\_b}:\n\n\\begin{enumerate}\n\\setcounter{enumi}{2}\n\\item one\n\\item two\n\\end{enumerate}\n',
    );
  });

  it.each(['![x](y.png)', '<script>x</script>', '> quoted', '---'])(
    'refuses what an article cannot hold: %s',
    (markdown) => {
      expect(() => texOf(markdown, none)).toThrow(/An article cannot hold '\w+' in line 1/);
    },
  );
});
