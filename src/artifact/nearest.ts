import { distance } from 'fastest-levenshtein';

/** The known name that takes the fewest edits to reach from a mistyped one, or null when none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.ceil(name.length / 2)) + 1;
  for (const candidate of known) {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < bestDistance) {
      best = candidate;
      bestDistance = edits;
    }
  }
  return best;
}

/** `unknown profile 'quik': did you mean 'quick'? Known: smoke, quick, paper` */
export function unknownName(kind: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return `unknown ${kind} '${name}'${near ? `: did you mean '${near}'?` : ':'} Known: ${known.join(', ')}.`;
}
