import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { settingsAt } from '../../src/artifact/profile.ts';
import { paramsOfRun, runNamed, type WithProtocols } from '../../src/artifact/protocols.ts';
import { withReading } from '../../src/artifact/readings.ts';
import { isSpecification } from '../../src/artifact/specifications.ts';
import type { StudyParams } from '../../src/artifact/study.ts';
import { isSame, valueAt } from '../../src/artifact/values.ts';
import type { Rules } from '../../src/comparison/change.ts';
import { compareMatrices } from '../../src/comparison/claims.ts';
import {
  type Case,
  type Crosswise,
  caseName,
  type JudgedCase,
  ruleChanges,
  type Subject,
} from '../../src/comparison/crosswise.ts';
import { movedSpecifications } from '../../src/comparison/multiverse.ts';
import type { Reader } from './files.ts';
import { copyCode, runRules } from './ruleRun.ts';
import type { OpenSide } from './side.ts';

/** One side, with what was read of it. */
export interface RuleSide {
  open: OpenSide;
  reader: Reader;
}

/** What the rules of both sides find in the same tables, and what differs between them. */
export interface JudgedCrosswise {
  rules: Rules;
  /** Null where the rules could not be run, or did not need to be. */
  crosswise: Crosswise | null;
}

/**
 * Judges the tables of both sides by the rules of both, each in a process of its side's code. Rules are code: what a verdict says of other
 * tables, and what another rule says of the same ones, is known by running them. Nothing is run where that would tell nothing: where no code
 * changed, and no profile has both other tables and other parameters of the judgement. Under readings, and under the specifications where most
 * verdicts moved, the claims whose verdict moved there are judged.
 */
export async function judgeCrosswise(
  root: string,
  sides: readonly [RuleSide, RuleSide],
  profiles: readonly string[],
  files: readonly string[],
): Promise<JudgedCrosswise> {
  const code = files.filter((path) => /^(src|pipeline)\/.+\.(ts|mjs|js|json)$/.test(path));
  const none = { rules: { changes: [], files: [], unknown: null }, crosswise: null };
  const concerned = profiles
    .flatMap((profile) => judgedSubjects(profile, sides))
    .filter(({ subject }) => code.length > 0 || differsTwice(subject, sides));
  const planned = concerned.flatMap(({ subject, claims }) => casesOf(subject, sides).map((one) => ({ one, claims })));
  const cases = planned.map(({ one }) => one);
  if (cases.length === 0) return { ...none, rules: { ...none.rules, files: code } };
  const scratch = mkdtempSync(join(tmpdir(), 'modular-growth-rules-'));
  try {
    const judged = planned.map(({ one, claims }, i) => ({
      ...judgedCase(one, sides, join(scratch, 'tables', String(i))),
      claims,
    }));
    const [base, head] = await Promise.all(
      sides.map(async ({ open, reader }, i) => {
        try {
          const copy = join(scratch, i === 0 ? 'base' : 'head');
          await copyCode(root, open, copy);
          return await runRules(copy, judged);
        } catch (error) {
          return `the claims of ${reader.side} could not be run (${(error as Error).message.split('\n')[0]})`;
        }
      }),
    );
    const unknown = [base, head].filter((run) => typeof run === 'string').join('; ');
    if (typeof base === 'string' || typeof head === 'string')
      return { rules: { changes: [], files: code, unknown }, crosswise: null };
    const crosswise = { base, head, cases };
    return { rules: { changes: ruleChanges(crosswise), files: code, unknown: null }, crosswise };
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

const SIDES = ['base', 'head'] as const;

/** What is judged of a profile: all claims on its tables, and under each reading and specification those whose verdict there moved. */
function judgedSubjects(profile: string, [base, head]: readonly [RuleSide, RuleSide]) {
  const [before, after] = [base, head].map(({ reader }) => reader.matrix(profile).value);
  const moved = before && after ? compareMatrices(before, after) : [];
  const under = [...Map.groupBy(moved, ({ reading }) => reading)].map(([reading, changes]) => ({
    subject: { profile, reading },
    claims: changes.map(({ id }) => id),
  }));
  const [was, now] = [base, head].map(({ reader }) => reader.multiverse(profile).value);
  const specified = movedSpecifications(was, now).map(({ id, claims }) => ({
    subject: { profile, reading: id },
    claims,
  }));
  return [{ subject: { profile, reading: null }, claims: null }, ...under, ...specified];
}

/** Whether there are both other tables and other parameters of the judgement, so that either could have moved a verdict. */
function differsTwice(subject: Subject, [base, head]: readonly [RuleSide, RuleSide]): boolean {
  const [tables, context] = [tablesOf, contextOf].map((of) =>
    isSame(plain(of(base.reader, subject)), plain(of(head.reader, subject))),
  );
  return !tables && !context;
}

function plain(value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}

/** Tables and parameters of the judgement from one side, and from both where they differ. */
function casesOf(subject: Subject, sides: readonly [RuleSide, RuleSide]): Case[] {
  const tables = sides.map(({ reader }) => tablesOf(reader, subject));
  const contexts = sides.map(({ reader }) => contextOf(reader, subject));
  if (tables.some((found) => found.size === 0) || contexts.some((context) => context === null)) return [];
  const mixed = !isSame(contexts[0], contexts[1]);
  return SIDES.flatMap((of) =>
    SIDES.flatMap((params) => (params === of || mixed ? [{ ...subject, tables: of, params }] : [])),
  );
}

function judgedCase(one: Case, sides: readonly [RuleSide, RuleSide], folder: string): Omit<JudgedCase, 'claims'> {
  const [tables, params] = [one.tables, one.params].map((side) => sides[SIDES.indexOf(side)].reader);
  const files = [...tablesOf(tables, one)].map(([path, text]) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return [path, file] as const;
  });
  const context = contextOf(params, one) as JudgedCase['context'];
  const partial = one.reading !== null && isSpecification(one.reading);
  return { name: caseName(one), files: Object.fromEntries(files), partial, context };
}

/** The file of a table in a checkout; of a specification the one that has all its tables. */
export function fileOf({ profile, reading }: Subject, table: string): string {
  if (reading !== null && isSpecification(reading)) return `artifacts/${profile}/multiverse-tables.json`;
  return `${folderOf({ profile, reading })}${table}`;
}

/** The folder of results in a checkout, with a slash at its end. */
function folderOf({ profile, reading }: Subject): string {
  return `artifacts/${profile}/${reading === null ? '' : `readings/${reading}/`}`;
}

/** The tables of a side as text, by their path below their folder. */
export function tablesOf(reader: Reader, subject: Subject): ReadonlyMap<string, string> {
  const { profile, reading } = subject;
  if (reading !== null && isSpecification(reading)) return reader.specificationTables(profile, reading);
  const start = folderOf(subject);
  return new Map(
    [...reader.snapshot].flatMap(([path, text]) => {
      const inner = path.startsWith(start) && path.endsWith('.csv') ? path.slice(start.length) : '';
      return /^(tables|histories)\//.test(inner) ? [[inner, text] as const] : [];
    }),
  );
}

/** What a claim is given beside its tables; null where params.yaml is missing, damaged, or without this profile or reading. */
export function contextOf(reader: Reader, { profile, reading }: Subject): JudgedCase['context'] | null {
  const params = paramsOf(reader, profile, reading);
  const [resamples, confidence] = ['resamples', 'confidence'].map((name) => valueAt(params, `statistics.${name}`));
  const settings = valueAt(params, `profiles.${profile}`);
  if (typeof resamples !== 'number' || typeof confidence !== 'number') return null;
  if (typeof settings !== 'object' || settings === null) return null;
  return { profile, resamples, confidence, settings: settingsAt({ readings: {}, ...settings }, reading) };
}

/**
 * params.yaml of a side as a run of it reads them: with the values of its protocol, where the side has protocols, and of the reading; null
 * where it has no such reading.
 */
function paramsOf(reader: Reader, run: string, reading: string | null): unknown {
  const { value } = reader.params();
  const params = withProtocol(value, run);
  if (reading === null) return params;
  try {
    return withReading(params as StudyParams, reading);
  } catch {
    return null;
  }
}

function withProtocol(value: unknown, run: string): unknown {
  try {
    const params = value as WithProtocols;
    return paramsOfRun(params, runNamed(params, run));
  } catch {
    return value;
  }
}
