import type { Row } from '../../../src/artifact/table.ts';

const list = new Intl.ListFormat('en-GB');

/** The epochs that the curves of a panel end at: '20 epochs', '10 and 20 epochs'; empty where it has no epochs. */
export function epochsLine(rows: readonly Row[]): string {
  const last = new Map<string, number>();
  for (const { kind, architecture, size, condition, epoch } of rows) {
    if (kind !== 'mean' || typeof epoch !== 'number') continue;
    const line = [architecture, size, condition].join(' ');
    last.set(line, Math.max(epoch, last.get(line) ?? 0));
  }
  const ends = [...new Set(last.values())].sort((a, b) => a - b);
  return ends.length === 0
    ? ''
    : `${list.format(ends.map(String))} ${ends.length === 1 && ends[0] === 1 ? 'epoch' : 'epochs'}`;
}

/** The seeds behind the rows of a panel, by size: '6 seeds with 5 and 20 neurons, 3 with 15 and 91'; empty where there are none. */
export function seedsLine(rows: readonly Row[]): string {
  const bySize = new Map<number, Set<unknown>>();
  for (const { kind, size, seed } of rows) {
    if (kind !== 'seed' || typeof size !== 'number') continue;
    bySize.set(size, (bySize.get(size) ?? new Set()).add(seed));
  }
  const sizes = [...bySize].map(([size, seeds]) => ({ size, seeds: seeds.size })).sort((a, b) => a.size - b.size);
  return [...Map.groupBy(sizes, ({ seeds }) => seeds)]
    .map(([seeds, some], i) => {
      const noun = i > 0 ? '' : seeds === 1 ? ' seed' : ' seeds';
      return `${seeds}${noun} with ${list.format(some.map(({ size }) => String(size)))}${i > 0 ? '' : ' neurons'}`;
    })
    .join(', ');
}
