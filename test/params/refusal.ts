import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadParams, ParamsError } from '../../src/params/params.ts';

/** params.yaml of the project. */
export const text = readFileSync(resolve(import.meta.dirname, '../../params.yaml'), 'utf8');

/** The message with which params.yaml is refused after a change of what it holds; empty where it is accepted. */
export function refusal(change: (raw: ReturnType<typeof parse>) => void): string {
  const raw = parse(text);
  change(raw);
  try {
    loadParams(stringify(raw));
  } catch (error) {
    expect(error).toBeInstanceOf(ParamsError);
    return (error as Error).message;
  }
  return '';
}
