import * as z from 'zod/mini';
import { columnSchema } from './packedRows.ts';
import type { SpecificationTables } from './specificationTables.ts';

const place = z.int().check(z.minimum(0));

/** multiverse-tables.json of a profile. */
export const specificationTablesSchema: z.ZodMiniType<SpecificationTables> = z
  .strictObject({
    profile: z.string(),
    columns: z.array(columnSchema),
    parts: z.array(z.strictObject({ table: z.string(), rows: place, columns: z.record(z.string(), place) })),
    specifications: z.array(z.strictObject({ id: z.string(), parts: z.array(place) })),
  })
  .check(
    z.refine(({ columns, parts }) => parts.every((part) => fits(part, columns)), {
      path: ['parts'],
      error: 'columns of the file with a cell for each row',
    }),
    z.refine(({ parts, specifications }) => specifications.every((one) => one.parts.every((at) => parts[at])), {
      path: ['specifications'],
      error: 'places of parts that the file has',
    }),
  );

function fits(
  { rows, columns: places }: SpecificationTables['parts'][number],
  columns: SpecificationTables['columns'],
) {
  return Object.values(places).every((at) => {
    if (!columns[at]) return false;
    const { words, cells } = columns[at];
    const known = (one: unknown) => words === undefined || (typeof one === 'number' && one in words);
    const lengths = cells.map((one) => (Array.isArray(one) ? one[1] : 1));
    return (
      lengths.reduce((sum, one) => sum + one, 0) === rows &&
      cells.every((one) => known(Array.isArray(one) ? one[0] : one))
    );
  });
}

/** The text of a file: one column, part or specification a line. */
export function formatSpecificationTables({ profile, ...lists }: SpecificationTables): string {
  const listed = Object.entries(lists).map(
    ([name, all]) => `"${name}":[${all.map((one) => `\n${JSON.stringify(one)}`).join(',')}\n]`,
  );
  return `{"profile":${JSON.stringify(profile)},\n${listed.join(',\n')}}\n`;
}
