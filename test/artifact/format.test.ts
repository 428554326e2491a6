import { expect, test } from 'vitest';
import { z } from 'zod';
import * as mini from 'zod/mini';
import { fitting } from '../../src/artifact/format.ts';
import { rowsFileSchema } from '../../src/artifact/packedRows.ts';
import { Library } from '../../src/lab/library.ts';

const faultOf = (schema: Parameters<typeof fitting>[0], value: unknown) => {
  try {
    fitting(schema, value, (fault) => new Error(fault));
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

test.each([
  ['zod', z.object({ epochs: z.array(z.object({ N: z.number() })) })],
  ['zod/mini', mini.object({ epochs: mini.array(mini.object({ N: mini.number() })) })],
])('a value of another form is told by its field and what was expected, by %s', (_, schema) => {
  expect(faultOf(schema, { epochs: [{ N: 2 }] })).toBeNull();
  expect(faultOf(schema, { epochs: [{ N: 2 }, { N: 'two' }, {}] })).toMatch(
    /field 'epochs\[1\]\.N' fails with '.*expected number.*'\. So do 1 more\.$/,
  );
});

test.each([
  [
    { rows: 1, columns: { a: { cells: [{}] } } },
    /field 'columns\.a\.cells\[0\]' .*expected string or number or null or tuple/,
  ],
  [{ rows: 1, columns: [] }, /field 'columns' .*expected record/],
  [null, /the file .*expected object/],
])('rows that are none are told: %j', (file, fault) => {
  expect(faultOf(rowsFileSchema, file)).toMatch(fault);
});

test("a file that is not the lab's is named, and told to the lab's reader", async () => {
  const library = new Library(async () => new TextEncoder().encode('{"profile":1}'));
  await expect(library.index()).rejects.toThrow(
    /^The lab's file index\.json does not fit its format: field 'profile' /,
  );
  await expect(library.record('modular-05-seed-0')).rejects.toThrow(/modular-05-seed-0\/record\.json .*'history'/);
});
