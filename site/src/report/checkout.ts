import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** A text file of the checkout that the report tells of, by its path in it. */
export function readCheckout(name: string): string {
  return readFileSync(path.join(process.env.REPORT_CHECKOUT ?? process.cwd(), name), 'utf8');
}
