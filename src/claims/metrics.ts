import type { Judgement, Verdict } from './claim.ts';

const VERDICTS: readonly Verdict[] = ['reproduced', 'partly', 'not reproduced', 'not run'];

/** A claim's id with its judgement. */
type Judged = Pick<Judgement, 'verdict' | 'numbers' | 'seeds'> & { id: string };

/** How often each verdict was given, all four of them. */
export function countVerdicts(judged: readonly Pick<Judged, 'verdict'>[]): Record<Verdict, number> {
  const count = (verdict: Verdict) => judged.filter((one) => one.verdict === verdict).length;
  return Object.fromEntries(VERDICTS.map((verdict) => [verdict, count(verdict)])) as Record<Verdict, number>;
}

/** What `dvc metrics show` and `dvc metrics diff` list: the counts of verdicts, then for each claim its seeds and its numbers. */
export function metricsOf(judged: readonly Judged[]): { verdicts: Record<Verdict, number>; claims: object } {
  const numbers = judged.map(({ id, numbers, seeds }) => {
    const finite = Object.entries(numbers).filter(([, value]) => typeof value === 'number' && Number.isFinite(value));
    return [id, { ...Object.fromEntries(finite), seeds }] as const;
  });
  return { verdicts: countVerdicts(judged), claims: Object.fromEntries(numbers) };
}
