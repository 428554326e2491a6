import { canonicalText } from './canonical.ts';

/** Whether a value is a record of values, no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a dotted path of a nested record ('network.growth'); undefined where there is none. */
export function valueAt(record: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((node, name) => (isRecord(node) && Object.hasOwn(node, name) ? node[name] : undefined), record);
}

/** Sets the value at a path whose group is there. */
export function setAt(params: object, key: string, value: unknown): void {
  const path = key.split('.');
  const last = path.pop() as string;
  const group = path.length === 0 ? params : valueAt(params, path.join('.'));
  (group as Record<string, unknown>)[last] = value;
}

/** Whether two values of JSON are the same, whatever the order of their keys. */
export function isSame(a: unknown, b: unknown): boolean {
  return canonicalText(a) === canonicalText(b);
}

/** A value as it is shown: 'inside', 'inside (modular), outside (non-modular)', '[5,10]'. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'modular' in value && 'nonModular' in value)
    return `${showValue(value.modular)} (modular), ${showValue(value.nonModular)} (non-modular)`;
  return JSON.stringify(value);
}
