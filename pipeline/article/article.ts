import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { panelPdf } from '../../site/src/report/panelPdf.ts';
import { resultsIn } from '../../site/src/report/results.ts';
import { type CitedWork, worksOf } from '../../src/artifact/citation.ts';
import { UserError } from '../../src/artifact/error.ts';
import { readJson, readText } from '../../src/artifact/file.ts';
import { numbersTex, texText } from '../../src/artifact/latex.ts';
import { readYaml } from '../../src/artifact/yaml.ts';
import { fillQuotations, type Results } from '../../src/claims/quotation.ts';
import { claimsFileSchema } from '../../src/claims/record.ts';
import { panels } from '../../src/figures/index.ts';
import { pathsOf } from '../driver/paths.ts';
import { readParams } from '../outline.ts';
import { texOf } from './markdown.ts';

/** The profile that the article is about. */
const PROFILE = 'paper';
const FOLDER = 'docs/rescience';

/**
 * The files of the article for ReScience C, by path: all numbers from the artifacts, results and questions from docs/findings.md.
 * @param swhid of the commit that they are made of; null where it has none
 */
export async function articleFiles(
  root: string,
  swhid: string | null = null,
): Promise<Map<string, string | Uint8Array>> {
  const paths = pathsOf(PROFILE, root);
  const read = (file: string) => readText(join(root, file));
  const claims = readJson(paths.claims, claimsFileSchema);
  const results = resultsIn(paths.artifacts, Object.keys(readParams(root).protocols).slice(1));
  if (!results)
    throw new UserError(
      `The article needs ${PROFILE}'s readings.json: restore it with 'git checkout artifacts/${PROFILE}'.`,
    );
  const fill = (text: string) => fillQuotations(text, results).replaceAll(/ +\n/g, '\n');
  const [, front, findings] = /^---\n(.*?)\n---\n(.*)$/s.exec(read('docs/findings.md')) ?? [];
  const { summary } = readYaml(front, 'docs/findings.md') as { summary: string };
  const abstract = fill(summary).replaceAll(/\s+/g, ' ').trim();
  const cff = read('CITATION.cff');
  const shown = panels.filter(({ figure, beyond }) => figure !== null && !beyond);
  const inserts: Record<string, (name: string) => string> = {
    verdicts: () => verdictTable(claims.claims),
    findings: () => `${texOf(resultsOf(fill(findings)), never)}\n\n${figuresTex(shown)}`,
    questions: () => texOf(fill(questionsOf(findings)), never),
    place: () => placeTex(worksOf(cff).software),
  };
  const insert = (name: string) => (inserts[name] ?? never)(name);
  const files = new Map<string, string | Uint8Array>([
    ['content.tex', `\\input{numbers}\n\n${texOf(fill(read(`${FOLDER}/content.md`)), insert)}`],
    ['title.tex', titleTex(read(`${FOLDER}/metadata.yaml`), abstract)],
    ['letter.tex', letterTex(texOf(fill(read(`${FOLDER}/letter.md`)), insert))],
    ['numbers.tex', numbersTex(claims)],
    ['metadata.yaml', metadata(read(`${FOLDER}/metadata.yaml`), abstract, cff, swhid)],
    ['bibliography.bib', read(`${FOLDER}/bibliography.bib`)],
    ['proof.tex', read(`${FOLDER}/proof.tex`)],
  ]);
  for (const { id, title } of shown)
    files.set(`figures/${id}.pdf`, await panelPdf(readFileSync(join(paths.figures, `${id}.svg`), 'utf8'), title));
  return files;
}

function never(name: string): never {
  throw new Error(`The article knows nothing to put in the place of '${name}'.`);
}

/** The findings without what is said of the page, as parts of a section. */
function resultsOf(findings: string): string {
  const from = findings.indexOf('\n## ');
  const to = findings.indexOf('\n## Rules changed after results were seen');
  return findings.slice(from, to < 0 ? undefined : to).replaceAll(/^We would ask: .*?(?=\n\n|$(?![\s\S]))/gms, '');
}

/** Every question of the findings with the figure that it is about, as a numbered list that goes on from 1. */
export function questionsOf(findings: string): string {
  const parts = findings.split(/^## /m).slice(1);
  const asked = parts.flatMap((part) => {
    const [heading] = part.split(/[:\n]/);
    return [...part.matchAll(/^We would ask: (.*?)(?=\n\n|$(?![\s\S]))/gms)].map(([, question]) => ({
      heading,
      question,
    }));
  });
  return asked
    .map(({ heading, question }, i) => `${i + 2}. *${heading}.* ${capital(question.replaceAll(/\s+/g, ' ').trim())}`)
    .join('\n');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function verdictTable(claims: Results['claims']['claims']): string {
  const rows = claims.map(({ id, statement }) => `${id} & \\verdictmark{${id}} & ${texText(statement)} \\\\`);
  return [
    '\\begin{longtable}{llp{0.72\\textwidth}}',
    'claim & verdict & statement of the paper, in our words \\\\ \\hline \\endhead',
    ...rows,
    '\\end{longtable}',
  ].join('\n');
}

function figuresTex(shown: readonly { id: string; title: string }[]): string {
  return shown
    .map(({ id, title }) => {
      const picture = `\\includegraphics[width=0.85\\textwidth]{figures/${id}.pdf}`;
      return `\\begin{figure}[p]\\centering\n${picture}\n\\caption{${texText(`${id}: ${title}`)}}\n\\end{figure}`;
    })
    .join('\n\n');
}

/** Where readers find everything: the addresses of CITATION.cff; before it names one, the archive that comes along. */
function placeTex({ doi, 'repository-code': repository }: CitedWork): string {
  const addresses = [...(repository ? [repository] : []), ...(doi ? [`https://doi.org/${doi}`] : [])];
  if (addresses.length === 0) return 'in the archive that comes with this text';
  return `public at ${addresses.map((address) => `\\url{${address}}`).join(' and ')}`;
}

function titleTex(metadataText: string, abstract: string): string {
  const { title, authors } = readYaml(metadataText, `${FOLDER}/metadata.yaml`) as {
    title: string;
    authors: { name: string }[];
  };
  const names = authors.map(({ name }) => texText(name)).join(' \\and ');
  return `\\title{${texText(title)}}\n\\author{${names}}\n\\date{}\n\\maketitle\n\\begin{abstract}\n${texText(abstract)}\n\\end{abstract}\n`;
}

function letterTex(body: string): string {
  const packages = ['[T1]{fontenc}', '[utf8]{inputenc}', '[margin=2.5cm]{geometry}', '[hidelinks]{hyperref}'];
  const text = body.replace(/^\\section\{/, '\\section*{');
  return `\\documentclass[11pt,a4paper]{article}\n${packages.map((name) => `\\usepackage${name}\n`).join('')}\\begin{document}\n${text}\\end{document}\n`;
}

/** The journal's metadata with what git, CITATION.cff and the findings know. */
function metadata(text: string, abstract: string, cff: string, swhid: string | null): string {
  const { software } = worksOf(cff);
  const document = parseDocument(text);
  document.set('abstract', abstract);
  if (software['repository-code']) document.setIn(['code', 0, 'url'], software['repository-code']);
  if (swhid) document.setIn(['code', 2, 'swh'], swhid);
  if (software.doi) for (const key of ['code', 'data']) document.setIn([key, 1, 'doi'], software.doi);
  return document.toString({ lineWidth: 0 });
}
