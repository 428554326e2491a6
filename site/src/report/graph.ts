import { Graph, layout } from '@dagrejs/dagre';
import { arrowsOf, type ReportedStage } from './stages.ts';

/** Pixels of a drawn stage. */
export const BOX = { width: 104, height: 44 } as const;

/** Pixels between a stage and the next. */
const GAP = 50;

interface Point {
  x: number;
  y: number;
}

/** A pipeline as it is drawn: boxes by their upper left corner, arrows as paths of SVG. */
export interface DrawnPipeline {
  width: number;
  height: number;
  boxes: { name: string; x: number; y: number }[];
  arrows: { from: string; to: string; path: string }[];
}

/** Lays the stages out from left to right, each after all that it reads from. */
export function drawPipeline(stages: readonly ReportedStage[]): DrawnPipeline {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 14, edgesep: 6, ranksep: GAP, marginx: 2, marginy: 2 });
  for (const { name } of stages) graph.setNode(name, { ...BOX });
  for (const { from, to } of arrowsOf(stages)) graph.setEdge(from, to, {});
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const centre = (name: string) => graph.node(name) as Point;
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    boxes: stages.map(({ name }) => {
      const { x, y } = centre(name);
      return { name, x: round(x - BOX.width / 2), y: round(y - BOX.height / 2) };
    }),
    arrows: arrowsOf(stages).map(({ from, to }) => {
      const { points } = graph.edge(from, to) as unknown as { points: Point[] };
      return { from, to, path: curve(centre(from), centre(to), points) };
    }),
  };
}

/** From the right of one box to the left of another; past other stages along the way that the layout keeps free. */
function curve(from: Point, to: Point, way: readonly Point[]): string {
  const long = to.x - from.x > 1.5 * (BOX.width + GAP);
  const start = { x: from.x + BOX.width / 2, y: from.y };
  const end = { x: to.x - BOX.width / 2 - 5, y: to.y };
  const points = [start, ...(long ? way.slice(1, -1) : []), end].map(({ x, y }) => ({ x: round(x), y: round(y) }));
  return points.slice(1).reduce((path, { x, y }, i) => {
    const before = points[i];
    const bend = round((x + before.x) / 2);
    return `${path}C${bend} ${before.y} ${bend} ${y} ${x} ${y}`;
  }, `M${points[0].x} ${points[0].y}`);
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
