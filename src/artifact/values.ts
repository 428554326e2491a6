/** The value at a path of params.yaml ('network.growth'); undefined where there is none. */
export function valueAt(params: object, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>((node, name) => (node as Record<string, unknown> | null | undefined)?.[name], params);
}

/** Sets the value at a path whose group is there. */
export function setAt(params: object, key: string, value: unknown): void {
  const path = key.split('.');
  const last = path.pop() as string;
  const group = path.length === 0 ? params : valueAt(params, path.join('.'));
  (group as Record<string, unknown>)[last] = value;
}

/** Whether two values of params.yaml are the same, whatever the order of their keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  const at = (value: object, key: string) => (value as Record<string, unknown>)[key];
  return keys.length === others.length && keys.every((key) => Object.hasOwn(b, key) && isSame(at(a, key), at(b, key)));
}

/** A value as it is shown: 'inside', 'inside (modular), outside (non-modular)', '[5,10]'. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'modular' in value && 'nonModular' in value)
    return `${showValue(value.modular)} (modular), ${showValue(value.nonModular)} (non-modular)`;
  return JSON.stringify(value);
}
