import { finals, sizesOf } from '../../src/analysis/rows.ts';
import { mean } from '../../src/artifact/moments.ts';
import type { Row } from '../../src/artifact/table.ts';
import { networksOf } from '../../src/claims/networks.ts';

/** The mean N solved after the last epoch, by architecture and size. */
export function solvedBySize(history: readonly Row[]): { id: string; name: string; value: number }[] {
  const last = finals(history);
  return sizesOf(last).map(({ architecture, size }) => ({
    id: `solved-${architecture}-${size}`,
    name: `N solved by ${networksOf(architecture, size)}`,
    value: mean(
      last.filter((row) => row.architecture === architecture && row.size === size).map((row) => Number(row.nSolved)),
    ),
  }));
}
