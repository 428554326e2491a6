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
    .slice(0, 4 * most)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const characters = Array.from(line);
  const isWhole = characters.length <= most && text.length <= 4 * most;
  const shown = isWhole ? line : `${characters.slice(0, most - 1).join('')}…`;
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

/** Characters that a reader can unfold of a list: what more there is is counted, and stands in diff.json. */
const UNFOLDED = 1_000;

/** A list of Markdown whose first lines are seen and whose others a reader unfolds; lines are Markdown already. */
export function folded(lines: readonly string[], most: number): string {
  const list = (some: readonly string[]) => some.map((line) => `- ${line}`).join('\n');
  const [seen, more] = [lines.slice(0, most), lines.slice(most)];
  if (more.length === 0) return list(seen);
  let room = UNFOLDED;
  const shown = more.filter((line) => {
    room -= line.length;
    return room > 0;
  });
  const left = more.length - shown.length;
  const inner = [...shown, ...(left > 0 ? [`${left} in diff.json`] : [])];
  const rest = `<details><summary>${more.length} more</summary>\n\n${list(inner)}\n\n</details>`;
  return [...(seen.length > 0 ? [list(seen)] : []), rest].join('\n');
}
