import { z } from 'zod';
import { isSame } from '../artifact/values.ts';
import type { RuleChange, ValueChange, Why } from './change.ts';
import { compareValues } from './values.ts';

/** What a rule found in tables, as far as two rules are compared by it; a rule that could not be run says why. */
const outcomeSchema = z.union([
  z.object({ error: z.string() }),
  z.object({
    verdict: z.string(),
    numbers: z.record(z.string(), z.union([z.number(), z.string()]).nullable()),
    /** The parts of the claim, each with the values for which it is true: { above: 0.5 }. */
    parts: z.array(z.object({ name: z.string(), region: z.record(z.string(), z.number()) })).default([]),
  }),
]);
export type RuleOutcome = z.infer<typeof outcomeSchema>;

/** All rules of one side, each with what it found in each case. */
export const rulesRunSchema = z.array(
  z.object({ id: z.string(), statement: z.string(), test: z.string(), cases: z.record(z.string(), outcomeSchema) }),
);
export type RulesRun = z.infer<typeof rulesRunSchema>;

/** What the process that judges reads on its standard input: tables as files, and the rest that claims are given. */
export const judgeRequestSchema = z.object({
  /** The module that exports the study. */
  module: z.string(),
  cases: z.array(
    z.object({
      name: z.string(),
      /** The claims that are judged; null for all. */
      claims: z.array(z.string()).nullable(),
      /** Files by the path of the table that they hold. */
      files: z.record(z.string(), z.string()),
      /** Whether the tables have some of their columns alone. */
      partial: z.boolean(),
      context: z.object({
        profile: z.string(),
        resamples: z.number(),
        confidence: z.number(),
        settings: z.record(z.string(), z.unknown()),
      }),
    }),
  ),
});
export type JudgeRequest = z.infer<typeof judgeRequestSchema>;
export type JudgedCase = JudgeRequest['cases'][number];

/** What is judged of one side: the results of a profile, or those under a reading of it. */
export interface Subject {
  profile: string;
  reading: string | null;
}

/** Whose tables of it are judged, and with whose parameters of the judgement. */
export interface Case extends Subject {
  tables: 'base' | 'head';
  params: 'base' | 'head';
}

export function caseName({ profile, reading, tables, params }: Case): string {
  return JSON.stringify([profile, reading, tables, params]);
}

/** The rules of both sides, run on the same cases. */
export interface Crosswise {
  base: RulesRun;
  head: RulesRun;
  /** In the order in which they tell of a rule: profiles, each by the tables of the base and of the head. */
  cases: readonly Case[];
}

/** Every rule that is worded otherwise, judges the same tables otherwise, is new or is gone. */
export function ruleChanges({ base, head, cases }: Crosswise): RuleChange[] {
  const [earlier, later] = [base, head].map((run) => new Map(run.map((rule) => [rule.id, rule])));
  return [...new Set([...later.keys(), ...earlier.keys()])].flatMap((id): RuleChange[] => {
    const [was, now] = [earlier.get(id), later.get(id)];
    const { statement } = (now ?? was) as RulesRun[number];
    const words = { id, statement, before: was?.test ?? null, after: now?.test ?? null };
    if (!was || !now) return [{ ...words, thresholds: [], numbers: [], verdicts: [] }];
    // The parameters of the judgement are those of the tables: what the rules alone change is told.
    const pairs = cases
      .filter(({ tables, params }) => tables === params)
      .map((one) => ({ ...one, before: was.cases[caseName(one)], after: now.cases[caseName(one)] }))
      .filter(({ before, after }) => before && after && !('error' in before) && !('error' in after)) as (Case & {
      before: Exclude<RuleOutcome, { error: string }>;
      after: Exclude<RuleOutcome, { error: string }>;
    })[];
    const differing = pairs.filter(({ before, after }) => !isSame(before, after));
    if (was.test === now.test && differing.length === 0) return [];
    const first = <T>(of: (pair: (typeof pairs)[number]) => T[]) => differing.map(of).find((all) => all.length > 0);
    return [
      {
        ...words,
        thresholds: first(({ before, after }) => thresholds(before.parts, after.parts)) ?? [],
        numbers: first(({ before, after }) => compareValues(before.numbers, after.numbers)) ?? [],
        verdicts: pairs
          .filter(({ before, after }) => before.verdict !== after.verdict)
          .map(({ profile, reading, tables, before, after }) => ({
            profile,
            reading,
            tables,
            before: before.verdict,
            after: after.verdict,
          })),
      },
    ];
  });
}

type Parts = Exclude<RuleOutcome, { error: string }>['parts'];

/** 'above 0.5', 'at least 0.95 and at most 1.05'. */
function regionWords(region: Record<string, number>): string {
  return Object.entries(region)
    .map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${value}`)
    .join(' and ');
}

function thresholds(before: Parts, after: Parts): ValueChange[] {
  const [was, now] = [before, after].map((parts) =>
    Object.fromEntries(parts.map(({ name, region }) => [name, regionWords(region)])),
  );
  return compareValues(was, now);
}

/** What can differ between the sides of a verdict. */
export type Factor = 'rule' | 'tables' | 'params';

/**
 * Which factors move a verdict. `judge` gives the verdict with some factors taken from the head and the rest from the base; null where that
 * was not, or could not be judged. A factor moves the verdict where it does so alone, or where the verdict does not move without it.
 */
export function moversOf(
  differing: readonly Factor[],
  judge: (fromHead: readonly Factor[]) => string | null,
): { factors: Factor[]; joint: Why['joint'] } | null {
  if (differing.length <= 1) return { factors: [...differing], joint: null };
  const [before, after] = [judge([]), judge(differing)];
  if (before === null || after === null) return null;
  const found: { factor: Factor; alone: boolean }[] = [];
  for (const factor of differing) {
    const [alone, without] = [judge([factor]), judge(differing.filter((other) => other !== factor))];
    if (alone === null || without === null) return null;
    if (alone !== before || without !== after) found.push({ factor, alone: alone !== before });
  }
  const count = found.filter(({ alone }) => alone).length;
  const joint = found.length < 2 ? null : count === found.length ? 'each' : count === 0 ? 'together' : 'in part';
  return { factors: found.map(({ factor }) => factor), joint };
}
