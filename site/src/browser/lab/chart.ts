/** A line of a chart; points are [x, y] in the units of the axes, gaps where y is NaN. */
export interface ChartLine {
  points: readonly (readonly [number, number])[];
  /** A CSS colour; may use the CSS variables of the page. */
  colour: string;
  /** Pixels. */
  width?: number;
  dash?: string;
  opacity?: number;
  /** Stays level until the next point, as a count does. */
  steps?: boolean;
  /** Marks at the points instead of a line. */
  dots?: 'full' | 'ring' | 'cross';
}

export interface ChartAxis {
  label: string;
  domain: readonly [number, number];
  log?: boolean;
  ticks: readonly number[];
}

export interface Chart {
  /** Pixels. */
  width: number;
  height: number;
  /** What the drawing is, for readers who cannot see it. */
  name: string;
  x: ChartAxis;
  y: ChartAxis;
  lines: readonly ChartLine[];
  /** An area between two lines of equal x, behind everything. */
  bands?: readonly { low: ChartLine['points']; high: ChartLine['points']; colour: string }[];
  /** Vertical lines, such as the present position. */
  at?: readonly { x: number; colour: string; label?: string }[];
  /** Filled marks at single points of a line. */
  marks?: readonly { x: number; y: number; colour: string }[];
  /** A horizontal line that is always marked, such as chance. */
  level?: { y: number; label: string };
  /** Names at data points, to the right of them unless `left`. */
  names?: readonly { x: number; y: number; text: string; colour: string; left?: boolean }[];
}

const MARGIN = { top: 20, right: 10, bottom: 34, left: 30 };

/** Places a value of an axis on pixels. */
export function scaleOf({ domain: [low, high], log }: ChartAxis, from: number, to: number): (value: number) => number {
  const unit = log ? Math.log : (value: number) => value;
  return (value) => from + ((unit(value) - unit(low)) / (unit(high) - unit(low))) * (to - from);
}

/** Draws a chart as the text of one SVG image. Pure: the same at build time and in the page. */
export function drawChart(chart: Chart): string {
  const { width, height, level } = chart;
  const [left, right, top, bottom] = [MARGIN.left, width - MARGIN.right, MARGIN.top, height - MARGIN.bottom];
  const x = scaleOf(chart.x, left, right);
  const y = scaleOf(chart.y, bottom, top);
  const parts = [
    ...chart.y.ticks.flatMap((tick) => [
      line([left, y(tick), right, y(tick)], 'grid'),
      text(left - 6, y(tick) + 4, numeral(tick), 'end'),
    ]),
    ...chart.x.ticks.map((tick) => text(x(tick), bottom + 15, numeral(tick), 'middle')),
    line([left, bottom, right, bottom], 'base'),
    text(left - 22, 10, chart.y.label, 'start'),
    text((left + right) / 2, height - 3, chart.x.label, 'middle'),
    ...(chart.bands ?? []).map(({ low, high, colour }) => band(low, high, colour, x, y)),
    ...(level
      ? [
          line([left, y(level.y), right, y(level.y)], 'level'),
          text(right, y(level.y) + (y(level.y) < top + 18 ? 14 : -4), level.label, 'end'),
        ]
      : []),
    ...(chart.at ?? []).flatMap((mark) => [
      `<line class="at" x1="${px(x(mark.x))}" x2="${px(x(mark.x))}" y1="${top - 4}" y2="${bottom}" stroke="${mark.colour}"/>`,
      ...(mark.label ? [text(x(mark.x), top - 8, mark.label, x(mark.x) > right - 40 ? 'end' : 'middle', 'named')] : []),
    ]),
    ...chart.lines.map((series) => path(series, x, y)),
    ...(chart.marks ?? []).map(
      (mark) => `<circle class="mark" cx="${px(x(mark.x))}" cy="${px(y(mark.y))}" r="4.5" fill="${mark.colour}"/>`,
    ),
    ...(chart.names ?? []).map(
      ({ x: atX, y: atY, text: words, colour, left: toLeft }) =>
        `<text class="named" x="${px(x(atX) + (toLeft ? -6 : 6))}" y="${px(y(atY) + 4)}" text-anchor="${toLeft ? 'end' : 'start'}" fill="${colour}">${entities(words)}</text>`,
    ),
  ];
  return `<svg class="chart" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${entities(chart.name)}">${parts.join('')}</svg>`;
}

function path(series: ChartLine, x: (value: number) => number, y: (value: number) => number): string {
  const shown = series.points.map(([a, b]) => [x(a), y(b)] as const);
  if (series.dots)
    return shown
      .filter(([, b]) => !Number.isNaN(b))
      .map(([a, b]) => dot(series, a, b))
      .join('');
  let d = '';
  let open = false;
  let level = 0;
  for (const [a, b] of shown) {
    if (Number.isNaN(b)) {
      open = false;
      continue;
    }
    if (!open) d += `M${px(a)},${px(b)}`;
    else if (series.steps) d += `L${px(a)},${px(level)}L${px(a)},${px(b)}`;
    else d += `L${px(a)},${px(b)}`;
    open = true;
    level = b;
  }
  const dash = series.dash ? ` stroke-dasharray="${series.dash}"` : '';
  return `<path d="${d}" fill="none" stroke="${series.colour}" stroke-width="${series.width ?? 1.8}" stroke-opacity="${series.opacity ?? 1}"${dash} stroke-linejoin="round"/>`;
}

function dot({ colour, dots, width = 3 }: ChartLine, a: number, b: number): string {
  if (dots === 'cross') {
    const [l, r, t, u] = [a - width, a + width, b - width, b + width].map(px);
    return `<path d="M${l},${t}L${r},${u}M${l},${u}L${r},${t}" stroke="${colour}" stroke-width="1.6"/>`;
  }
  const ring = dots === 'ring' ? `fill="none" stroke="${colour}" stroke-width="1.4"` : `fill="${colour}"`;
  return `<circle cx="${px(a)}" cy="${px(b)}" r="${width}" ${ring}/>`;
}

function band(
  low: ChartLine['points'],
  high: ChartLine['points'],
  colour: string,
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  const points = [...high, ...[...low].reverse()].map(([a, b]) => `${px(x(a))},${px(y(b))}`);
  return `<path d="M${points.join('L')}Z" fill="${colour}" fill-opacity="0.16"/>`;
}

function line([x1, y1, x2, y2]: readonly number[], kind: string): string {
  return `<line class="${kind}" x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}"/>`;
}

function text(x: number, y: number, words: string, anchor: string, kind = 'tick'): string {
  return `<text class="${kind}" x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${entities(words)}</text>`;
}

function px(value: number): number {
  return Math.round(value * 10) / 10;
}

function numeral(value: number): string {
  return String(value);
}

function entities(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Whole numbers in a domain at the smallest of the steps 1, 2, 5, 10, ... that gives at most `count` of them. */
export function wholeTicks([low, high]: readonly [number, number], count: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100].find((size) => (high - low) / size <= count) ?? 200;
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((high - first) / step) + 1) }, (_, i) => first + i * step);
}
