import type { Cell, Row } from '../../../src/artifact/table.ts';
import { significant } from '../../../src/figures/frame.ts';
import type { PanelLayout, PanelPoint } from '../../../src/figures/layout.ts';
import type { Drawing, PanelNumbers, Spread } from '../../../src/figures/panel.ts';

/**
 * The numbers of a drawing: one line per x and one column per series if series share their x, else one line per point. Means have their
 * spread, or the bootstrap interval if single seeds are chosen.
 */
export function tableOf(
  drawing: Drawing,
  rows: readonly Row[],
  layout: PanelLayout | undefined,
  spread: Spread = 'paper',
): PanelNumbers {
  if (!layout || layout.points.length === 0) return plain(rows);
  const means = layout.points.filter(({ row }) => row.kind !== 'seed');
  const lines = [...new Set(means.map(({ line }) => line))];
  const places = new Set(means.map(({ row }) => row[layout.x.column]));
  const caption = captionOf(drawing, spread, means);
  if (lines.length < 2 || places.size * lines.length > 3 * means.length) return list(means, caption, drawing, spread);
  const named = lines.map((line) => means.find((point) => point.line === line)?.label ?? line);
  const sorted = [...places].map(Number).sort((a, b) => a - b);
  const cells = new Map(means.map((point) => [`${point.row[layout.x.column]} ${point.line}`, point]));
  return {
    caption: `${layout.y.label}: ${caption}`,
    columns: [layout.x.label, ...named],
    lines: sorted.map((x) => [
      Number(significant(x)),
      ...lines.map((line) => {
        const point = cells.get(`${x} ${line}`);
        return point ? meanText(point, layout.y.column, drawing, spread) : null;
      }),
    ]),
  };
}

/** A mean with its spread: '12.3 ± 1.2', '12.3 (11 to 14)'. */
function meanText({ row }: PanelPoint, column: string, drawing: Drawing, spread: Spread): string {
  const value = significant(Number(row[column]));
  return `${value}${spreadOf(row, drawing, spread)}`;
}

function spreadOf(row: Row, drawing: Drawing, spread: Spread): string {
  if (!drawing.spread) return '';
  if (spread !== 'paper' && typeof row.low === 'number' && typeof row.high === 'number')
    return ` (${significant(row.low)} to ${significant(row.high)})`;
  const half = row[drawing.spread];
  return spread === 'paper' && typeof half === 'number' ? ` ± ${significant(half)}` : '';
}

function captionOf(drawing: Drawing, spread: Spread, means: readonly PanelPoint[]): string {
  const seeds = means.map(({ row }) => row.seeds).filter((cell): cell is number => typeof cell === 'number');
  if (seeds.length === 0) return 'values as drawn.';
  const [least, most] = [Math.min(...seeds), Math.max(...seeds)];
  const over = least === most ? `${most} ${most === 1 ? 'seed' : 'seeds'}` : `${least} to ${most} seeds`;
  if (!drawing.spread || most < 2) return `means over ${over}.`;
  const name = drawing.spread === 'error' ? 'standard error' : 'standard deviation';
  return `means over ${over}, ${spread === 'paper' ? `± one ${name}` : 'bootstrap intervals in brackets'}.`;
}

function list(means: readonly PanelPoint[], caption: string, drawing: Drawing, spread: Spread): PanelNumbers {
  const names = (means[0]?.tooltip ?? [])
    .map(([name]) => name)
    .filter((name) => !/interval|deviation|error/.test(name));
  return {
    caption: caption[0].toUpperCase() + caption.slice(1),
    columns: ['series', ...names, 'seeds'],
    lines: means.map(({ label, tooltip, row }) => [
      label,
      ...names.map((name, i) => {
        const text = tooltip.find(([entry]) => entry === name)?.[1] ?? null;
        return i === names.length - 1 && text !== null ? `${text}${spreadOf(row, drawing, spread)}` : text;
      }),
      row.seeds ?? null,
    ]),
  };
}

/** The rows of a drawing without points. */
function plain(rows: readonly Row[]): PanelNumbers {
  const columns = Object.keys(rows[0] ?? {}).filter((name) => name !== 'kind');
  return {
    caption: 'The numbers of the drawing.',
    columns,
    lines: rows.map((row) => columns.map((name): Cell => row[name] ?? null)),
  };
}

/** Writes numbers into a table of the page. */
export function fillTable(
  table: HTMLTableElement,
  { columns, lines }: PanelNumbers,
  show: (value: number) => string,
): void {
  const numeric = columns.map((_, i) =>
    lines.some((line) => typeof line[i] === 'number' || /^[\d.−-]/.test(String(line[i] ?? ''))),
  );
  const cellOf = (name: 'th' | 'td', text: string, i: number, scope?: string): HTMLElement => {
    const cell = document.createElement(name);
    cell.textContent = text;
    if (scope) cell.setAttribute('scope', scope);
    if (numeric[i]) cell.className = 'numeric';
    return cell;
  };
  const rowOf = (cells: HTMLElement[]): HTMLTableRowElement => {
    const row = document.createElement('tr');
    row.append(...cells);
    return row;
  };
  const text = (cell: Cell) => (typeof cell === 'number' ? show(cell) : (cell ?? ''));
  table.tHead?.replaceChildren(rowOf(columns.map((name, i) => cellOf('th', name, i, 'col'))));
  table.tBodies[0]?.replaceChildren(
    ...lines.map((line) =>
      rowOf(line.map((cell, i) => cellOf(i === 0 ? 'th' : 'td', text(cell), i, i === 0 ? 'row' : undefined))),
    ),
  );
}
