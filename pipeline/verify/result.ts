import { type AnyClaimsFile, anyClaimsFileSchema } from '../../src/artifact/claims.ts';
import { FormatError, parseFormat } from '../../src/artifact/format.ts';

/** How one result that was made again differs from the published one, in a sentence each; nothing where the bytes are the same. */
export function resultDifference(path: string, published: Buffer | null, made: Buffer | null): string[] {
  if (published === null) return [`${path} is not in the bundle, its stage makes it`];
  if (made === null) return [`${path} is in the bundle, no stage makes it`];
  if (published.equals(made)) return [];
  const claims = path.endsWith('claims.json') ? claimDifferences(path, published, made) : [];
  return claims.length > 0 ? claims : [lineDifference(path, published, made)];
}

type Judged = AnyClaimsFile['claims'][number] & { outcome?: string };

/** The claims that are judged otherwise: the verdict, else the first number, else what else of them. */
function claimDifferences(path: string, published: Buffer, made: Buffer): string[] {
  try {
    const before = judgedIn(published);
    const after = judgedIn(made);
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
      const [one, other] = [before.get(id), after.get(id)];
      if (JSON.stringify(one) === JSON.stringify(other)) return [];
      return [`${path}: claim ${id} ${claimDifference(one, other)}`];
    });
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return [];
  }
}

function claimDifference(published: Judged | undefined, made: Judged | undefined): string {
  if (!published) return 'is missing';
  if (!made) return 'is one that is not judged';
  const [says, found] = [published, made].map(({ outcome, verdict }) => outcome ?? verdict);
  if (says !== found) return `has '${says}', judged again it is '${found}'`;
  const names = Object.keys({ ...published.numbers, ...made.numbers });
  const number = names.find((name) => published.numbers?.[name] !== made.numbers?.[name]);
  if (number !== undefined)
    return `has '${number}' ${published.numbers?.[number]}, judged again it is ${made.numbers?.[number]}`;
  const keys = Object.keys({ ...published, ...made }) as (keyof Judged)[];
  const key = keys.find((name) => JSON.stringify(published[name]) !== JSON.stringify(made[name]));
  return `has another '${key}' than judged again`;
}

function judgedIn(bytes: Buffer): Map<string, Judged> {
  const { claims, beyond = [] } = parseFormat(anyClaimsFileSchema, bytes.toString('utf8'), 'claims.json');
  return new Map<string, Judged>([...claims, ...beyond].map((claim) => [claim.id, claim]));
}

/** The first line that differs; drawings and records have long lines, so only what surrounds the difference is shown. */
function lineDifference(path: string, published: Buffer, made: Buffer): string {
  const [before, after] = [published, made].map((bytes) => bytes.toString('utf8').split('\n'));
  const line = before.findIndex((text, i) => text !== after[i]);
  const at = line < 0 ? before.length : line;
  return `${path}, line ${at + 1}: the bundle has ${near(before[at], after[at])}, made again it is ${near(after[at], before[at])}`;
}

function near(text: string | undefined, other: string | undefined): string {
  if (text === undefined) return 'no such line';
  const first = [...text].findIndex((letter, i) => letter !== other?.[i]);
  const from = Math.max(0, (first < 0 ? text.length : first) - 30);
  return `'${from > 0 ? '...' : ''}${text.slice(from, from + 80)}${text.length > from + 80 ? '...' : ''}'`;
}
