import type { z } from 'zod';
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
export function parseFormat<T>(schema: z.ZodType<T>, text: string, file: string): T {
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
export function checkFormat<T>(schema: z.ZodType<T>, value: unknown, file: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  const more = issues.length > 1 ? ` So do ${issues.length - 1} more.` : '';
  throw new FormatError(file, `does not fit its format: ${fieldFault(issues[0])}${more}`, result.error);
}

function fieldFault({ path, message }: z.core.$ZodIssue): string {
  const field = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  return `${field === '' ? 'the file' : `field '${field}'`} fails with '${message}'.`;
}
