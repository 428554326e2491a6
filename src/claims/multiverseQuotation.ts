import { UserError } from '../artifact/error.ts';
import type { Multiverse } from '../artifact/multiverse.ts';
import { VERDICTS, type Verdict } from '../artifact/verdict.ts';

/**
 * A number of the multiverse: `specifications`, how many there are, or `trained`, how many differ in their networks; of a subject the count of a verdict: of a specification
 * ('2000000') over claims, of a claim ('6b.1') over
 * specifications, all or those with one level of a choice ('6b.1 network.growth=2'), of 'most' or 'fewest' where a specification has most or fewest of it.
 * @throws UserError naming a quotation whose subject or number is not there.
 */
export function multiverseNumber(quotation: string, subject: string, name: string, multiverse?: Multiverse): number {
  if (!multiverse || multiverse.specifications.length === 0)
    throw new UserError(
      `{{${quotation}}} quotes the multiverse, which was not run: leave it out, or run stage multiverse.`,
    );
  const { claims, specifications } = multiverse;
  if (subject === '' && name === 'specifications') return specifications.length;
  if (subject === '' && name === 'trained') return trainedSpecifications(multiverse);
  const verdict = VERDICTS.find(({ word }) => word === name)?.word;
  if (verdict === undefined)
    throw new UserError(`{{${quotation}}} names no verdict: expected ${VERDICTS.map(({ word }) => word).join(', ')}.`);
  const counts = specifications.map((_, i) => countAt(claims, i, verdict));
  if (subject === 'most') return Math.max(...counts);
  if (subject === 'fewest') return Math.min(...counts);
  const at = specifications.findIndex(({ id }) => id === subject);
  if (at >= 0) return counts[at];
  const [id, condition] = subject.split(' ');
  const claim = claims.find((one) => one.id === id);
  if (!claim) throw new UserError(`{{${quotation}}} names neither a claim nor a specification: ${subject}.`);
  const chosen = condition === undefined ? () => true : levelTest(quotation, condition, multiverse);
  return claim.verdicts.filter((word, i) => word === verdict && chosen(specifications[i].levels)).length;
}

/** Whether levels have the one of a condition: 'network.growth=2'. */
function levelTest(
  quotation: string,
  condition: string,
  { choices }: Multiverse,
): (levels: readonly number[]) => boolean {
  const [key, level] = condition.split('=');
  const at = choices.findIndex((choice) => choice.key === key);
  if (at < 0 || choices[at].values[Number(level)] === undefined)
    throw new UserError(`{{${quotation}}} names no level of a choice: ${condition}.`);
  return (levels) => levels[at] === Number(level);
}

/** How many specifications differ in what they train. */
function trainedSpecifications({ choices, specifications }: Multiverse): number {
  return new Set(specifications.map(({ levels }) => levels.filter((_, i) => choices[i].trains).join(''))).size;
}

function countAt(claims: Multiverse['claims'], at: number, verdict: Verdict): number {
  return claims.filter(({ verdicts }) => verdicts[at] === verdict).length;
}
