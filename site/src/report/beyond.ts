import type { JudgedStatement } from '../../../src/claims/beyond.ts';
import { panels } from '../../../src/figures/index.ts';
import type { Panel } from '../../../src/figures/panel.ts';
import { readJson } from './artifacts.ts';

/** Judged statements about what the paper leaves for future work; empty if the stage has not run. */
export const statements: readonly JudgedStatement[] =
  readJson<{ beyond?: JudgedStatement[] }>('claims.json')?.beyond ?? [];

/** The statements that a panel carries. */
export function statementsOf(panel: string): JudgedStatement[] {
  return statements.filter((statement) => statement.panel === panel);
}

/** The finding of a statement without its outcome. */
export function findingOf({ finding }: JudgedStatement): string {
  const rest = finding.replace(/^(Holds|Holds in part|Does not hold|Not run): /, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** Panels that belong to no figure. */
export const panelsBeyond: readonly Panel[] = panels.filter((panel) => panel.figure === null);

/** Address of a panel: page and fragment. */
export function placeOf(panel: Panel): string {
  return panel.figure === null ? `beyond/#panel-${panel.id}` : `figures/${panel.figure}/#panel-${panel.id}`;
}
