import type { Blockquote, Code, List } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/artifact/table.ts';
import type { Comparison, ProfileChange, ValueChange, Why } from '../../src/comparison/change.ts';
import { inline } from '../../src/comparison/markdown.ts';
import { comparePanels } from '../../src/comparison/panel.ts';
import { sideWords, summaryOf } from '../../src/comparison/summary.ts';
import { KINDS } from '../../src/figures/conditions.ts';

/** Everything that could break a table, start a list or HTML, end the comment's mark, or call somebody. */
const HOSTILE =
  "@maintainers #12 gh-3 | a | b ``` `code` <!-- --> <img src=x onerror=alert(1)> **loud** [link](https://example.org) www.example.org :tada: $x$ \\| \\\n\n# title\r\n| --- |\n> quote\u2028- list ~~gone~~ &lt; '";
const SERIES = 300;

const rowsOf = (name: string, offset: number): Row[] =>
  Array.from({ length: SERIES }, (_, i) =>
    ['seed', 'mean'].map((kind) => ({
      kind,
      architecture: `${name} ${i}`,
      seed: kind === 'seed' ? 0 : null,
      epoch: i,
      nSolved: i + offset,
    })),
  ).flat();

/** A comparison in which everything differs, all names of it made from one text. */
function everything(name: string, panels: number): Comparison {
  const [before, after] = [rowsOf(name, 0), [...rowsOf(name, 1), ...rowsOf(`fresh ${name}`, 0)]];
  const panel = comparePanels(
    { id: name, kinds: KINDS },
    { rows: before, drawing: '<svg/>', provenance: null },
    { rows: after, drawing: '<svg />', provenance: { title: name } },
  );
  const values = Array.from({ length: 500 }, (_, i): ValueChange => ({ path: `${name}.${i}`, before: name, after: i }));
  const judged = (verdict: string) => ({ verdict, finding: name, provisional: false });
  const causes = {
    stages: [name],
    params: values,
    files: [],
    inputs: [name],
    networks: { changed: 1, of: 1 },
    versions: [],
  };
  const why: Why = { movers: ['rule', 'parameters'], joint: 'each', unknown: null, oldRule: name, newRule: name };
  const profile = (i: number): ProfileChange => ({
    profile: `${name} ${i}`,
    state: 'both',
    counts: [{ verdict: name, before: 1, after: 2 }],
    verdicts: Array.from({ length: 300 }, () => ({
      id: name,
      panel: name,
      statement: name,
      beyond: false,
      before: judged(name),
      after: judged(`${name} now`),
      causes,
      why,
    })),
    claims: [{ id: name, numbers: values, words: [name] }],
    readings: Array.from({ length: 50 }, () => ({ id: name, reading: name, before: name, after: null, causes, why })),
    multiverse: {
      shared: 9,
      added: 0,
      removed: 2,
      specifications: Array.from({ length: 50 }, () => ({
        departures: [name],
        before: 1,
        after: 2,
        moved: 1,
        whys: [{ id: name, why }],
      })),
      claims: Array.from({ length: 50 }, () => ({ id: name, statement: name, before: 1, after: 2, moved: 1 })),
      numbers: 9,
      best: { before: null, after: { reproduced: 1, of: 2, departures: [name], equals: 3 } },
    },
    panels: Array.from({ length: panels }, () => ({ ...panel, causes })),
    networks: [{ stage: name, before: 3, after: 3, changed: 3, added: 0, removed: 0 }],
    metrics: values,
    stale: [{ stage: name, path: name, ran: name, stated: [name, name] }],
    remade: [name],
  });
  const side = { name, commit: '0123456789abcdef', uncommitted: 0 };
  return {
    format: 4,
    rules: {
      changes: Array.from({ length: 50 }, () => ({
        id: name,
        statement: name,
        before: name,
        after: `${name} now`,
        thresholds: values,
        numbers: values,
        verdicts: Array.from({ length: 20 }, () => ({
          profile: name,
          reading: name,
          tables: 'base' as const,
          before: name,
          after: name,
        })),
      })),
      files: [name],
      unknown: null,
    },
    base: side,
    head: side,
    changed: true,
    params: values,
    files: Array.from({ length: 400 }, (_, i) => `${name}/${i}`),
    profiles: [profile(0), profile(1), ...Array.from({ length: 20 }, (_, i) => profile(i + 2))],
    warnings: Array.from({ length: 4 }, (_, i) => ({
      text: `${i} ${name}`,
      cases: Array.from({ length: 50 }, () => name),
      remake: Array.from({ length: 6 }, (_, i) => `profile${i}_as-coded`),
    })),
    failures: Array.from({ length: 50 }, () => name),
  };
}

/** Markdown without what a backslash disarms. */
const bare = (text: string) => text.replace(/\\[^\n]/g, '');

describe('the summary of a change of everything', () => {
  it('fits a comment, whatever the names and however many there are', () => {
    for (const name of [
      'accuracy',
      'ä'.repeat(5_000),
      `${HOSTILE} `.repeat(40),
      '|'.repeat(5_000),
      '&'.repeat(5_000),
    ]) {
      const summary = summaryOf(everything(name, 40));
      expect(summary.length).toBeLessThan(60_000);
      expect(summary).toMatch(/^## Figures: /);
    }
  });

  it('names what a reader does not see at first, and counts what is in diff.json alone', () => {
    const whole = everything('accuracy', 17);
    // Without the rest, which comes in other tables, nothing is cut.
    const profiles = whole.profiles.map((profile) => ({ ...profile, multiverse: null, readings: [] }));
    const summary = summaryOf({ ...whole, profiles, rules: { ...whole.rules, changes: [] } });
    expect(summary).toMatch(/^And 16 profiles more: accuracy 6, accuracy 7, /m);
    expect(summary).toMatch(/^And 288 verdicts more: accuracy, .*, and 248 more\.$/m);
    expect(summary).toContain('And 1 panel more: accuracy.');
    expect(summary).toContain('<summary>488 more</summary>');
    expect(summary).toContain('- 450 in diff.json');
  });

  it.each(['accuracy', HOSTILE, 'ä'.repeat(5_000)])(
    'unfolds its lists where they stand: names such as %.8s',
    (name) => {
      const summary = summaryOf(everything(name, 40));
      expect(summary.match(/<details>/g)?.length).toBe(summary.match(/<\/details>/g)?.length);
      const tree = fromMarkdown(summary);
      const rules = tree.children.find((node) => node.type === 'list') as List;
      // Of each of the first rules its name, and below it a list, the mark of the fold, a list, and its end; then the other rules.
      const [first] = rules.children;
      expect(first.children.map(({ type }) => type)).toEqual(['paragraph', 'list', 'html', 'list', 'html']);
      expect(rules.children).toHaveLength(6);
      const notes = tree.children.filter(({ type }) => type === 'blockquote') as Blockquote[];
      expect(notes).toHaveLength(5);
      expect(notes[1].children.map(({ type }) => type)).toEqual(
        'paragraph,list,html,list,html,paragraph,code'.split(','),
      );
      expect((notes[1].children.at(-1) as Code).value.split('\n')[0]).toBe(
        'npm run reproduce -- --profile profile0 --protocol as-coded',
      );
    },
  );

  it('closes what it cuts', () => {
    const whole = everything('accuracy '.repeat(2), 40);
    const [first] = whole.profiles;
    // Each number of panels puts the end elsewhere, in some summaries into the list of files.
    const summaries = Array.from({ length: 40 }, (_, i) => {
      const profiles = [0, 1].map((half) => ({ ...first, panels: first.panels.slice(0, (i + half) / 2) }));
      return summaryOf({ ...whole, profiles: [...profiles, ...whole.profiles.slice(2, 3)] });
    });
    for (const summary of summaries) {
      expect(summary.length).toBeLessThan(60_000);
      expect(summary.match(/<details>/g)?.length).toBe(summary.match(/<\/details>/g)?.length);
    }
    expect(summaries.some((summary) => summary.includes('</details>\n\nCut here'))).toBe(true);
  });
});

describe('a hostile name in the summary', () => {
  const summary = summaryOf(everything(HOSTILE, 3));
  const lines = summary.split('\n');

  it('mentions nobody and refers to no issue', () => {
    expect(summary).toContain('@\u200bmaintainers');
    expect(summary).not.toMatch(/@[\w-]/);
    expect(summary).not.toMatch(/(?<!&)#\d/);
    expect(summary).not.toMatch(/\bgh-\d/i);
  });

  it('has only the HTML of the summary', () => {
    const allowed = ['sub', 'code', 'details', 'summary'].flatMap((name) => [`<${name}>`, `</${name}>`]);
    expect(summary.match(/<[^>]*>?/g)?.filter((tag) => !allowed.includes(tag)) ?? []).toEqual([]);
    expect(summary).not.toMatch(/<!--|<img/);
  });

  it('brings no code, link, emphasis, formula or emoji', () => {
    const text = bare(summary).replaceAll('**', '');
    expect(text).not.toMatch(/[`[\]$~_*]/);
    expect(text).not.toMatch(/https?:\/|www\.|:tada/);
    // Bold marks are balanced.
    for (const line of lines) expect((bare(line).match(/\*\*/g) ?? []).length % 2).toBe(0);
  });

  it('keeps tables whole', () => {
    const tables = lines.filter((line) => line.startsWith('|'));
    expect(tables.length).toBeGreaterThan(6);
    for (const line of tables) expect([3, 5, 6]).toContain((bare(line).match(/\|/g) ?? []).length);
    const kinds =
      /^(|## Figures: .*|### Profile .*|(> | {2})?(\*\*Note:\*\* .*| *- .*|<details><summary>\d+ more<\/summary>|<\/details>| {4}npm run .*|)|\| .* \||<sub>.*<\/sub>|\*\*Parameters\*\*|\*\*Rules changed\*\* .*)$/;
    const prose =
      /^(And \d+ \w+ more: .*\.|> Make their results .*:|Multiverse: .*|Verdicts: .*|Unchanged.*|Cut here: .*|\d+ files changed .*|.* → .*\.)$/;
    expect(lines.filter((line) => !kinds.test(line) && !prose.test(line))).toEqual([]);
    expect(summary).not.toMatch(/[\r\u2028]/);
  });

  it('still shows its words', () => {
    const shown = inline('a|b <c> @d #4 `e`').replaceAll('\u200b', '').replace(/\\(.)/g, '$1');
    expect(shown.replaceAll('&lt;', '<').replaceAll('&gt;', '>')).toBe('a|b <c> @d #4 `e`');
    expect(inline('x'.repeat(400))).toHaveLength(160);
    // A text of which spaces hide the end says that it goes on.
    expect(inline(`x${' '.repeat(5_000)}y`)).toBe('x…');
    expect(inline(`x${' '.repeat(500)}y`)).toBe('x y');
    expect(inline('2a.1')).toBe('2a.1');
  });
});

it('names a revision by its name and ten digits of its commit, and a commit by ten digits alone', () => {
  const commit = '0123456789abcdef0123456789abcdef01234567';
  const named = (name: string) => sideWords({ name, commit, uncommitted: 0 });
  expect(named('main')).toBe('main (0123456789)');
  expect(named(commit)).toBe('0123456789');
  expect(named('01234567')).toBe('01234567');
});
