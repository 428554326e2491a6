declare module 'bibtex-parse' {
  /** The entries of a text, fields by their names in capitals, outer braces and quotes taken off. */
  export function entries(text: string): Record<string, string>[];
}
