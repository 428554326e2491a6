/** A zero-width space: parts what a reader of Markdown would join. */
const BREAK = '\u200b';

/** Marks that a backslash would not disarm, or not everywhere. */
const DISARMED: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  $: '&#36;',
  '@': `@${BREAK}`,
  '#': `\\#${BREAK}`,
};

/**
 * Any text as Markdown that shows exactly its words, on one line: no mark-up, no HTML, no link, no formula, no emoji, and nothing that
 * notifies anybody: neither a mention nor a reference to an issue. At most `most` characters of the text are shown.
 */
export function inline(text: string, most = 160): string {
  // Control characters, and those that turn the direction of reading or cannot be seen.
  // A text of any length costs no more than what could be shown of it.
  const line = text
    .slice(0, 20 * most)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const characters = Array.from(line);
  const shown = characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : line;
  return shown
    .replace(/[\\`*_{}[\]|~&<>$@#]/g, (mark) => DISARMED[mark] ?? `\\${mark}`)
    .replace(/:(?=\S)/g, `:${BREAK}`)
    .replace(/\b(www|gh)(?=[.-])/gi, `$1${BREAK}`);
}

/** A table of Markdown; cells are Markdown already. */
export function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n');
}
