import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { UserError } from './error.ts';
import { checkFormat } from './format.ts';
import { lineOfMarker } from './merge.ts';

/**
 * The value of a YAML text, checked against the schema of its format.
 * @throws UserError as `readYaml`; FormatError naming the first field that does not fit and what was expected.
 */
export function parseYaml<T>(schema: z.ZodType<T>, text: string, name: string): T {
  return checkFormat(schema, readYaml(text, name), name);
}

/**
 * The value of a YAML file of the checkout.
 * @param name of the file, from the checkout's root
 * @throws UserError naming the file and the line, where the text is no YAML; the markers that git leaves of a merge are named as such.
 */
export function readYaml(text: string, name: string): unknown {
  const marker = lineOfMarker(text);
  if (marker !== null) {
    throw new UserError(
      `${name}, line ${marker}: git left a mark of a merge with conflicts there. Choose one of the two sides and remove the marks, or take the committed file: git checkout HEAD -- ${name}`,
    );
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const [error] = document.errors;
  if (error) {
    const [reason] = error.message.split('\n');
    throw new UserError(
      `${name}, line ${lineCounter.linePos(error.pos[0]).line}: this is no YAML (${reason.replace(/ at line \d+, column \d+:?$/, '')}). Mend the line, or take the committed file: git checkout HEAD -- ${name}`,
      { cause: error },
    );
  }
  return document.toJS();
}
