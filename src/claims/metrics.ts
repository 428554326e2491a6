import { z } from 'zod';
import { countVerdicts, verdictSchema } from '../artifact/verdict.ts';
import type { Judgement } from './judgement.ts';

/** metrics.json, which `dvc metrics` lists: how often each verdict was given, then for each claim its seeds and its numbers. */
export const metricsSchema = z.strictObject({
  verdicts: z.record(verdictSchema, z.number()),
  claims: z.record(z.string(), z.record(z.string(), z.number())),
});
export type Metrics = z.infer<typeof metricsSchema>;

/** The metrics of judged claims. */
export function metricsOf(
  judged: readonly (Pick<Judgement, 'verdict' | 'numbers' | 'seeds'> & { id: string })[],
): Metrics {
  const claims = judged.map(({ id, numbers, seeds }) => {
    const finite = Object.entries(numbers).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number' && Number.isFinite(entry[1]),
    );
    return [id, { ...Object.fromEntries(finite), seeds }] as const;
  });
  return { verdicts: countVerdicts(judged), claims: Object.fromEntries(claims) };
}
