import * as Plot from '@observablehq/plot';
import { finals, groups, numbers, sizesOf, table } from '../analysis/rows.ts';
import { mean } from '../analysis/statistics.ts';
import type { Row, Tables } from '../artifact/table.ts';
import { background, networkColour } from './colour.ts';
import { significant } from './curves.ts';
import { draw, extent, isNarrow, positions } from './frame.ts';
import { endLabels } from './label.ts';
import type { Panel } from './panel.ts';
import { ofKind } from './series.ts';

const HISTORY = 'histories/train.csv';

/**
 * Fig. 2b: N_solved against trainable parameters. Rows of kind 'seed' and 'mean' stand at the end of training; 'path' is what the mean network
 * of a size had at each N on its way; 'front' is the best N of an architecture within a budget of parameters, over sizes.
 */
export const pareto: Panel = {
  id: '2b',
  figure: 2,
  title: 'Tasks for a budget of parameters',
  caption:
    'The largest N solved at the end of training against the number of trainable parameters. Large dots are means over seeds, small dots single seeds, thin lines the way a network took there as it grew; strong steps are the front: the best N that an architecture reaches within a budget.',
  inputs: [HISTORY],
  derive(tables: Tables) {
    const trained = table(tables, HISTORY).filter((row) => row.condition === 'trained');
    const seeds = finals(trained).map(({ architecture, size, seed, parameters, nSolved }): Row => {
      return { kind: 'seed', architecture, size, seed, parameters, nSolved, seeds: null };
    });
    const means = sizesOf(seeds).map((network): Row => {
      const own = seeds.filter((row) => row.architecture === network.architecture && row.size === network.size);
      const [parameters, nSolved] = ['parameters', 'nSolved'].map((name) => mean(numbers(own, name)));
      return { kind: 'mean', ...network, seed: null, parameters, nSolved, seeds: own.length };
    });
    const paths = means.flatMap((end) => pathOf(end, trained));
    return [
      ...seeds,
      ...means,
      ...paths,
      ...['modular', 'non-modular'].flatMap((name) => frontOf(name, [...paths, ...means])),
    ];
  },
  plot(rows, options) {
    const narrow = isNarrow(options);
    const shown = rows.filter((row) => Number(row.parameters) > 0);
    const parameters = numbers(shown, 'parameters');
    const axes = {
      x: {
        label: 'trainable parameters',
        type: 'log' as const,
        domain: extent(parameters, 1000, 2000),
        ticks: [100, 1000, 10_000, 100_000].filter((tick) => tick <= Math.max(2000, ...parameters)),
        tickFormat: (value: number) => value.toLocaleString('en'),
      },
      y: { label: 'N solved', whole: true, domain: extent(numbers(rows, 'nSolved'), 0, 10) },
      margin: { right: 36, rightNarrow: 30 },
      height: narrow ? 300 : 380,
    };
    const xy = { x: 'parameters', y: 'nSolved' };
    const colour = (row: Row) => networkColour(row.architecture as 'modular', Number(row.size));
    const of = (kind: string) => ofKind(shown, kind);
    const each = (kind: string) => [...groups(of(kind), ['architecture', 'size']).values()];
    const means = of('mean');
    const marks: Plot.Markish[] = [
      ...each('path').map((path) =>
        Plot.line(path, { ...xy, stroke: colour(path[0]), strokeWidth: 1, strokeOpacity: 0.7 }),
      ),
      ...each('front').map((front) =>
        Plot.line(front, {
          ...xy,
          curve: 'step-after',
          stroke: networkColour(front[0].architecture as 'modular', front[0].architecture === 'modular' ? 10 : 54),
          strokeWidth: 3,
          strokeOpacity: 0.55,
          ariaDescription: `front of ${front[0].architecture} networks`,
        }),
      ),
      Plot.dot(of('seed'), { ...xy, r: 2, stroke: colour, strokeOpacity: 0.7 }),
      Plot.dot(means, { ...xy, r: narrow ? 4 : 5, fill: colour, stroke: background, strokeWidth: 1 }),
      ...endLabels(
        means.map((row) => ({
          text: String(row.size),
          colour: colour(row),
          x: Number(row.parameters),
          y: Number(row.nSolved),
        })),
        positions(axes, options),
        { marked: false },
      ),
      Plot.text(frontNames(shown), {
        ...xy,
        text: 'text',
        fill: 'colour',
        textAnchor: 'end',
        fontWeight: 600,
        dx: -9,
        dy: -3,
        stroke: background,
        strokeWidth: 3,
      }),
    ];
    if (options.interactive) {
      const title = (row: Row) =>
        `${row.architecture} ${row.size}${row.kind === 'seed' ? `, seed ${row.seed}` : ''}\nN solved: ${significant(Number(row.nSolved))}\n${Math.round(Number(row.parameters)).toLocaleString('en')} trainable parameters`;
      marks.push(Plot.tip([...means, ...of('seed')], Plot.pointer({ ...xy, title, fill: background })));
    }
    return draw(marks, axes, options, shown.length === 0);
  },
  summarize(rows) {
    const means = ofKind(rows, 'mean');
    if (means.length === 0) return 'No network has been trained at this profile.';
    const best = (architecture: string) => {
      const own = means.filter((row) => row.architecture === architecture);
      return own.reduce((top, row) => (Number(row.nSolved) > Number(top.nSolved) ? row : top), own[0]);
    };
    return ['modular', 'non-modular']
      .map((name) => ({ name, row: best(name) }))
      .filter(({ row }) => row)
      .map(
        ({ name, row }) =>
          `The best ${name} size (${row.size}) reaches N = ${significant(Number(row.nSolved))} with ${Math.round(Number(row.parameters)).toLocaleString('en')} trainable parameters (means over seeds).`,
      )
      .join(' ');
  },
};

/** Parameters at every whole N up to the mean N solved of a size, as its networks had them when they solved that N. */
function pathOf(end: Row, trained: readonly Row[]): Row[] {
  const { architecture, size } = end;
  const own = trained.filter(
    (row) => row.architecture === architecture && row.size === size && Number(row.nSolved) > 1,
  );
  return [...groups(own, ['nSolved']).values()]
    .map(
      (rows): Row => ({
        kind: 'path',
        architecture,
        size,
        seed: null,
        parameters: rows[0].parameters,
        nSolved: rows[0].nSolved,
        seeds: null,
      }),
    )
    .filter((row) => Number(row.nSolved) <= Number(end.nSolved))
    .sort((a, b) => Number(a.nSolved) - Number(b.nSolved));
}

function frontOf(architecture: string, points: readonly Row[]): Row[] {
  const own = points
    .filter((row) => row.architecture === architecture && Number(row.parameters) > 0)
    .sort((a, b) => Number(a.parameters) - Number(b.parameters) || Number(b.nSolved) - Number(a.nSolved));
  let best = 0;
  const front: Row[] = [];
  for (const row of own) {
    if (Number(row.nSolved) <= best) continue;
    best = Number(row.nSolved);
    front.push({ ...row, kind: 'front', size: null, seeds: null });
  }
  return front;
}

function frontNames(rows: readonly Row[]): Row[] {
  return ['modular', 'non-modular'].flatMap((architecture) => {
    const front = ofKind(rows, 'front').filter((row) => row.architecture === architecture);
    if (front.length === 0) return [];
    const at = front[front.length - 1];
    return [
      {
        ...at,
        text: architecture,
        colour: networkColour(architecture as 'modular', architecture === 'modular' ? 15 : 91),
      },
    ];
  });
}
