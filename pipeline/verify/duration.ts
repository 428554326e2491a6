import { existsSync } from 'node:fs';
import type { Table } from '../../src/artifact/columns.ts';
import { readTable } from '../../src/artifact/file.ts';
import type { Outline } from '../../src/artifact/study.ts';
import type { Row } from '../../src/artifact/table.ts';
import { pathsOf, ROOT } from '../driver/paths.ts';
import type { PublishedNetwork } from '../store/published.ts';

/** Reads the published history of a network, each file once; no rows where none is published. */
export function openHistories(
  study: Outline,
  profile: string,
  root: string = ROOT,
): (network: PublishedNetwork) => readonly Row[] {
  const read = new Map<string, Map<unknown, Row[]>>();
  return ({ reading, stage, id }) => {
    const file = pathsOf(profile, root, reading).history(stage);
    const table = study.stages
      .flatMap(({ tables }) => tables)
      .find(({ path }) => path === `histories/${stage}.csv`) as Table;
    const known =
      read.get(file) ?? Map.groupBy(existsSync(file) ? readTable(file, table) : [], ({ network }) => network);
    read.set(file, known);
    return known.get(id) ?? [];
  };
}

/** Seconds until the last of some jobs is done when a number of workers take them, longest first. */
export function makespan(seconds: readonly number[], workers: number): number {
  const busy = new Array<number>(Math.max(1, workers)).fill(0);
  for (const job of [...seconds].sort((a, b) => b - a)) busy[busy.indexOf(Math.min(...busy))] += job;
  return Math.max(...busy);
}
