import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { paramsOfRun, runNamed, type WithProtocols } from '../../src/artifact/protocols.ts';
import type { Rules } from '../../src/comparison/change.ts';
import { type Case, type Crosswise, caseName, ruleChanges } from '../../src/comparison/crosswise.ts';
import { same, valueAtPath } from '../../src/comparison/values.ts';
import type { Reader } from './files.ts';
import { copyCode, type JudgedCase, runRules } from './ruleRun.ts';
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
 * changed, and no profile has both other tables and other parameters of the judgement.
 */
export async function judgeCrosswise(
  root: string,
  sides: readonly [RuleSide, RuleSide],
  profiles: readonly string[],
  files: readonly string[],
): Promise<JudgedCrosswise> {
  const code = files.filter((path) => /^(src|pipeline)\/.+\.(ts|mjs|js|json)$/.test(path));
  const none = { rules: { changes: [], files: [], unknown: null }, crosswise: null };
  const concerned = profiles.filter((profile) => code.length > 0 || differsTwice(profile, sides));
  const cases = concerned.flatMap((profile) => casesOf(profile, sides));
  if (cases.length === 0) return { ...none, rules: { ...none.rules, files: code } };
  const scratch = mkdtempSync(join(tmpdir(), 'modular-growth-rules-'));
  try {
    const judged = cases.map((one, i) => judgedCase(one, sides, join(scratch, 'tables', String(i))));
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

/** Whether a profile has other tables and other parameters of the judgement, so that either could have moved a verdict. */
function differsTwice(profile: string, [base, head]: readonly [RuleSide, RuleSide]): boolean {
  const [tables, context] = [tablesOf, contextOf].map((of) =>
    same(plain(of(base.reader, profile)), plain(of(head.reader, profile))),
  );
  return !tables && !context;
}

function plain(value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}

/** Tables and parameters of the judgement from one side, and from both where they differ. */
function casesOf(profile: string, sides: readonly [RuleSide, RuleSide]): Case[] {
  const tables = sides.map(({ reader }) => tablesOf(reader, profile));
  const contexts = sides.map(({ reader }) => contextOf(reader, profile));
  if (tables.some((found) => found.size === 0) || contexts.some((context) => context === null)) return [];
  const mixed = !same(contexts[0], contexts[1]);
  return SIDES.flatMap((of) =>
    SIDES.flatMap((params) => (params === of || mixed ? [{ profile, tables: of, params }] : [])),
  );
}

function judgedCase(one: Case, sides: readonly [RuleSide, RuleSide], folder: string): JudgedCase {
  const [tables, params] = [one.tables, one.params].map((side) => sides[SIDES.indexOf(side)].reader);
  const files = [...tablesOf(tables, one.profile)].map(([path, text]) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return [path, file] as const;
  });
  const context = contextOf(params, one.profile) as JudgedCase['context'];
  return { name: caseName(one), files: Object.fromEntries(files), context };
}

/** The tables of a profile as text, by their path below its folder. */
export function tablesOf({ snapshot }: Reader, profile: string): Map<string, string> {
  const start = `artifacts/${profile}/`;
  const paths = [...snapshot.keys()].filter((path) => path.startsWith(start) && path.endsWith('.csv'));
  return new Map(
    paths
      .map((path) => [path.slice(start.length), snapshot.get(path) as string] as const)
      .filter(([path]) => /^(tables|histories)\//.test(path)),
  );
}

/** What a claim is given beside its tables; null where params.yaml is missing, damaged, or without this profile. */
export function contextOf(reader: Reader, profile: string): JudgedCase['context'] | null {
  const params = paramsOf(reader, profile);
  const [resamples, confidence] = ['resamples', 'confidence'].map((name) => valueAtPath(params, `statistics.${name}`));
  const settings = valueAtPath(params, `profiles.${profile}`);
  if (typeof resamples !== 'number' || typeof confidence !== 'number') return null;
  return typeof settings === 'object' && settings !== null ? { profile, resamples, confidence, settings } : null;
}

/** params.yaml of a side as a run of it reads them: with the values of its protocol, where the side has protocols. */
function paramsOf(reader: Reader, run: string): unknown {
  const { value } = reader.params();
  try {
    const params = value as WithProtocols;
    return paramsOfRun(params, runNamed(params, run));
  } catch {
    return value;
  }
}
