import { isRecord, isSame } from '../artifact/values.ts';
import type { ValueChange } from './change.ts';

/** Every value of a nested record by its path, parts joined by dots; lists are values, empty records too. */
export function flatten(value: unknown, path = ''): Map<string, unknown> {
  if (!isRecord(value) || Object.keys(value).length === 0)
    return new Map(path === '' && isRecord(value) ? [] : [[path, value]]);
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [...flatten(inner, path === '' ? name : `${path}.${name}`)]),
  );
}

/**
 * The values that differ between two nested records, in the order of the second, what it lacks last. A group that one side alone has
 * is one change.
 */
export function compareValues(before: unknown, after: unknown, path = ''): ValueChange[] {
  const [earlier, later] = [before ?? {}, after ?? {}];
  if (!isRecord(earlier) || !isRecord(later)) return isSame(earlier, later) ? [] : [{ path, before, after }];
  const names = [...new Set([...Object.keys(later), ...Object.keys(earlier)])];
  return names.flatMap((name): ValueChange[] => {
    const inner = path === '' ? name : `${path}.${name}`;
    if (!Object.hasOwn(earlier, name)) return [{ path: inner, after: later[name] }];
    if (!Object.hasOwn(later, name)) return [{ path: inner, before: earlier[name] }];
    if (isRecord(earlier[name]) && isRecord(later[name])) return compareValues(earlier[name], later[name], inner);
    return isSame(earlier[name], later[name]) ? [] : [{ path: inner, before: earlier[name], after: later[name] }];
  });
}
