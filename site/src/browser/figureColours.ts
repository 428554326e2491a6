const VARIABLE = /var\((--[\w-]+)(?:,\s*((?:[^()]|\([^()]*\))*))?\)/g;

/** The names of all CSS variables that a drawing uses. */
export function usedVariables(text: string): string[] {
  return [...new Set([...text.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name))];
}

/** Replaces CSS variables by values, or by their fallback. */
export function resolveWith(text: string, values: ReadonlyMap<string, string>): string {
  let resolved = text;
  for (;;) {
    const next = resolved.replace(VARIABLE, (_, name: string, fallback?: string) => values.get(name) ?? fallback ?? '');
    if (next === resolved) return resolved;
    resolved = next;
  }
}
