import { learning } from './learning.ts';
import type { Panel } from './panel.ts';
import { connections, timeConstants } from './robustness.ts';

/** Every panel of the report, in the order of the paper. */
export const panels: readonly Panel[] = [learning, connections, timeConstants];

/** The panel of an id; undefined for an unknown one. */
export function panelOf(id: string): Panel | undefined {
  return panels.find((panel) => panel.id === id);
}
