import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const EXPECTED = join(import.meta.dirname, 'expected');

/**
 * Holds a drawing against test/figures/expected/<id>.svg.
 * @throws Error that says where it differs and how to accept it; the new drawing then stands beside the expected one.
 */
export function expectDrawing(id: string, text: string): void {
  mkdirSync(EXPECTED, { recursive: true });
  const file = join(EXPECTED, `${id}.svg`);
  const changed = join(EXPECTED, `${id}-changed.svg`);
  const expected = existsSync(file) ? readFileSync(file, 'utf8') : null;
  if (text === expected) {
    rmSync(changed, { force: true });
    return;
  }
  writeFileSync(changed, text);
  const [how, where] = [
    `mv test/figures/expected/${id}-changed.svg test/figures/expected/${id}.svg`,
    firstDifference(text, expected ?? ''),
  ];
  throw new Error(
    expected === null
      ? `Panel ${id} has no expected drawing. Look at ${id}-changed.svg and accept it with: ${how}`
      : `The drawing of panel ${id} has changed, first in line ${where}. If it is meant to, look at ${id}-changed.svg and accept it with: ${how}`,
  );
}

function firstDifference(a: string, b: string): number {
  const [left, right] = [a.split('\n'), b.split('\n')];
  return left.findIndex((line, i) => line !== right[i]) + 1;
}
