import { z } from 'zod';
import type { Cell } from '../artifact/table.ts';
import { nameSchema } from './name.ts';
import { warningSchema } from './warning.ts';

export const cellSchema = z.union([z.string(), z.number(), z.null()]) satisfies z.ZodType<Cell>;

/** A value that stands under one name on both sides, or on one alone; undefined on the side that has none. */
const valueChangeSchema = z.strictObject({
  /** 'training.modular.learningRate', 'difference, 5-20, low'. */
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export type ValueChange = z.infer<typeof valueChangeSchema>;

/** Why a change has no size in standard deviations over seeds. */
const unscaledSchema = z.enum(['no seeds', 'one seed', 'seeds agree']);
export type Unscaled = z.infer<typeof unscaledSchema>;

/** One cell of a panel's data that differs, in a row that both sides have. */
const cellChangeSchema = z.strictObject({
  /** 'mean', 'seed', 'half', ... as in the panel's CSV. */
  kind: z.string(),
  /** What names the series: architecture, size, condition, ... */
  series: z.record(z.string(), cellSchema),
  /** The same in words: 'modular 15'. */
  name: z.string(),
  /** Null in rows over seeds. */
  seed: cellSchema,
  /** Where on the x axis; null where the row has no x. */
  x: z.strictObject({ column: z.string(), value: cellSchema }).nullable(),
  column: z.string(),
  before: cellSchema,
  after: cellSchema,
  /** After less before; null where either is not a number. */
  change: z.number().nullable(),
  /** The change by the standard deviation (n - 1) over the seeds of the base at this point; null where it has none, and `unscaled` says why. */
  deviations: z.number().nullable(),
  unscaled: unscaledSchema.nullable(),
  /** The edge of an interval or a spread, not a value itself. */
  edge: z.boolean(),
});
export type CellChange = z.infer<typeof cellChangeSchema>;

/** What became of a panel's rows. */
const tableChangeSchema = z.strictObject({
  before: z.number(),
  after: z.number(),
  /** Rows that both sides have with other values. */
  changed: z.number(),
  added: z.number(),
  removed: z.number(),
  /** Series of the one side alone, each in words. */
  seriesAdded: z.array(z.string()),
  seriesRemoved: z.array(z.string()),
  /** Columns of the one side alone; their cells are not listed. */
  columnsAdded: z.array(z.string()),
  columnsRemoved: z.array(z.string()),
  /** Every cell that differs, in the order of the table. */
  cells: z.array(cellChangeSchema),
  /** The largest change in standard deviations over seeds; the largest in its unit if none can be scaled. */
  largest: cellChangeSchema.nullable(),
  /** The largest change where the seeds of the base agree to the last digit, which no deviation can scale; null where there is none. */
  largestOfAgreeing: cellChangeSchema.nullable(),
});
export type TableChange = z.infer<typeof tableChangeSchema>;

/** What could have made a difference: everything between the revisions that the stages behind it read. */
const causesSchema = z.strictObject({
  stages: z.array(z.string()),
  params: z.array(valueChangeSchema),
  /** Files changed in git that a stage of the line depends on, with the first such stage. */
  files: z.array(z.strictObject({ path: z.string(), stage: z.string() })),
  /** Tables with other bytes. */
  inputs: z.array(z.string()),
  /** Networks with other weights, and how many the panel rests on. */
  networks: z.strictObject({ changed: z.number(), of: z.number() }),
  /** Engine, version of the kernel. */
  versions: z.array(valueChangeSchema),
});
export type Causes = z.infer<typeof causesSchema>;

const panelStateSchema = z.enum(['unchanged', 'drawing', 'data', 'added', 'removed', 'not compared']);
export type PanelState = z.infer<typeof panelStateSchema>;

const panelChangeSchema = z.strictObject({
  id: nameSchema,
  title: z.string(),
  /** 'drawing': the data are the same, the drawing is another. */
  state: panelStateSchema,
  /** Whether the drawing's file differs. */
  drawn: z.boolean(),
  table: tableChangeSchema.nullable(),
  causes: causesSchema.nullable(),
});
export type PanelChange = z.infer<typeof panelChangeSchema>;

/** A verdict as it is called on its side: of a statement beyond the paper 'holds', 'does not hold'. */
const judgedSchema = z.strictObject({ verdict: z.string(), finding: z.string(), provisional: z.boolean() });
export type Judged = z.infer<typeof judgedSchema>;

/** What can move a verdict: its rule, or what its tables were made with. `data`: other tables, with no change of parameters or code behind. */
const moverSchema = z.enum(['rule', 'parameters', 'code', 'data']);
export type Mover = z.infer<typeof moverSchema>;

/** Why a verdict moved, found by judging with the rule of one side the tables of the other. */
const whySchema = z.strictObject({
  /** Empty where nothing that the verdict follows from differs. */
  movers: z.array(moverSchema),
  /** Of several movers: whether each alone moves it, or only both together. Null for one. */
  joint: z.enum(['each', 'together', 'in part']).nullable(),
  /** Why it could not be found out, in words; null where it was. */
  unknown: z.string().nullable(),
  /** The verdict by the rule of the base on the tables of the head, and the other way round; null where that was not judged. */
  oldRule: z.string().nullable(),
  newRule: z.string().nullable(),
});
export type Why = z.infer<typeof whySchema>;

/** A claim, or a statement beyond the paper, whose verdict differs or that one side alone has. */
const verdictChangeSchema = z.strictObject({
  id: z.string(),
  panel: z.string().nullable(),
  statement: z.string(),
  beyond: z.boolean(),
  /** Null on the side that has no such claim. */
  before: judgedSchema.nullable(),
  after: judgedSchema.nullable(),
  causes: causesSchema.nullable(),
  why: whySchema.nullable(),
});
export type VerdictChange = z.infer<typeof verdictChangeSchema>;

/** The verdicts that two rules give on the same tables. */
const ruleVerdictSchema = z.strictObject({
  profile: z.string(),
  /** The reading that the tables are of, or null. */
  reading: z.string().nullable(),
  /** Whose tables. */
  tables: z.enum(['base', 'head']),
  before: z.string(),
  after: z.string(),
});

/** A rule that is worded otherwise, or that judges the same tables otherwise. */
const ruleChangeSchema = z.strictObject({
  id: z.string(),
  statement: z.string(),
  /** The test in words; null on the side that has no such claim. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** The values that a part of the claim has to have, where they differ on the same tables. */
  thresholds: z.array(valueChangeSchema),
  /** What is measured, where that differs on the same tables. */
  numbers: z.array(valueChangeSchema),
  verdicts: z.array(ruleVerdictSchema),
});
export type RuleChange = z.infer<typeof ruleChangeSchema>;

const rulesSchema = z.strictObject({
  changes: z.array(ruleChangeSchema),
  /** Changed files that claims are judged with. */
  files: z.array(z.string()),
  /** Why the rules of both sides could not be run on the same tables; null where they were, or where their code is the same. */
  unknown: z.string().nullable(),
});
export type Rules = z.infer<typeof rulesSchema>;

/** A claim whose verdict stays while something else of it differs. */
const claimChangeSchema = z.strictObject({
  id: z.string(),
  /** Its numbers, seeds, stability and whether it is provisional. */
  numbers: z.array(valueChangeSchema),
  /** 'statement', 'test', 'where' where their words differ. */
  words: z.array(z.string()),
});
export type ClaimChange = z.infer<typeof claimChangeSchema>;

/** A verdict under a reading that differs. */
const readingChangeSchema = z.strictObject({
  id: z.string(),
  reading: z.string(),
  /** Null on the side that has no such claim, or no such reading. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  causes: causesSchema,
  why: whySchema,
});
export type ReadingChange = z.infer<typeof readingChangeSchema>;

/** Claims or specifications that are reproduced, and verdicts that moved. */
const countsSchema = z.strictObject({ before: z.int(), after: z.int(), moved: z.int() });

/** The specification that comes closest to the paper, as the report has it: most claims reproduced, then fewest contradicted. */
const bestSchema = z.strictObject({
  reproduced: z.int(),
  /** Of so many claims. */
  of: z.int(),
  /** What it sets other than the protocol ('network.growth: copy-all'); empty for the protocol. */
  departures: z.array(z.string()),
  /** How many others come as close; of them all it has the fewest departures. */
  equals: z.int(),
});

/** What happened to multiverse.json. Counts are over the specifications and claims that both sides have. */
const multiverseChangeSchema = z.strictObject({
  /** Specifications that both sides have, and those of the one side alone. */
  shared: z.int(),
  added: z.int(),
  removed: z.int(),
  /** The specifications under which verdicts moved, most first: how many claims each reproduces. */
  specifications: z.array(
    countsSchema.extend({
      departures: z.array(z.string()),
      /** Why each verdict moved; null where more moved under others, which are judged alone. */
      whys: z.array(z.strictObject({ id: z.string(), why: whySchema })).nullable(),
    }),
  ),
  /** The claims whose verdict moved, most first: under how many specifications each is reproduced. */
  claims: z.array(countsSchema.extend({ id: z.string(), statement: z.string() })),
  /** Numbers of claims, one under each specification, that differ. */
  numbers: z.int(),
  /** Over all claims of a side; null where it has no specification. */
  best: z.strictObject({ before: bestSchema.nullable(), after: bestSchema.nullable() }),
});
export type MultiverseChange = z.infer<typeof multiverseChangeSchema>;

const networksChangeSchema = z.strictObject({
  stage: z.string(),
  before: z.number(),
  after: z.number(),
  changed: z.number(),
  added: z.number(),
  removed: z.number(),
});
export type NetworksChange = z.infer<typeof networksChangeSchema>;

const profileChangeSchema = z.strictObject({
  profile: nameSchema,
  /** Whether both sides have it, or which alone. */
  state: z.enum(['both', 'added', 'removed']),
  /** How many of the paper's claims have each verdict. */
  counts: z.array(z.strictObject({ verdict: z.string(), before: z.number(), after: z.number() })),
  verdicts: z.array(verdictChangeSchema),
  claims: z.array(claimChangeSchema),
  readings: z.array(readingChangeSchema),
  /** Null where nothing of it differs, or a side has none. */
  multiverse: multiverseChangeSchema.nullable(),
  panels: z.array(panelChangeSchema),
  networks: z.array(networksChangeSchema),
  /** Of metrics.json, where a profile has one. */
  metrics: z.array(valueChangeSchema),
  /** Values of the head's params.yaml that a stage was not run with, by its dvc.lock. */
  stale: z.array(
    z.strictObject({
      stage: z.string(),
      path: z.string(),
      ran: z.unknown().optional(),
      stated: z.unknown().optional(),
    }),
  ),
  /** Stages whose entry in dvc.lock differs in what they made. */
  remade: z.array(z.string()),
});
export type ProfileChange = z.infer<typeof profileChangeSchema>;

/** One side of a comparison. */
const sideSchema = z.strictObject({
  /** As it was asked for: 'main', 'working tree'. */
  name: z.string(),
  /** The commit, of a working tree the one it stands on; null in a checkout without one. */
  commit: z.string().nullable(),
  /** Files of a working tree that no commit holds yet. */
  uncommitted: z.number(),
});
export type Side = z.infer<typeof sideSchema>;

/** diff.json: what happened to the figures between two revisions. */
export const comparisonSchema = z.strictObject({
  format: z.literal(4),
  base: sideSchema,
  head: sideSchema,
  /** Whether anything differs at all. */
  changed: z.boolean(),
  rules: rulesSchema,
  params: z.array(valueChangeSchema),
  /** Files changed between the revisions, results apart. */
  files: z.array(z.string()),
  profiles: z.array(profileChangeSchema),
  warnings: z.array(warningSchema),
  /** What could not be compared at all: damaged files. */
  failures: z.array(z.string()),
});
export type Comparison = z.infer<typeof comparisonSchema>;
