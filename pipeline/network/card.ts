import { stringify } from 'yaml';
import { finals } from '../../src/analysis/rows.ts';
import { type CitedWork, worksOf } from '../../src/artifact/citation.ts';
import { mean } from '../../src/artifact/moments.ts';
import { paramsOfRun, runNamed } from '../../src/artifact/protocols.ts';
import { groups, parseRows, parseTable, round } from '../../src/artifact/table.ts';
import { inline } from '../../src/comparison/markdown.ts';
import { loadParams } from '../../src/params/params.ts';
import { type HistoryRow, TRAIN } from '../../src/study/tables.ts';

/** Reads a text file of a checkout or a bundle by its path; null where there is none. */
type Read = (path: string) => string | null;

/** A part of a card: fields of its YAML head, and Markdown. */
interface Part {
  head: object;
  text: string;
}

/** What no card can be filled without. */
const NEEDED = ['docs/model-card.md', 'params.yaml', 'CITATION.cff', 'networks.csv'];

/**
 * The model card of the networks of a run, in the form of Hugging Face: a YAML head with results, then text. Every number is from the files; null
 * where one of those is missing that every card is filled from.
 */
export function cardOfRun(read: Read, run: string): string | null {
  if (NEEDED.some((path) => read(path) === null)) return null;
  const history = read(`artifacts/${run}/${TRAIN.path}`);
  const last = history === null ? [] : finals(parseTable(TRAIN, history));
  const { software } = worksOf(textOf(read, 'CITATION.cff'));
  const trained = [...groups(last, ['architecture', 'size']).values()].map(summaryOf);
  const named = parseRows(textOf(read, 'networks.csv'));
  const stages = [...groups(named, ['stage']).values()];
  const published = stages.map((rows) => `${rows.length} of stage ${rows[0].stage}`).join(', ');
  const lines = trained.map(({ architecture, size, networks, solved, least, most, accuracy }) =>
    [architecture, size, networks, `${solved} (${least} to ${most})`, accuracy].join(' | '),
  );
  return cardOf(read, run, {
    head: {
      'model-index': trained.map(({ architecture, size, solved, accuracy }) => ({
        name: `${software.title}: ${architecture}, ${size} neurons`,
        results: [
          {
            task: { type: 'other', name: 'N-parity' },
            dataset: { type: 'random-bits', name: 'Random bits, drawn from seeds' },
            metrics: [
              { type: 'n-solved', name: 'largest N solved, mean over networks', value: solved },
              {
                type: 'accuracy',
                name: 'accuracy over all heads after the last epoch, mean over networks',
                value: accuracy,
              },
            ],
          },
        ],
      })),
    },
    text: `**Which there are.** ${named.length} networks of profile ${run}: ${published}. \`networks.csv\` has the folder of each; networks of a reading are among them.
Those of stage train, after their last epoch, as means over networks (range):

| architecture | neurons | networks | largest N solved | accuracy over all heads |
| --- | --- | --- | --- | --- |
${lines.map((line) => `| ${line} |`).join('\n')}`,
  });
}

/** The card of one network, that goes to PyTorch. */
export function cardOfNetwork(read: Read, metadata: object): string {
  const lines = Object.entries(metadata).filter(([, value]) => value !== null);
  return cardOf(read, null, {
    head: { library_name: 'pytorch' },
    text: `**Which this is.**\n\n${lines.map(([name, value]) => `- ${name}: ${inline(String(value), 80)}`).join('\n')}`,
  });
}

function cardOf(read: Read, run: string | null, { head, text }: Part): string {
  const stated = loadParams(textOf(read, 'params.yaml'));
  const { task, network, training } = run === null ? stated : paramsOfRun(stated, runNamed(stated, run));
  const { software, references } = worksOf(textOf(read, 'CITATION.cff'));
  const [paper] = references;
  const facts: Record<string, string | number> = {
    firstN: task.firstN,
    shortest: task.shortest,
    solved: round(100 * training.solvedAbove),
    tested: training.testBatches * task.batchSize,
    initialActivity: network.initialActivity,
    paper: `'${paper.title}'${paper.url ? ` (${paper.url})` : ''}`,
  };
  const parts: Record<string, string> = {
    networks: text,
    citation: [software, paper].map((work) => `- ${citationText(work)}`).join('\n'),
  };
  const filled = (name: string, values: Record<string, string | number>) => {
    if (!Object.hasOwn(values, name)) throw new Error(`docs/model-card.md names '${name}', which is not known.`);
    return String(values[name]);
  };
  const body = textOf(read, 'docs/model-card.md')
    .replaceAll(/\{\{(.*?)\}\}/g, (_, name: string) => filled(name, facts))
    .replaceAll(/<!-- (\w+) -->/g, (_, name: string) => filled(name, parts));
  const tags = ['recurrent-neural-network', 'n-parity', 'modularity', 'curriculum-learning', 'reproduction'];
  const fields = { license: 'cc-by-4.0', pipeline_tag: 'other', tags, ...head };
  return `---\n${stringify(fields)}---\n\n${body}`;
}

function summaryOf(rows: readonly HistoryRow[]) {
  const solved = rows.map(({ nSolved }) => nSolved ?? 0);
  const [{ architecture, size }] = rows;
  return {
    architecture,
    size,
    networks: rows.length,
    solved: round(mean(solved)),
    least: Math.min(...solved),
    most: Math.max(...solved),
    accuracy: round(mean(rows.map(({ accuracyMean }) => accuracyMean ?? 0))),
  };
}

/** 'Mani Hamidi, Sina Khajehabdollahi (2024). Title. Version 0.2.0. https://doi.org/...' */
function citationText({ authors, year, title, version, doi, url, ...work }: CitedWork): string {
  const names = authors.map((one) => one.name ?? [one['given-names'], one['family-names']].filter(Boolean).join(' '));
  const date = year ?? work['date-released']?.slice(0, 4);
  const where = doi ? `https://doi.org/${doi}` : (work['repository-code'] ?? url);
  const parts = [title, version && `Version ${version}`, work['collection-title'], where].filter(Boolean);
  return `${names.join(', ')}${date ? ` (${date})` : ''}. ${parts.join('. ')}`;
}

function textOf(read: Read, path: string): string {
  const text = read(path);
  if (text === null) throw new Error(`${path} is missing, and the model card is filled from it.`);
  return text;
}
