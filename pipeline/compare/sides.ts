import type { Study } from '../../src/artifact/study.ts';
import type { Rules } from '../../src/comparison/change.ts';
import type { Crosswise } from '../../src/comparison/crosswise.ts';
import type { Warning } from '../../src/comparison/warning.ts';
import type { Reader } from './files.ts';
import type { Between } from './line.ts';

/** Both sides of one profile. */
export interface Sides {
  study: Study;
  profile: string;
  /** The reading whose verdicts are compared; null for those of the profile itself. */
  reading: string | null;
  before: Reader;
  after: Reader;
  between: Between;
  rules: Rules;
  /** The rules of both sides on the same tables; null where they were not run. */
  crosswise: Crosswise | null;
  warnings: Warning[];
}
