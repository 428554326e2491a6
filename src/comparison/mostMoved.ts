import type { Comparison, PanelChange } from './change.ts';

/** A panel of a profile. */
export interface PanelPlace {
  profile: string;
  panel: PanelChange;
}

/**
 * The panels that moved most, each panel once: by the change of its values in standard deviations over seeds, then by changes without such a
 * size, then panels that one side alone has, then those that are only drawn otherwise; at last those whose drawing shows no difference.
 */
export function mostMoved({ profiles }: Comparison, most: number): PanelPlace[] {
  const moved = profiles
    .filter(({ state }) => state === 'both')
    .flatMap(({ profile, panels }) => panels.map((panel) => ({ profile, panel, rank: rankOf(panel) })))
    .filter(({ rank }) => rank !== null) as (PanelPlace & { rank: Rank })[];
  moved.sort((a, b) => a.rank.group - b.rank.group || b.rank.size - a.rank.size);
  const first = new Map<string, PanelPlace>();
  for (const { profile, panel } of moved) if (!first.has(panel.id)) first.set(panel.id, { profile, panel });
  return [...first.values()].slice(0, most);
}

interface Rank {
  group: number;
  size: number;
}

function rankOf({ state, drawn, table }: PanelChange): Rank | null {
  if (state === 'unchanged' || state === 'not compared') return null;
  if (state === 'drawing') return { group: 4, size: 0 };
  if (state !== 'data') return { group: 3, size: 0 };
  if (!drawn) return { group: 5, size: 0 };
  const { deviations, change, edge } = table?.largest ?? { deviations: null, change: null, edge: true };
  if (deviations !== null && !edge) return { group: 0, size: Math.abs(deviations) };
  return { group: edge ? 2 : 1, size: Math.abs(change ?? 0) };
}
