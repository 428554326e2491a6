import type { RowIn } from '../artifact/columns.ts';
import { groups } from '../artifact/table.ts';
import { PAIRS } from '../study/pairs.ts';
import type { HEADS } from '../study/tables.ts';

type HeadRow = RowIn<typeof HEADS>;
/** Tasks that a perturbed network still solves among the first `tasks`; `solved` is a mean over draws. */
type AtEqualN = Pick<HeadRow, 'network' | 'architecture' | 'size' | 'seed' | 'target' | 'epsilon'> & {
  tasks: number;
  solved: number;
};

/**
 * Perturbed networks at equal N: of each pair of sizes and each seed, both networks count the first n tasks alone, where n is the smaller of the
 * numbers of tasks that the two solve unperturbed. A network without a partner of its seed, or of which one of the two solves no task, has no rows.
 */
export function atEqualN(heads: readonly HeadRow[]): AtEqualN[] {
  const networks = new Map(
    [...groups(heads, ['architecture', 'size', 'seed', 'target']).values()].map((rows) => [nameOf(rows[0]), rows]),
  );
  return [...networks.values()].flatMap((rows) => {
    const partner = networks.get(nameOf({ ...rows[0], ...partnerOf(rows[0]) }));
    const n = Math.min(tasksOf(rows), partner ? tasksOf(partner) : 0);
    if (n === 0) return [];
    return rows.map(({ network, architecture, size, seed, target, epsilon, draws, solved }) => {
      const first = counts(solved).slice(0, n);
      const sum = first.reduce((total, one) => total + one, 0);
      return { network, architecture, size, seed, target, epsilon, tasks: n, solved: sum / draws };
    });
  });
}

function nameOf({
  architecture,
  size,
  seed,
  target,
}: Pick<HeadRow, 'architecture' | 'size' | 'seed' | 'target'>): string {
  return [architecture, size, seed, target].join(' ');
}

/** The other network of a pair; of a size without a partner, none that there is. */
function partnerOf({
  architecture,
  size,
}: Pick<HeadRow, 'architecture' | 'size'>): Pick<HeadRow, 'architecture' | 'size'> {
  return architecture === 'modular'
    ? { architecture: 'non-modular', size: PAIRS.find(([small]) => small === size)?.[1] ?? Number.NaN }
    : { architecture: 'modular', size: PAIRS.find(([, large]) => large === size)?.[0] ?? Number.NaN };
}

const tasksOf = (rows: readonly HeadRow[]) => counts(rows[0].solved).length;

function counts(packed: string | null): number[] {
  return packed ? packed.split(' ').map(Number) : [];
}
