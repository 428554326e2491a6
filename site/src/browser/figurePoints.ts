import type { PanelPoint } from '../../../src/figures/layout.ts';

/** The point nearest to a place in pixels of the drawing, a mean before a seed at the same distance; null if none is within the radius. */
export function nearestPoint(points: readonly PanelPoint[], x: number, y: number, radius: number): PanelPoint | null {
  let best: PanelPoint | null = null;
  let least = radius;
  for (const point of points) {
    const distance = Math.hypot(point.x - x, point.y - y);
    if (distance < least) [best, least] = [point, distance];
  }
  return best;
}

/** A key that moves from point to point. */
export type Move = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End';

export function isMove(key: string): key is Move {
  return ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(key);
}

/**
 * The point that a key moves to: along the line, to its first or last point, or to the next line above or below. At an end, the same point.
 */
export function movedPoint(points: readonly PanelPoint[], from: PanelPoint, move: Move): PanelPoint {
  if (move === 'ArrowUp' || move === 'ArrowDown') return across(points, from, move === 'ArrowUp' ? -1 : 1);
  const line = lineOf(points, from.line);
  const last = line.length - 1;
  if (move === 'Home') return line[0];
  if (move === 'End') return line[last];
  const at = line.indexOf(from) + (move === 'ArrowRight' ? 1 : -1);
  return line[Math.min(last, Math.max(0, at))];
}

/** The same point in another drawing of the panel; null if it is not drawn. */
export function samePoint(points: readonly PanelPoint[], { line, row }: PanelPoint, column: string): PanelPoint | null {
  return points.find((point) => point.line === line && point.row[column] === row[column]) ?? null;
}

function lineOf(points: readonly PanelPoint[], line: string): PanelPoint[] {
  return points.filter((point) => point.line === line).sort((a, b) => a.x - b.x || a.y - b.y);
}

/** Of the points nearest in x of every line, the one above or below. Equal points keep the order of their lines. */
function across(points: readonly PanelPoint[], from: PanelPoint, direction: -1 | 1): PanelPoint {
  const lines = [...new Set(points.map(({ line }) => line))];
  const beside = lines.map((line) => {
    if (line === from.line) return from;
    const candidates = lineOf(points, line);
    return candidates.reduce((best, point) => (Math.abs(point.x - from.x) < Math.abs(best.x - from.x) ? point : best));
  });
  const sorted = beside
    .map((point, order) => ({ point, order }))
    .sort((a, b) => a.point.y - b.point.y || a.order - b.order);
  const at = sorted.findIndex(({ point }) => point === from) + direction;
  return sorted[Math.min(sorted.length - 1, Math.max(0, at))].point;
}
