import { z } from 'zod';

/** The types of all values in groups of a schema, by path. */
export function leavesOf(
  shape: Readonly<Record<string, z.ZodType>>,
  path: readonly string[] = [],
): Map<string, z.ZodType> {
  return new Map(
    Object.entries(shape).flatMap(([name, type]): [string, z.ZodType][] =>
      type instanceof z.ZodObject
        ? [...leavesOf(type.shape as Record<string, z.ZodType>, [...path, name])]
        : [[[...path, name].join('.'), type]],
    ),
  );
}
