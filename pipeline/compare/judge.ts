import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Table } from '../../src/artifact/columns.ts';
import { parseFormat } from '../../src/artifact/format.ts';
import type { Study } from '../../src/artifact/study.ts';
import { parseTable, type Row, type Tables } from '../../src/artifact/table.ts';
import { judgeRequestSchema, type RuleOutcome, type RulesRun } from '../../src/comparison/crosswise.ts';

// Judges tables by the claims of one side's study, in a process that may read little else and write nothing. What it prints last is the
// answer; the study may print before.
const { module, cases } = parseFormat(judgeRequestSchema, readFileSync(0, 'utf8'), 'The request');
const { study } = (await import(pathToFileURL(module).href)) as { study: Study };
const declared = study.stages.flatMap(({ tables }) => tables);

/** What a claim finds; a study may name the parts of a claim beside it. */
type Found = ReturnType<Study['claims'][number]['judge']> & { parts?: Judged['parts'] };
type Judged = Exclude<RuleOutcome, { error: string }>;

const rules: RulesRun = study.claims.map(({ id, statement, test }) => ({ id, statement, test, cases: {} }));
for (const { name, claims, files, partial, context } of cases) {
  const read = new Map<string, Row[] | Error>();
  const rowsOf = (path: string): Row[] | undefined => {
    const table = declared.find((one) => one.path === path);
    if (!table || !Object.hasOwn(files, path)) return undefined;
    const rows = read.get(path) ?? attempt(() => rowsIn(table, readFileSync(files[path], 'utf8'), partial));
    read.set(path, rows);
    if (rows instanceof Error) throw new Error(`${path}: ${rows.message}`);
    return rows;
  };
  study.claims.forEach((claim, i) => {
    if (claims && !claims.includes(claim.id)) return;
    const judged = attempt(() => {
      const tables: Tables = Object.fromEntries(claim.inputs.map((path) => [path, rowsOf(path)]));
      return claim.judge(tables, context) as Found;
    });
    rules[i].cases[name] = judged instanceof Error ? { error: judged.message } : reduced(judged);
  });
}
process.stdout.write(`\n${JSON.stringify(rules)}\n`, () => process.exit(0));

function rowsIn(table: Table, text: string, partial: boolean): Row[] {
  if (!partial) return parseTable(table, text);
  const header = text.slice(0, text.indexOf('\n')).split(',');
  const kept = Object.entries(table.columns).filter(([name]) => header.includes(name));
  return parseTable({ ...table, columns: Object.fromEntries(kept) }, text);
}

function reduced({ verdict, numbers, parts = [] }: Found): RuleOutcome {
  return { verdict, numbers, parts: parts.map(({ name, region }) => ({ name, region })) };
}

function attempt<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
