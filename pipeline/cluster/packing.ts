import type { Item } from '../../src/artifact/cluster.ts';

/** How much a task takes. */
export interface TaskSize {
  /** Networks that it trains at a time. */
  cores: number;
  /** Seconds that it takes at least, where there is enough to do. */
  seconds: number;
}

/**
 * Puts items together into as many tasks as take at least so long, the longest items first, each into the task that has least so far. Tasks
 * come with their longest first, and each begins with its longest item.
 */
export function pack(items: readonly Item[], { cores, seconds }: TaskSize): Item[][] {
  if (items.length === 0) return [];
  const total = items.reduce((sum, item) => sum + item.seconds, 0);
  const wanted = seconds > 0 ? Math.floor(total / cores / seconds) : items.length;
  const most = Math.ceil(items.length / cores);
  const tasks = Array.from({ length: Math.max(1, Math.min(wanted, most)) }, () => ({ items: [] as Item[], load: 0 }));
  const sorted = [...items].sort((a, b) => b.seconds - a.seconds || (a.key < b.key ? -1 : 1));
  for (const item of sorted) {
    const least = tasks.reduce((best, task) => (task.load < best.load ? task : best));
    least.items.push(item);
    least.load += item.seconds;
  }
  return tasks
    .filter((task) => task.items.length > 0)
    .sort((a, b) => b.load - a.load)
    .map((task) => task.items);
}

/** Expected seconds of a task on its cores: of its longest item, or of all by cores, whichever is more. */
export function wallOf(items: readonly Item[], cores: number): number {
  const total = items.reduce((sum, { seconds }) => sum + seconds, 0);
  return Math.max(total / cores, ...items.map(({ seconds }) => seconds));
}

/** Cuts so many tasks into arrays of at most a size: the first task of each, and how many. */
export function arraysOf(tasks: number, largest: number): { first: number; count: number }[] {
  const arrays = Math.ceil(tasks / largest);
  return Array.from({ length: arrays }, (_, i) => ({
    first: i * largest,
    count: Math.min(largest, tasks - i * largest),
  }));
}
