import { everyTable, type SpecificationTables } from '../../../src/artifact/specificationTables.ts';
import { panels } from '../../../src/figures/index.ts';
import type { Panel } from '../../../src/figures/panel.ts';
import { makerOf } from '../../../src/study/stages.ts';
import { count } from './text.ts';

/** The panels of the paper: those that specifications have data of, and those that none has. */
export interface SpecifiedPanels {
  given: Panel[];
  absent: Panel[];
}

/** Sorts the panels of the paper by whether the tables of any specification give rows of them. */
export function specifiedPanels(file: SpecificationTables): SpecifiedPanels {
  const tables = everyTable(file);
  const ofPaper = panels.filter(({ beyond, inputs }) => !beyond && inputs.length > 0);
  // Whether there are rows does not depend on their intervals.
  const isGiven = (panel: Panel) => panel.derive(tables, { resamples: 1, confidence: 0.5 }).length > 0;
  return { given: ofPaper.filter(isGiven), absent: ofPaper.filter((panel) => !isGiven(panel)) };
}

/** What a panel was measured with, but for its seeds: '20 epochs, 3 draws'; without the epochs where its rows have them. */
export function panelScale({ inputs, kinds }: Panel, settings: object): string {
  const scale = settings as Record<string, Record<string, unknown> | undefined>;
  const stages = inputs.map((path) => makerOf(path));
  const read = (name: string) =>
    stages
      .flatMap(({ settings }) => settings.map((section) => scale[section]?.[name]))
      .find((one) => one !== undefined);
  const words = (['draws', 'trials'] as const).flatMap((name) => {
    const value = read(name);
    return typeof value === 'number' ? [count(value, name.slice(0, -1))] : [];
  });
  const hasEpochs = Object.values(kinds).some((columns) => 'epoch' in columns);
  const epochs = hasEpochs ? undefined : scale.train?.epochs;
  return [...(typeof epochs === 'number' ? [count(epochs, 'epoch')] : []), ...words].join(', ');
}
