import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, expect, test } from 'vitest';
import { compareScreenshots } from './comparison.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'modular-growth-comparison-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A white picture with a black square of the given side at its upper left. */
function picture(file: string, side: number, height = 20): void {
  const png = new PNG({ width: 20, height });
  png.data.fill(255);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) png.data.fill(0, 4 * (20 * y + x), 4 * (20 * y + x) + 3);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, PNG.sync.write(png));
}

test('only changed, new and removed pages are listed', () => {
  const [base, head, out] = ['base', 'head', 'out'].map((name) => path.join(scratch, name));
  for (const folder of [base, head]) picture(path.join(folder, 'same.png'), 5);
  picture(path.join(base, 'moved.png'), 5);
  picture(path.join(head, 'moved.png'), 8);
  picture(path.join(base, 'longer.png'), 5);
  picture(path.join(head, 'longer.png'), 5, 30);
  picture(path.join(base, 'gone.png'), 5);
  picture(path.join(head, 'new.png'), 5);
  const compared = compareScreenshots(base, head, out);
  expect(Object.fromEntries(compared.map(({ name, state }) => [name, state]))).toEqual({
    'gone.png': 'gone',
    'longer.png': 'changed',
    'moved.png': 'changed',
    'new.png': 'new',
    'same.png': 'same',
  });
  const moved = compared.find(({ name }) => name === 'moved.png')!;
  expect(moved.pixels).toBe(8 * 8 - 5 * 5);
  expect(moved.share).toBeCloseTo(39 / 400);
  const page = readFileSync(path.join(out, 'index.html'), 'utf8');
  expect(page).toContain('4 of 5 screenshots changed');
  expect(page).toContain('src="../head/moved.png"');
  expect(page).not.toContain('same.png');
});

test('a folder without screenshots is an error', () => {
  expect(() => compareScreenshots(path.join(scratch, 'nowhere'), path.join(scratch, 'head'), scratch)).toThrow(
    /no screenshots in .*nowhere: name a folder/,
  );
});
