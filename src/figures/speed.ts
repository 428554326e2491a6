import * as Plot from '@observablehq/plot';
import { numbers } from '../analysis/rows.ts';
import { groups, type Row } from '../artifact/table.ts';
import { background, ink, muted, peerMark } from './colour.ts';
import { type Axes, draw, extent, isNarrow, positions, significant } from './frame.ts';
import { text, width } from './label.ts';
import type { PanelPoint } from './layout.ts';
import type { Drawing, PanelOptions } from './panel.ts';
import type { Placement } from './placement.ts';

const TICKS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];
const LINE = 17;

/**
 * Time of each peer relative to the kernel, one row of dots per workload. Rows: one a workload and peer, with `workload`, `architecture`, `size`,
 * `peer` (its id), `name`, `milliseconds` with `lowest` and `highest` round, `ratio`; a peer that was not timed has no ratio.
 */
export const speed: Drawing = {
  id: 'speed',
  title: 'Times slower than the kernel',
  caption:
    'Time of a training step relative to the kernel on the same work, on a logarithmic axis; marks left of 1 are faster than the kernel. Thin lines span the lowest to the highest round.',
  plot(rows, options) {
    const narrow = isNarrow(options);
    const shown = rows.filter((row) => Number(row.ratio) > 0 && row.peer !== 'simd');
    const workloads = [...groups(shown, ['workload']).values()];
    const indexed = workloads.flatMap((workload, index): Row[] =>
      workload.map((row) => ({ ...row, index: index + 1 })),
    );
    const names = [...groups(shown, ['peer']).values()].map(([row]) => ({
      peer: String(row.peer),
      name: String(row.name),
    }));
    const lines = wrapped(names, options);
    const domain = extent(shown.flatMap(reach), 0.6, 10).map((value, i) => value * [0.85, 1.15][i]) as [number, number];
    const axes: Axes = {
      x: {
        label: 'times slower than the kernel',
        type: 'log',
        domain,
        ticks: TICKS.filter(
          (tick) => tick >= domain[0] && tick <= domain[1] && (!narrow || /^[^25]+$/.test(String(tick))),
        ),
        tickFormat: (value) => String(value),
      },
      y: {
        label: '',
        domain: [workloads.length + 0.5, 0.5],
        ticks: workloads.map((_, index) => index + 1),
        tickFormat: (value) => networkName(workloads[value - 1]?.[0]),
      },
      margin: { top: 22 + LINE * lines.length + 16, left: 116, right: 14 },
      height: 22 + LINE * lines.length + 16 + 40 + Math.max(1, workloads.length) * (narrow ? 30 : 34),
    };
    const place = positions(axes, options);
    const marks: Plot.Markish[] = [
      ...named(lines, place),
      Plot.ruleX([1], { stroke: ink, strokeWidth: 2 }),
      text('kernel', place.x(1) - width('kernel') / 2, place.top - 9, place, ink),
      Plot.link(indexed, {
        x1: (row: Row) => reach(row)[0],
        x2: (row: Row) => reach(row)[1],
        y1: 'index',
        y2: 'index',
        stroke: (row: Row) => peerMark(String(row.peer)).colour,
        strokeWidth: 1.2,
      }),
      ...names.map(({ peer }) => Plot.dot(ofPeer(indexed, peer), { x: 'ratio', y: 'index', ...markOf(peer) })),
    ];
    if (options.interactive) {
      const points = indexed.map(
        (row): PanelPoint => ({
          series: String(row.peer),
          line: String(row.peer),
          links: [String(row.peer)],
          label: String(row.name),
          tooltip: [
            ['workload', String(row.workload)],
            ['milliseconds per step', significant(Number(row.milliseconds))],
            ['time relative to kernel', significant(Number(row.ratio))],
          ],
          row,
          x: place.x(Number(row.ratio)),
          y: place.y(Number(row.index)),
        }),
      );
      const [x, y] = [
        { column: 'ratio', label: 'time relative to kernel' },
        { column: 'index', label: 'workload' },
      ];
      options.onLayout?.({ series: [], points, x, y, place });
    }
    return draw(marks, axes, options, shown.length === 0);
  },
  summarize(rows) {
    const shown = rows.filter((row) => Number(row.ratio) > 0 && row.peer !== 'simd');
    if (shown.length === 0) return 'No peer was timed.';
    const peers = [...groups(shown, ['peer']).values()].map((timed) => {
      const ratios = numbers(timed, 'ratio');
      return `${timed[0].name} ${significant(Math.min(...ratios))} to ${significant(Math.max(...ratios))} (${timed.length} workloads)`;
    });
    return `Time relative to the kernel: ${peers.join(', ')}.`;
  },
};

/** 'modular 5': the network of a workload, as its row of a drawing is named. */
export function networkName(row: Row | undefined): string {
  return row ? `${row.architecture} ${row.size}` : '';
}

/** A peer's dot: the kernel without the revectorizer is hollow, all others are filled. */
function markOf(peer: string): Plot.DotOptions {
  const { colour, symbol } = peerMark(peer);
  const fill = peer === 'simd-128' ? background : colour;
  return {
    symbol,
    r: 5,
    fill,
    stroke: peer === 'simd-128' ? colour : background,
    strokeWidth: peer === 'simd-128' ? 1.6 : 0.8,
  };
}

/** Lowest and highest round over the kernel's median. */
function reach(row: Row): [number, number] {
  const kernel = Number(row.milliseconds) / Number(row.ratio);
  return [Number(row.lowest) / kernel, Number(row.highest) / kernel];
}

function ofPeer(rows: readonly Row[], peer: string): Row[] {
  return rows.filter((row) => row.peer === peer);
}

interface Name {
  peer: string;
  name: string;
}

/** Names of the peers in lines that fit the width, each with the pixel at which it starts. */
function wrapped(names: readonly Name[], { width: available }: PanelOptions): (Name & { left: number })[][] {
  const lines: (Name & { left: number })[][] = [];
  let left = available;
  for (const { peer, name } of names) {
    const needed = 16 + width(name);
    if (left + needed > available) {
      lines.push([]);
      left = 6;
    }
    lines[lines.length - 1].push({ peer, name, left });
    left += needed + 12;
  }
  return lines;
}

function named(lines: readonly (Name & { left: number })[][], place: Placement): Plot.Markish[] {
  return lines.flatMap((line, i) =>
    line.flatMap(({ peer, name, left }) => [
      Plot.dot([peer], { x: [place.atX(left)], y: [place.atY(12 + LINE * i)], ...markOf(peer) }),
      text(name, left + 11, 12 + LINE * i, place, muted),
    ]),
  );
}
