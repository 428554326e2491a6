import * as Plot from '@observablehq/plot';
import { numbers, sizesOf } from '../analysis/rows.ts';
import { groups, type Row } from '../artifact/table.ts';
import { muted, networkColour } from './colour.ts';
import type { Curve } from './curve.ts';
import { curves } from './curves.ts';
import { extent, isNarrow, significant } from './frame.ts';
import { linksOf, marked, sizeKey } from './layout.ts';
import type { Drawing } from './panel.ts';

/** The x axis of a cost. */
type Along = 'N' | 'size';

const TICKS = { N: [2, 5, 10, 20, 50, 100, 200], size: [5, 10, 20, 50, 100, 200] };
const SECONDS = [0.001, 0.01, 0.1, 1, 10, 100, 1000];

const KEY: Record<Along, string> = {
  N: 'Orange: modular networks, named by neurons a module; blue: non-modular networks, named by neurons in the core.',
  size: 'Orange: modular networks, M neurons a module; blue: non-modular networks, M neurons in the core.',
};

/*
 * Rows of all four: one a network and task, with `architecture`, `size` (M), `N`, `seconds` of one curriculum step, its `flop`, `gigaflops` (their
 * quotient), `flopSeconds` (the flop count at the best rate that any row of the same curve reaches) and, where it is known, the `limit` of
 * the machine in GFLOP/s.
 */

/** Seconds of a curriculum step against N, a curve a network. */
export const costByTask = cost('cost-by-task', 'N', 'Cost of a curriculum step against N');
/** Flop count over seconds against N. */
export const rateByTask = rate('rate-by-task', 'N', 'Rate of a curriculum step against N');
/** Seconds of a curriculum step against M, a curve an architecture. */
export const costBySize = cost('cost-by-size', 'size', 'Cost of a curriculum step against M');
/** Flop count over seconds against M. */
export const rateBySize = rate('rate-by-size', 'size', 'Rate of a curriculum step against M');

function cost(id: string, along: Along, title: string): Drawing {
  return {
    id,
    title,
    caption: `Seconds of one curriculum step (training steps and tests), with logarithmic axes. ${KEY[along]} Dotted: the flop count at the best rate of the curve.`,
    plot(rows, options) {
      const drawn = curvesOf(rows, along);
      const domain = extent([...numbers(rows, 'seconds'), ...numbers(rows, 'flopSeconds')], 1, 1.01);
      const under = (curve: Curve) =>
        Plot.line(curve.means, {
          x: along,
          y: 'flopSeconds',
          stroke: muted,
          strokeWidth: 1.1,
          strokeDasharray: '1.5 2.5',
          ...marked(linksOf(curve), options),
        });
      return curves(
        {
          ...frame(rows, along),
          y: {
            label: 'seconds a curriculum step',
            type: 'log',
            domain,
            ticks: SECONDS.filter((tick) => tick >= domain[0] && tick <= domain[1]),
            tickFormat: (value) => String(value),
          },
          columns: { x: along, value: 'seconds' },
          curves: drawn,
          under,
          height: isNarrow(options) ? 340 : 440,
        },
        options,
      );
    },
    summarize(rows) {
      if (rows.length === 0) return 'The cost of a curriculum step was not measured.';
      return span(rows, 'seconds', 's');
    },
  };
}

function rate(id: string, along: Along, title: string): Drawing {
  return {
    id,
    title,
    caption: `The flop count of a curriculum step divided by its seconds. ${KEY[along]} A cost proportional to the flop count gives a horizontal line.`,
    plot(rows, options) {
      const limits = numbers(rows, 'limit');
      return curves(
        {
          ...frame(rows, along),
          y: { label: 'GFLOP/s', domain: [0, 1.05 * extent([...numbers(rows, 'gigaflops'), ...limits], 0, 10)[1]] },
          columns: { x: along, value: 'gigaflops' },
          curves: curvesOf(rows, along),
          level: limits.length > 0 ? { value: limits[0], label: 'multiply-adds alone' } : undefined,
          height: isNarrow(options) ? 300 : 320,
        },
        options,
      );
    },
    summarize(rows) {
      if (rows.length === 0) return 'The rate of a curriculum step was not measured.';
      return span(rows, 'gigaflops', 'GFLOP/s');
    },
  };
}

/** The smallest and largest value of each architecture, with M and N. */
function span(rows: readonly Row[], column: string, unit: string): string {
  return [...groups(rows, ['architecture']).entries()]
    .map(([architecture, points]) => {
      const sorted = [...points].sort((a, b) => Number(a[column]) - Number(b[column]));
      const describe = (row: Row) => `${significant(Number(row[column]))} ${unit} (M = ${row.size}, N = ${row.N})`;
      return `${architecture[0].toUpperCase()}${architecture.slice(1)} networks: from ${describe(sorted[0])} to ${describe(sorted[sorted.length - 1])}.`;
    })
    .join(' ');
}

/** Options that both forms share. */
function frame(rows: readonly Row[], along: Along) {
  const values = numbers(rows, along);
  return {
    x: {
      label: along === 'N' ? 'task N' : `neurons M, at N = ${rows[0]?.N ?? ''}`,
      type: 'log' as const,
      domain: extent(values, Math.min(5, ...values), 10),
      ticks: TICKS[along].filter((tick) => tick >= Math.min(...values) && tick <= Math.max(...values)),
      tickFormat: (value: number) => String(value),
    },
    spread: null,
    dots: true,
    naming: 'ends' as const,
    tooltip,
    margin: along === 'N' ? { right: 42, rightNarrow: 34 } : { right: 96, rightNarrow: 88 },
  };
}

function curvesOf(rows: readonly Row[], along: Along): Curve[] {
  const ascending = [...rows].sort((a, b) => Number(a[along]) - Number(b[along]));
  if (along === 'N') {
    return sizesOf(rows).map(({ architecture, size }) => ({
      key: sizeKey(architecture, size),
      label: String(size),
      name: `${architecture} ${size}`,
      colour: networkColour(architecture, size),
      means: ascending.filter((row) => row.architecture === architecture && row.size === size),
    }));
  }
  return [...groups(ascending, ['architecture']).keys()].sort().map((architecture) => ({
    key: architecture,
    label: architecture,
    colour: networkColour(architecture as 'modular', architecture === 'modular' ? 10 : 54),
    means: ascending.filter((row) => row.architecture === architecture),
  }));
}

/** The tooltip of a point. */
function tooltip(row: Row): string[] {
  return [
    `${row.architecture} ${row.size}, N = ${row.N}`,
    `${significant(Number(row.seconds))} s a curriculum step`,
    `${significant(Number(row.flop) / 1e9)} GFLOP, ${significant(Number(row.gigaflops))} GFLOP/s`,
  ];
}
