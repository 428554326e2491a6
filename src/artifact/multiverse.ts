import { z } from 'zod';
import { claimSchema } from './claims.ts';
import { verdictSchema } from './verdict.ts';

const level = z.int().min(0);

/** A number under every specification, null where there is none. */
const numbers = z.array(z.number().nullable());

/** multiverse.json of a profile: every claim and its main number under every combination of choices. */
export const multiverseSchema = z.strictObject({
  profile: z.string(),
  /** The scale of the specifications, as the profile sets it. */
  scale: z.record(z.string(), z.unknown()),
  choices: z.array(
    z.strictObject({
      key: z.string(),
      values: z.array(z.unknown()),
      /** The level of the protocol; -1 where a profile crosses nothing and its protocol has another value. */
      protocol: z.int().min(-1),
      /** Whether the profile crosses it. */
      crossed: z.boolean(),
      /** Whether it changes networks, or what is measured on them alone. */
      trains: z.boolean(),
    }),
  ),
  specifications: z.array(
    z.strictObject({
      id: z.string(),
      levels: z.array(level),
      /** Networks that it rests on. */
      networks: z.int(),
    }),
  ),
  claims: z.array(
    claimSchema.pick({ id: true, panel: true, figure: true, statement: true }).extend({
      /** The verdict under every specification, in their order. */
      verdicts: z.array(verdictSchema),
      /** The first number of the claim: what it is, and its value under every specification. */
      name: z.string().nullable(),
      unit: z.string().nullable(),
      values: numbers,
    }),
  ),
  /** Key quantities beside the claims. */
  quantities: z.array(z.strictObject({ id: z.string(), name: z.string(), unit: z.string(), values: numbers })),
});
export type Multiverse = z.infer<typeof multiverseSchema>;

/** What multiverse.json of any version holds, for comparisons between revisions: verdicts may be other words. */
export const anyMultiverseSchema = z
  .looseObject({
    choices: z.array(z.looseObject({ key: z.string(), values: z.array(z.unknown()), protocol: z.int().min(-1) })),
    specifications: z.array(z.looseObject({ levels: z.array(level) })),
    claims: z.array(
      z.looseObject({ id: z.string(), statement: z.string(), verdicts: z.array(z.string()), values: numbers }),
    ),
  })
  .refine(
    ({ choices, specifications }) =>
      specifications.every(
        ({ levels }) => levels.length === choices.length && levels.every((one, i) => one < choices[i].values.length),
      ),
    { path: ['specifications'], message: 'a level of every choice in each' },
  )
  .refine(
    ({ specifications: { length }, claims }) =>
      claims.every(({ verdicts, values }) => verdicts.length === length && values.length === length),
    { path: ['claims'], message: 'a verdict and a value for every specification in each' },
  );
export type AnyMultiverse = z.infer<typeof anyMultiverseSchema>;
