import type { StatementRecord } from '../../../src/claims/record.ts';
import { panels } from '../../../src/figures/index.ts';
import type { Panel } from '../../../src/figures/panel.ts';
import { statements } from './verdicts.ts';

/** The statements beyond the paper of a panel. */
export function statementsOf(panel: string): StatementRecord[] {
  return statements.filter((statement) => statement.panel === panel);
}

/** Panels that belong to no figure. */
export const panelsBeyond: readonly Panel[] = panels.filter((panel) => panel.figure === null);

/** Address of a panel: page and fragment. */
export function placeOf(panel: Panel): string {
  return panel.figure === null ? `beyond/#panel-${panel.id}` : `figures/${panel.figure}/#panel-${panel.id}`;
}
