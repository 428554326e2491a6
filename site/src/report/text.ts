import type { Cell } from '../../../src/artifact/table.ts';

/** 'learningRate' as 'learning rate', 'firstN' as 'first N'. */
export function words(name: string): string {
  return name
    .replace(/([a-z])([A-Z])(?=([a-z])?)/g, (_, a: string, b: string, c?: string) => `${a} ${c ? b.toLowerCase() : b}`)
    .replace(/^non /, 'non-')
    .replace(/^n solved$/, 'N solved');
}

/** A value of params.yaml or of a claim as text. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (Array.isArray(value)) return value.map(show).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, inner]) => `${words(key)} ${show(inner)}`)
      .join(', ');
  if (typeof value === 'number') return showNumber(value);
  return String(value).replaceAll('+-', '±').replaceAll('sqrt(', '√(');
}

/** A number with a true minus sign, and a thin space between thousands from 10 000 on. */
export function showNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const [whole, fraction] = Math.abs(value).toString().split('.');
  const grouped = whole.length > 4 && !whole.includes('e') ? whole.replace(/\B(?=(\d{3})+$)/g, '\u202f') : whole;
  return `${value < 0 ? '\u2212' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** A cell of a table as text. */
export function showCell(cell: Cell): string {
  return typeof cell === 'number' ? showNumber(cell) : (cell ?? '');
}

/** '1 claim', '3 claims'. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** A text with its first letter in capitals. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A share in per cent: '40%'. */
export function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
