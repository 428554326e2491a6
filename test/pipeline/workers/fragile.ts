import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { UserError } from '../../../src/artifact/error.ts';

export interface Fragile {
  /** Where every attempt leaves a mark. */
  marks: string;
  /** How many attempts end the worker's thread. */
  crashes: number;
  throws?: 'error' | 'user' | 'memory';
}

/** Work whose worker dies on its first attempts or runs out of memory, or that throws. */
export default function fragile(
  { marks, crashes, throws }: Fragile,
  report: (share: number, label: string) => void,
): number {
  appendFileSync(marks, 'x');
  if (throws === 'error') {
    const cause = Object.assign(new RangeError('divided by zero'), { code: 'ERANGE' });
    throw new Error('the loss is not finite', { cause });
  }
  if (throws === 'user') throw new UserError('The disk is full.');
  if (throws === 'memory') {
    report(0.5, 'N = 7');
    const kept: number[][] = [];
    for (;;) kept.push(new Array(1e5).fill(kept.length));
  }
  const attempts = existsSync(marks) ? readFileSync(marks, 'utf8').length : 0;
  if (attempts <= crashes) process.exit(9);
  return attempts;
}
