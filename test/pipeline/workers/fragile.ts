import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { UserError } from '../../../src/artifact/error.ts';

export interface Fragile {
  /** Where every attempt leaves a mark. */
  marks: string;
  /** How many attempts end the worker's thread. */
  crashes: number;
  throws?: 'error' | 'user';
}

/** Work whose worker dies on its first attempts, or that throws. */
export default function fragile({ marks, crashes, throws }: Fragile): number {
  appendFileSync(marks, 'x');
  if (throws === 'error') {
    const cause = Object.assign(new RangeError('divided by zero'), { code: 'ERANGE' });
    throw new Error('the loss is not finite', { cause });
  }
  if (throws === 'user') throw new UserError('The disk is full.');
  const attempts = existsSync(marks) ? readFileSync(marks, 'utf8').length : 0;
  if (attempts <= crashes) process.exit(9);
  return attempts;
}
