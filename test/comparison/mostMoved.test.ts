import { expect, it } from 'vitest';
import type { Row } from '../../src/artifact/table.ts';
import type { Comparison } from '../../src/comparison/change.ts';
import { mostMoved } from '../../src/comparison/mostMoved.ts';
import { comparePanels } from '../../src/comparison/panel.ts';
import { KINDS } from '../../src/figures/conditions.ts';

/** A curve of one point with two seeds, a task apart, and its drawing. */
const files = (nSolved: number, drawing: string) => {
  const row = (kind: string, seed: number | null, value: number): Row => ({
    kind,
    architecture: 'modular',
    size: 5,
    condition: 'trained',
    seed,
    epoch: 1,
    nSolved: value,
  });
  const rows = [row('seed', 0, nSolved), row('seed', 1, nSolved + 1), row('mean', null, nSolved + 0.5)];
  return { rows, drawing, provenance: null };
};
const panel = (id: string, moved: number, drawing: string) =>
  comparePanels({ id, kinds: KINDS }, files(3, 'before'), files(3 + moved, drawing));

it('the panels that moved most come first, each once, and those whose drawing shows nothing last', () => {
  const panels = [
    panel('same', 0, 'before'),
    panel('hidden', 9, 'before'),
    panel('redrawn', 0, 'after'),
    panel('little', 1, 'after'),
    panel('far', 2, 'after'),
  ];
  const profiles = [
    { profile: 'quick', state: 'both', panels },
    { profile: 'paper', state: 'both', panels: [panel('little', 4, 'after')] },
  ];
  const found = mostMoved({ profiles } as Comparison, 4);
  expect(found.map(({ profile, panel: { id } }) => `${profile} ${id}`)).toEqual([
    'paper little',
    'quick far',
    'quick redrawn',
    'quick hidden',
  ]);
});
