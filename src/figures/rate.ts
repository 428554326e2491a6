import * as Plot from '@observablehq/plot';
import { numbers } from '../analysis/rows.ts';
import { groups, type Row } from '../artifact/table.ts';
import { background, ink, muted, peerMark } from './colour.ts';
import { type Axes, draw, extent, isNarrow, positions, significant } from './frame.ts';
import { text, width } from './label.ts';
import type { PanelPoint } from './layout.ts';
import type { Drawing } from './panel.ts';
import { ofKind } from './series.ts';
import { networkName } from './speed.ts';

/**
 * GFLOP/s of the kernel and the measured limit of the machine. Rows by `kind`: 'kernel' (one a workload, with `gigaflops`, the `limit` at
 * its `bits`, their quotient `share`), 'peer' (the `gigaflops` of the `peer` that comes nearest, named `name`), 'machine' (the best `gigaflops`
 * of multiplications and additions from registers at `bits`).
 */
export const rate: Drawing = {
  id: 'rate',
  title: 'Kernel rate and machine limit',
  caption:
    'Floating-point operations of the equations divided by the time of the step. Vertical lines are the measured limits of the machine for multiplications and additions in registers, by vector width; the tick in each row and the percentage refer to the vector width of the kernel.',
  plot(rows, options) {
    const narrow = isNarrow(options);
    const machine = ofKind(rows, 'machine');
    const workloads = [...groups(ofKind(rows, 'kernel'), ['workload']).values()];
    const index = (row: Row) => workloads.findIndex(([first]) => first.workload === row.workload) + 1;
    const [kernel, peers] = ['kernel', 'peer'].map((kind) =>
      ofKind(rows, kind).map((row): Row => ({ ...row, index: index(row) })),
    );
    const axes: Axes = {
      x: { label: 'GFLOP/s', domain: [0, 1.04 * extent(numbers(rows, 'gigaflops'), 0, 10)[1]] },
      y: {
        label: '',
        domain: [workloads.length + 0.5, 0.5],
        ticks: workloads.map((_, i) => i + 1),
        tickFormat: (value) => networkName(workloads[value - 1]?.[0]),
      },
      margin: { top: 44, left: 116, right: 24 },
      height: 44 + 40 + Math.max(1, workloads.length) * (narrow ? 30 : 34),
    };
    const place = positions(axes, options);
    const marks: Plot.Markish[] = [
      Plot.ruleX(machine, { x: 'gigaflops', stroke: muted, strokeDasharray: '3 3' }),
      ...machine.map((row) => {
        const name = narrow ? `${row.bits}` : `${row.bits} bits: ${significant(Number(row.gigaflops))}`;
        return text(name, place.x(Number(row.gigaflops)) - width(name) / 2, place.top - 9, place, muted);
      }),
      Plot.link(kernel, { x1: 0, x2: 'gigaflops', y1: 'index', y2: 'index', stroke: ink, strokeWidth: 3 }),
      Plot.link(kernel, {
        x1: 'limit',
        x2: 'limit',
        y1: (row: Row) => Number(row.index) - 0.28,
        y2: (row: Row) => Number(row.index) + 0.28,
        stroke: ink,
        strokeWidth: 2,
      }),
      Plot.dot(kernel, { x: 'gigaflops', y: 'index', r: 5, fill: ink }),
      Plot.dot(peers, {
        x: 'gigaflops',
        y: 'index',
        r: 4.5,
        symbol: peerMark(String(peers[0]?.peer)).symbol,
        fill: peerMark(String(peers[0]?.peer)).colour,
        stroke: background,
        strokeWidth: 0.8,
      }),
      Plot.text(kernel, {
        x: 'gigaflops',
        y: 'index',
        text: (row: Row) => percent(Number(row.share)),
        dx: 4,
        dy: -11,
        textAnchor: 'end',
        fill: ink,
        fontSize: 11.5,
        stroke: background,
        strokeWidth: 4,
      }),
    ];
    if (options.interactive) {
      const points = [...kernel, ...peers].map((row): PanelPoint => {
        const name = row.kind === 'kernel' ? 'the kernel' : String(row.name);
        const share: PanelPoint['tooltip'] =
          row.kind === 'kernel'
            ? [[`of ${significant(Number(row.limit))} at ${row.bits} bits`, percent(Number(row.share))]]
            : [];
        return {
          series: name,
          line: name,
          links: [name],
          label: name,
          tooltip: [['workload', String(row.workload)], ['GFLOP/s', significant(Number(row.gigaflops))], ...share],
          row,
          x: place.x(Number(row.gigaflops)),
          y: place.y(Number(row.index)),
        };
      });
      const [x, y] = [
        { column: 'gigaflops', label: 'GFLOP/s' },
        { column: 'index', label: 'workload' },
      ];
      options.onLayout?.({ series: [], points, x, y, place });
    }
    return draw(marks, axes, options, kernel.length === 0);
  },
  summarize(rows) {
    const kernel = ofKind(rows, 'kernel');
    if (kernel.length === 0) return 'No rate was measured.';
    const by = (column: string) => [...kernel].sort((a, b) => Number(a[column]) - Number(b[column]));
    const [low, high] = [by('share')[0], by('share').at(-1)!];
    const describe = (row: Row) =>
      `${significant(Number(row.gigaflops))} GFLOP/s (${percent(Number(row.share))} of the machine) on ${networkName(row)}`;
    const peer = ofKind(rows, 'peer')[0];
    const beside = peer ? ` Coloured marks: ${peer.name}.` : '';
    return `The kernel reaches ${describe(low)} to ${describe(high)}, at ${low.bits} bits.${beside}`;
  },
};

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
