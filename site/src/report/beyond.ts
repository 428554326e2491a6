import type { JudgedStatement } from '../../../src/claims/beyond.ts';
import { panels } from '../../../src/figures/index.ts';
import type { Panel } from '../../../src/figures/panel.ts';
import { readJson } from './artifacts.ts';

/** Statements of ours about what the paper leaves for future work, with what was found; none when the stage has not run. */
export const statements: readonly JudgedStatement[] =
  readJson<{ beyond?: JudgedStatement[] }>('claims.json')?.beyond ?? [];

/** The statements that a panel carries. */
export function statementsOf(panel: string): JudgedStatement[] {
  return statements.filter((statement) => statement.panel === panel);
}

/** What a statement's test found, for a place where the outcome stands beside it. */
export function findingOf({ finding }: JudgedStatement): string {
  const rest = finding.replace(/^(Holds|Holds in part|Does not hold|Not run): /, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** The panels that stand on no page of a figure. */
export const panelsBeyond: readonly Panel[] = panels.filter((panel) => panel.figure === null);

/** The page on which a panel stands, with the fragment of it. */
export function placeOf(panel: Panel): string {
  return panel.figure === null ? `beyond/#panel-${panel.id}` : `figures/${panel.figure}/#panel-${panel.id}`;
}
