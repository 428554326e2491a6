import { UserError } from '../artifact/error.ts';
import type { Multiverse } from '../artifact/multiverse.ts';
import { countVerdicts, VERDICTS } from '../artifact/verdict.ts';
import { formatNumber } from './clause.ts';
import type { Matrix } from './matrixRecord.ts';
import { multiverseNumber } from './multiverseQuotation.ts';
import type { ClaimRecord, ClaimsFile } from './record.ts';

/** What a text about results quotes from. */
export interface Results {
  claims: ClaimsFile;
  matrix: Matrix;
  /** The claims under other protocols, by name. */
  protocols?: Readonly<Record<string, ClaimsFile>>;
  multiverse?: Multiverse;
}

type Numbers = Record<string, number | string | null>;

/**
 * A text with its quotations filled in: each `{{...}}` names a number of the results, which is written with three significant digits.
 *
 *     {{2a.1; difference, 5-20}}              the number of that name of claim 2a.1; also `...; low`, `...; high`
 *     {{2a.1; difference, 5-20; interval}}    '6.5 to 15.5'
 *     {{5c.1; difference; size}}              without its sign
 *     {{2a.1; difference,; range}}            the smallest to the largest of the numbers whose names start so
 *     {{6a.7; share left out; percent}}       a share in per cent
 *     {{growth-shared-draw/3a.1; ...}}           the same under a reading
 *     {{as-coded: 3a.1; ...}}                 the same under another protocol; also {{as-coded: verdicts; ...}}, {{check as-coded: 3a.1; ...}}
 *     {{as-coded: differing; all}}            how many claims have another verdict under it; `{{as-coded: differing; reproduced}}`: of these, those reproduced there
 *     {{verdicts; partly}}                    how many claims have a verdict; `{{verdicts; all}}`: how many claims there are
 *     {{without stuck; 6b.4}}                 the verdict of a claim without the networks that are stuck
 *     {{decided by; network.growth}}          how many claims have another verdict under some reading of a detail
 *     {{multiverse; specifications}}          a number of the multiverse; `{{multiverse 6b.1; reproduced}}`, `{{multiverse 2000000; reproduced}}`, `{{multiverse most; reproduced}}`
 *     {{check 2a.1; difference, 5-20; above 5}}   nothing, but an error where a sentence of comparison does not hold; also `below`
 *
 * @throws UserError naming a quotation whose number is not there, or whose comparison does not hold.
 */
export function fillQuotations(text: string, results: Results): string {
  return text.replace(/\{\{(.*?)\}\}/gs, (_, quotation: string) => {
    const [head, ...rest] = quotation.split(';').map((field) => field.trim());
    const [subject, protocol] = head.split(/:\s*/).reverse();
    if (subject === 'verdicts') return countOf(quotation, rest[0], claimsUnder(quotation, protocol, results));
    if (subject === 'differing') return differing(quotation, protocol, rest[0], results);
    if (/^multiverse\b/.test(head)) return String(multiverseOf(quotation, head, rest[0], results));
    if (head === 'without stuck') return withoutStuck(quotation, rest[0], results.claims);
    if (head === 'decided by') return decidedBy(rest[0], results.matrix);
    if (head.startsWith('check ')) return checked(quotation, head.slice('check '.length), rest, results);
    return quoted(quotation, numbersOf(quotation, head, results), rest);
  });
}

function quoted(quotation: string, numbers: Numbers, [name, form]: readonly string[]): string {
  const numberOf = (key: string) => found(quotation, numbers, key);
  switch (form) {
    case undefined:
      return formatNumber(numberOf(name));
    case 'low':
    case 'high':
      return formatNumber(numberOf(`${name}, ${form}`));
    case 'interval':
      return `${formatNumber(numberOf(`${name}, low`))} to ${formatNumber(numberOf(`${name}, high`))}`;
    case 'size':
      return formatNumber(Math.abs(numberOf(name)));
    case 'range': {
      const names = Object.keys(numbers).filter(
        (key) => key.startsWith(name) && !/, (low|high|Cliff's delta)$/.test(key),
      );
      if (names.length < 2)
        throw new UserError(
          `{{${quotation}}} needs two or more numbers whose names start with '${name}': there are ${names.length}.`,
        );
      const values = names.map(numberOf);
      return `${formatNumber(Math.min(...values))} to ${formatNumber(Math.max(...values))}`;
    }
    case 'percent':
      return `${formatNumber(100 * numberOf(name), 2)}%`;
    default:
      throw new UserError(`{{${quotation}}} asks for '${form}': expected low, high, interval, size, range or percent.`);
  }
}

function checked(quotation: string, head: string, rest: readonly string[], results: Results): string {
  const [side, end] = (rest.at(-1) ?? '').split(' ');
  const value = /^multiverse\b/.test(head)
    ? multiverseOf(quotation, head, rest[0], results)
    : found(quotation, numbersOf(quotation, head, results), rest[0]);
  if ((side !== 'above' && side !== 'below') || Number.isNaN(Number(end)))
    throw new UserError(`{{${quotation}}} compares with nothing: expected 'above' or 'below' and a number at its end.`);
  const holds = side === 'above' ? value > Number(end) : value < Number(end);
  if (!holds) throw new UserError(`{{${quotation}}} does not hold: the value is ${value}. Write the sentence anew.`);
  return '';
}

function multiverseOf(quotation: string, head: string, name: string, { multiverse }: Results): number {
  return multiverseNumber(quotation, head.slice('multiverse'.length).trim(), name, multiverse);
}

/** The claims of the first protocol, or of another one. */
function claimsUnder(quotation: string, protocol: string | undefined, { claims, protocols }: Results): ClaimsFile {
  const under = protocol === undefined ? claims : protocols?.[protocol];
  if (!under) throw new UserError(`{{${quotation}}} names a protocol without results: ${protocol}.`);
  return under;
}

/** How many claims have another verdict under a protocol than under the first: all, or those with one verdict there. */
function differing(quotation: string, protocol: string | undefined, verdict: string, results: Results): string {
  const under = claimsUnder(quotation, protocol, results);
  const first = new Map(results.claims.claims.map((claim) => [claim.id, claim.verdict]));
  const others = under.claims.filter((claim) => first.get(claim.id) !== claim.verdict);
  return countOf(quotation, verdict, { ...under, claims: others });
}

/** The numbers of a claim ('2a.1'), of a claim under a reading ('growth-shared-draw/3a.1'), or under another protocol ('as-coded: 3a.1'). */
function numbersOf(quotation: string, head: string, results: Results): Numbers {
  const [subject, protocol] = head.split(/:\s*/).reverse();
  const { matrix } = results;
  const claims = claimsUnder(quotation, protocol, results);
  const [id, reading] = subject.split('/').reverse();
  const judged: Pick<ClaimRecord, 'numbers'> | undefined =
    reading === undefined
      ? [...claims.claims, ...(claims.beyond ?? [])].find((one) => one.id === id)
      : matrix.claims.find((one) => one.id === id)?.cells[reading];
  if (!judged) throw new UserError(`{{${quotation}}} names no judged claim: ${head} is not among the results.`);
  return judged.numbers;
}

function found(quotation: string, numbers: Numbers, name: string): number {
  const value = numbers[name];
  if (typeof value === 'number') return value;
  const known = Object.keys(numbers).join('; ');
  throw new UserError(`{{${quotation}}} names a number that is not there: '${name}'. There are: ${known}.`);
}

function countOf(quotation: string, verdict: string, { claims }: ClaimsFile): string {
  if (verdict === 'all') return String(claims.length);
  const entry = VERDICTS.find(({ word }) => word === verdict);
  if (!entry)
    throw new UserError(`{{${quotation}}} names no verdict: expected ${VERDICTS.map(({ word }) => word).join(', ')}.`);
  return String(countVerdicts(claims)[entry.word]);
}

function withoutStuck(quotation: string, id: string, { claims }: ClaimsFile): string {
  const verdict = claims.find((claim) => claim.id === id)?.withoutStuck?.verdict;
  if (verdict === undefined) throw new UserError(`{{${quotation}}} names no claim that rests on stuck networks.`);
  return verdict;
}

function decidedBy(key: string, { columns, claims }: Matrix): string {
  if (!columns.some((column) => column.key === key))
    throw new UserError(`{{decided by; ${key}}} names no open detail.`);
  return String(claims.filter(({ decisions }) => decisions.some((decision) => decision.key === key)).length);
}
