import * as Plot from '@observablehq/plot';
import { neuronCount } from '../analysis/cost.ts';
import { finals, numbers, sizesOf } from '../analysis/rows.ts';
import type { Columns, Kinds, RowOfKinds } from '../artifact/columns.ts';
import { mean } from '../artifact/moments.ts';
import { groups, type Row, rowsOf, type Tables } from '../artifact/table.ts';
import type { Architecture } from '../network/network.ts';
import { networkColumns, TRAIN } from '../study/tables.ts';
import { background, networkColour } from './colour.ts';
import { draw, extent, isNarrow, positions, significant } from './frame.ts';
import { endLabels, text } from './label.ts';
import { marked, type PanelPoint, sizeKey } from './layout.ts';
import type { PanelOptions } from './panel.ts';
import type { Placement } from './placement.ts';
import { ofKind } from './series.ts';

const { architecture, size, seed } = networkColumns;
const cost = { type: 'number', role: 'value' } as const;
const nSolved = cost;
const seeds = { type: 'number', role: 'spread' } as const;
const solved = { type: 'number', role: 'key', part: 'axis' } as const;

/** The kinds of rows of a front: the end of training of one network and of a mean, the path of a size, the front over sizes. */
function kindsOf<const C extends Columns>(costs: C) {
  return {
    seed: { architecture, size, seed, ...costs, nSolved },
    mean: { architecture, size, ...costs, nSolved, seeds },
    path: { architecture, size, ...costs, nSolved: solved },
    front: { architecture, ...costs, nSolved: solved },
  };
}

/** A cost of a network: a column of the rows. */
export interface Cost<K extends Kinds = Kinds> {
  column: 'parameters' | 'neurons';
  kinds: K;
  noun: string;
  /** The smallest range of the axis. */
  domain: readonly [number, number];
  ticks: readonly number[];
}

const parameterKinds = kindsOf({ parameters: cost });
const neuronKinds = kindsOf({ parameters: cost, neurons: cost });

export const PARAMETERS: Cost<typeof parameterKinds> = {
  column: 'parameters',
  kinds: parameterKinds,
  noun: 'trainable parameters',
  domain: [1000, 2000],
  ticks: [100, 1000, 10_000, 100_000],
};
export const NEURONS: Cost<typeof neuronKinds> = {
  column: 'neurons',
  kinds: neuronKinds,
  noun: 'neurons',
  domain: [10, 200],
  ticks: [1, 10, 100, 1000, 10_000],
};

/**
 * Rows of N solved against a cost. Rows of kind 'seed' and 'mean' describe the end of training; 'path' is the cost of the mean network of
 * a size at each N; 'front' is the best N of an architecture within a budget, over sizes.
 */
export function frontRows<K extends Kinds>(tables: Tables, { column, kinds }: Cost<K>): RowOfKinds<K>[] {
  const trained = rowsOf(tables, TRAIN).filter((row) => row.condition === 'trained');
  const costs = ['parameters', 'neurons'].filter((name) => Object.hasOwn(kinds.seed, name));
  const cost = (row: Row): Row => Object.fromEntries(costs.map((name) => [name, costOf(row, name)]));
  const seeds = finals(trained).map((row): Row => {
    const { architecture, size, seed, nSolved } = row;
    return { kind: 'seed', architecture, size, seed, ...cost(row), nSolved };
  });
  const means = sizesOf(seeds).map((network): Row => {
    const sizeRows = seeds.filter((row) => row.architecture === network.architecture && row.size === network.size);
    const average = (name: string) => mean(numbers(sizeRows, name));
    const averages = Object.fromEntries([...costs, 'nSolved'].map((name) => [name, average(name)]));
    return { kind: 'mean', ...network, ...averages, seeds: sizeRows.length };
  });
  const paths = means.flatMap((end) => pathOf(end, trained, cost));
  const fronts = ['modular', 'non-modular'].flatMap((name) => frontOf(name, [...paths, ...means], column));
  // Which costs there are is known at run time alone.
  return [...seeds, ...means, ...paths, ...fronts] as RowOfKinds<K>[];
}

function costOf({ architecture, size, nSolved, parameters }: Row, name: string): number {
  return name === 'neurons'
    ? neuronCount(architecture as Architecture, Number(size), Number(nSolved))
    : Number(parameters);
}

/** The cost of the networks of a size when they solved N, for every N up to their mean N solved. */
function pathOf(end: Row, trained: readonly Row[], cost: (row: Row) => Row): Row[] {
  const { architecture, size } = end;
  const sizeRows = trained.filter(
    (row) => row.architecture === architecture && row.size === size && Number(row.nSolved) > 1,
  );
  return [...groups(sizeRows, ['nSolved']).values()]
    .map(([row]): Row => {
      return { kind: 'path', architecture, size, ...cost(row), nSolved: row.nSolved };
    })
    .filter((row) => Number(row.nSolved) <= Number(end.nSolved))
    .sort((a, b) => Number(a.nSolved) - Number(b.nSolved));
}

function frontOf(architecture: string, points: readonly Row[], column: Cost['column']): Row[] {
  const affordable = points
    .filter((row) => row.architecture === architecture && Number(row[column]) > 0)
    .sort((a, b) => Number(a[column]) - Number(b[column]) || Number(b.nSolved) - Number(a.nSolved));
  let best = 0;
  const front: Row[] = [];
  for (const row of affordable) {
    if (Number(row.nSolved) <= best) continue;
    best = Number(row.nSolved);
    const { size: _, seeds: __, ...point } = row;
    front.push({ ...point, kind: 'front' });
  }
  return front;
}

/** Draws N solved against a cost, from `frontRows`. */
export function drawFront(rows: readonly Row[], { column, noun, domain, ticks }: Cost, options: PanelOptions): Element {
  const narrow = isNarrow(options);
  const shown = rows.filter((row) => Number(row[column]) > 0);
  const costs = numbers(shown, column);
  const [least, most] = extent(costs, ...domain);
  const axes = {
    x: {
      label: noun,
      type: 'log' as const,
      domain: [least, most] as const,
      ticks: ticks.filter((tick) => tick >= least && tick <= most),
      tickFormat: (value: number) => value.toLocaleString('en'),
    },
    y: { label: 'N solved', whole: true, domain: extent(numbers(rows, 'nSolved'), 0, 10) },
    margin: { right: 36, rightNarrow: 30 },
    height: narrow ? 300 : 380,
  };
  const xy = { x: column, y: 'nSolved' };
  const colour = (row: Row) => networkColour(row.architecture as Architecture, Number(row.size));
  const of = (kind: string) => ofKind(shown, kind);
  const each = (kind: string) => [...groups(of(kind), ['architecture', 'size']).values()];
  const means = of('mean');
  const isShown = (row: Row) => !options.hidden?.has(sizeKey(row.architecture, row.size));
  const lit = (row: Row) => marked([sizeKey(row.architecture, row.size)], options);
  /** One mark per size if sizes can be shown and highlighted separately. */
  const dots = (kind: string, style: (rows: Row[]) => Plot.Markish) =>
    options.interactive
      ? each(kind)
          .filter(([row]) => isShown(row))
          .map(style)
      : [style(of(kind))];
  const place = positions(axes, options);
  const marks: Plot.Markish[] = [
    ...each('path')
      .filter(([row]) => isShown(row))
      .map((path) =>
        Plot.line(path, { ...xy, stroke: colour(path[0]), strokeWidth: 1, strokeOpacity: 0.7, ...lit(path[0]) }),
      ),
    ...each('front').map((front) =>
      Plot.line(front, {
        ...xy,
        curve: 'step-after',
        stroke: networkColour(front[0].architecture as Architecture, front[0].architecture === 'modular' ? 10 : 54),
        strokeWidth: 3,
        strokeOpacity: 0.55,
        ariaDescription: `front of ${front[0].architecture} networks`,
      }),
    ),
    ...dots('seed', (group) =>
      Plot.dot(group, { ...xy, r: 2, stroke: colour, strokeOpacity: 0.7, ...(group[0] ? lit(group[0]) : {}) }),
    ),
    ...dots('mean', (group) =>
      Plot.dot(group, {
        ...xy,
        r: narrow ? 4 : 5,
        fill: colour,
        stroke: background,
        strokeWidth: 1,
        ...(group[0] ? lit(group[0]) : {}),
      }),
    ),
    ...endLabels(
      means.filter(isShown).map((row) => ({
        ...lit(row),
        text: String(row.size),
        colour: colour(row),
        x: Number(row[column]),
        y: Number(row.nSolved),
      })),
      place,
      { marked: false },
    ),
    ...frontNames(shown, place),
  ];
  if (options.interactive) {
    const points = [...means, ...of('seed')].filter(isShown).map((row): PanelPoint => {
      const key = sizeKey(row.architecture, row.size);
      const cost = Math.round(Number(row[column])).toLocaleString('en');
      return {
        series: key,
        line: key,
        links: [key],
        label: `${row.architecture} ${row.size}`,
        tooltip: [
          [noun, cost],
          ['N solved', significant(Number(row.nSolved))],
        ],
        row,
        x: place.x(Number(row[column])),
        y: place.y(Number(row.nSolved)),
      };
    });
    const series = means.map((row) => {
      const key = sizeKey(row.architecture, row.size);
      return { key, label: `${row.architecture} ${row.size}`, colour: colour(row), links: [key] };
    });
    const [x, y] = [
      { column, label: noun },
      { column: 'nSolved', label: 'N solved' },
    ];
    options.onLayout?.({ series, points, x, y, place });
  }
  return draw(marks, axes, options, shown.length === 0);
}

/** The names of both fronts in the upper left corner, which rising curves leave empty. */
function frontNames(rows: readonly Row[], place: Placement): Plot.Markish[] {
  return (['modular', 'non-modular'] as const)
    .filter((architecture) => ofKind(rows, 'front').some((row) => row.architecture === architecture))
    .map((architecture, i) =>
      text(
        architecture,
        place.left + 10,
        place.top + 8 + 16 * i,
        place,
        networkColour(architecture, architecture === 'modular' ? 15 : 91),
        {
          fontWeight: 600,
        },
      ),
    );
}
