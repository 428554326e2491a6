import { z } from 'zod';
import { isTested, type Verdict, verdictSchema } from '../artifact/verdict.ts';
import {
  type Measurement,
  measurementSchema,
  numbersOf,
  outcomeOf,
  partOutcomeSchema,
  type Region,
  regionSchema,
  rounded,
  seedsToDecide,
} from './measurement.ts';

/** Seeds below which nothing is judged: one network has no interval. */
export const LEAST_SEEDS = 2;
/**
 * Seeds of the smallest group from which a verdict counts as settled; below it is provisional. A 95% interval of a mean
 * covers it in about 50% of samples of 2 normal seeds, 75% of 3, where it is their range, 88% of 4, 91% of 5 and 95% of 10
 * (test/claims/provisional.test.ts), and the paper's own curves are means of 3 to 6 networks.
 */
export const SETTLED_SEEDS = 5;

/** One thing that a claim says: what was measured for it, and for which values it is true. */
export const partSchema = z.strictObject({
  /** What it is about, in a few words: '10 against 54'. */
  name: z.string(),
  outcome: partOutcomeSchema,
  measurement: measurementSchema,
  region: regionSchema,
  /** What else was measured and stands beside it. */
  beside: z.array(measurementSchema),
});
export type Part = z.infer<typeof partSchema>;

/** What a reader has to know of the networks behind a judgement. */
const noteSchema = z.discriminatedUnion('kind', [
  /** Networks that solved nothing and count as N = 1. */
  z.strictObject({ kind: z.literal('stuck networks'), count: z.number(), of: z.number() }),
  /** Stuck networks that have no task to lose or to double, and are left out. */
  z.strictObject({ kind: z.literal('networks without tasks'), count: z.number() }),
  /** Networks that lose half of their tasks outside the grid of perturbations; the end of the grid counts. */
  z.strictObject({ kind: z.literal('half outside the grid'), count: z.number() }),
  /** Neurons whose autocorrelation gives no usable fit. */
  z.strictObject({ kind: z.literal('failed fits'), count: z.number(), of: z.number() }),
  /** How far twins end from the modules that they duplicate, as a share of the norm of their connections. */
  z.strictObject({
    kind: z.literal('distance of twins'),
    distances: z.array(z.strictObject({ of: z.string(), share: z.number() })),
  }),
]);
export type Note = z.infer<typeof noteSchema>;

/** Why there is no verdict. */
const reasonSchema = z.strictObject({
  kind: z.enum([
    'too few networks',
    'too few epochs',
    'no networks',
    'no data',
    'ends early',
    'reading not run',
    'unaffected tables',
    'unaffected networks',
  ]),
  /** In words that follow 'Not run:'. */
  detail: z.string(),
  /** How much there is and how much the test needs, where the reason is a number. */
  actual: z.number().nullable(),
  needed: z.number().nullable(),
});
export type Reason = z.infer<typeof reasonSchema>;

/** What the test of a claim found. */
export const judgementSchema = z.strictObject({
  verdict: verdictSchema,
  /** Why the verdict is 'not run'; null for any other. */
  reason: reasonSchema.nullable(),
  parts: z.array(partSchema),
  /** What was measured for the claim as a whole. */
  context: z.array(measurementSchema),
  notes: z.array(noteSchema),
  /** Parts of the claim that were not judged for want of data, by name. */
  omitted: z.array(z.string()),
  /** All measurements as numbers by name, rounded to 6 significant digits. */
  numbers: z.record(z.string(), z.union([z.number(), z.string()]).nullable()),
  /** Seeds of the smallest group that the judgement rests on; 0 where nothing is trained for it. */
  seeds: z.number(),
  /** Seeds a group that would decide the parts which are undecided, by the spread seen; null where there is none, or no number would. */
  seedsNeeded: z.number().nullable(),
});
export type Judgement = z.infer<typeof judgementSchema>;

/** A part from what was measured, and the values of it for which the part is true. */
export function part(name: string, measured: Measurement, region: Region, beside: readonly Measurement[] = []): Part {
  return { name, outcome: outcomeOf(measured, region), measurement: measured, region, beside: [...beside] };
}

interface Rest {
  /** Seeds of the smallest group. */
  seeds: number;
  notes?: readonly (Note | null)[];
  omitted?: readonly string[];
  context?: readonly Measurement[];
}

/** The judgement over parts. */
export function judgement(parts: readonly Part[], { seeds, notes = [], omitted = [], context = [] }: Rest): Judgement {
  if (parts.length === 0) return notRun({ kind: 'no data', detail: 'no data in this profile.' });
  const tidy = parts.map((one) => ({
    ...one,
    measurement: rounded(one.measurement),
    beside: one.beside.map(rounded),
  }));
  return {
    verdict: verdictOf(parts),
    reason: null,
    parts: tidy,
    context: context.map(rounded),
    notes: notes.filter((note) => note !== null),
    omitted: [...omitted],
    numbers: numbersOf([...context, ...parts.flatMap(({ measurement, beside }) => [measurement, ...beside])]),
    seeds,
    seedsNeeded: mostNeeded(parts, seeds),
  };
}

/**
 * A claim says all of its parts. It is reproduced where all hold; inconclusive where the data contradict none, but leave some undecided; where they
 * contradict some, it is reproduced in part if others hold, else not reproduced.
 */
export function verdictOf(parts: readonly Part[]): Verdict {
  const has = (outcome: Part['outcome']) => parts.some((one) => one.outcome === outcome);
  if (!has('contradicted')) return has('undecided') ? 'inconclusive' : 'reproduced';
  return has('holds') ? 'partly' : 'not reproduced';
}

function mostNeeded(parts: readonly Part[], seeds: number): number | null {
  const needed = parts
    .filter(({ outcome }) => outcome === 'undecided')
    .map(({ measurement, region }) => seedsToDecide(measurement, region, seeds));
  return needed.length === 0 || needed.includes(null) ? null : Math.max(...(needed as number[]));
}

/** No verdict: data that are missing, too few seeds, or a profile too short to show it. */
export function notRun(
  { kind, detail, actual = null, needed = null }: Pick<Reason, 'kind' | 'detail'> & Partial<Reason>,
  { seeds = 0, context = [] }: { seeds?: number; context?: readonly Measurement[] } = {},
): Judgement {
  return {
    verdict: 'not run',
    reason: { kind, detail, actual, needed },
    parts: [],
    context: context.map(rounded),
    notes: [],
    omitted: [],
    numbers: numbersOf(context),
    seeds,
    seedsNeeded: null,
  };
}

/** No verdict, since groups have fewer networks than any test needs. */
export function tooFew(detail: string): Judgement {
  return notRun({ kind: 'too few networks', detail, needed: LEAST_SEEDS });
}

/** Whether a verdict rests on so few seeds that more may well change it. */
export function isProvisional({ verdict, seeds }: Pick<Judgement, 'verdict' | 'seeds'>, seedless = false): boolean {
  return !seedless && isTested(verdict) && seeds < SETTLED_SEEDS;
}
