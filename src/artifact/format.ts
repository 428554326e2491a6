import { type $ZodIssue, type $ZodType, safeParse } from 'zod/v4/core';
import { UserError } from './error.ts';
import { parseJson } from './json.ts';

/** A file does not fit its format: names the file, the field and what was expected there. */
export class FormatError extends UserError {
  constructor(file: string, fault: string, cause: unknown) {
    super(`${file} ${fault} Restore it with 'git checkout ${file}', or make it again.`, { cause });
    this.name = 'FormatError';
  }
}

/**
 * The value of a JSON text, checked against the schema of its format.
 * @throws FormatError naming the file, the first field that does not fit and what was expected.
 */
export function parseFormat<T>(schema: $ZodType<T>, text: string, file: string): T {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    throw new FormatError(file, `is damaged, cut off or edited (${(error as Error).message}).`, error);
  }
  return checkFormat(schema, value, file);
}

/**
 * A value, checked against the schema of its format.
 * @throws FormatError naming the first field that does not fit and what was expected.
 */
export function checkFormat<T>(schema: $ZodType<T>, value: unknown, file: string): T {
  return fitting(schema, value, (fault, cause) => new FormatError(file, fault, cause));
}

/**
 * A value, checked against the schema of its format, for readers that word the error themselves.
 * @param errorOf makes it: the fault names the first field that does not fit and what was expected
 */
export function fitting<T>(schema: $ZodType<T>, value: unknown, errorOf: (fault: string, cause: unknown) => Error): T {
  const result = safeParse(schema, value);
  if (result.success) return result.data;
  const { issues } = result.error;
  const more = issues.length > 1 ? ` So do ${issues.length - 1} more.` : '';
  throw errorOf(`does not fit its format: ${fieldFault(issues[0])}${more}`, result.error);
}

function fieldFault(issue: $ZodIssue): string {
  const { path } = issue;
  const message = issue.message === 'Invalid input' ? `expected ${expectedBy(issue)}` : issue.message;
  const field = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  return `${field === '' ? 'the file' : `field '${field}'`} fails with '${message}'.`;
}

/** What was expected, which zod does not say of a union, nor without a language, as in a page. */
function expectedBy(issue: $ZodIssue): string {
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return issue.errors.map(([first]) => expectedBy(first)).join(' or ');
  if ('values' in issue) return issue.values.map(String).join(' or ');
  return 'expected' in issue ? issue.expected : 'another value';
}
