import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clusterSchema } from '../../src/artifact/cluster.ts';
import { readText } from '../../src/artifact/file.ts';
import { parseYaml } from '../../src/artifact/yaml.ts';
import { ROOT } from '../driver/paths.ts';
import type { Scheduler } from './scheduler.ts';

/** How tasks are made and followed. */
export interface ClusterSettings {
  options: readonly string[];
  cores: number;
  /** Seconds that a task takes at least. */
  seconds: number;
  atOnce: number;
  /** Milliseconds between two looks. */
  look: number;
  environment: Readonly<Record<string, string>>;
}

/** What the command line says, which holds before the file. */
export interface Given {
  sbatch?: string;
  tasksAtOnce?: number;
  taskMinutes?: number;
}

/**
 * The settings of cluster.yaml and the command line.
 * @throws UserError naming the field of the file, or the option, that cannot be.
 */
export function readSettings(scheduler: Scheduler, given: Given, root: string = ROOT): ClusterSettings {
  const file = join(root, 'cluster.yaml');
  const stated = existsSync(file) ? parseYaml(clusterSchema.nullable(), readText(file), 'cluster.yaml') : null;
  const { sbatch = '', coresPerTask = 1, minutesPerTask = 30, tasksAtOnce = 50 } = stated ?? {};
  return {
    options: [
      ...scheduler.options(sbatch, 'sbatch in cluster.yaml'),
      ...scheduler.options(given.sbatch ?? '', '--sbatch'),
    ],
    cores: coresPerTask,
    seconds: 60 * (given.taskMinutes ?? minutesPerTask),
    atOnce: given.tasksAtOnce ?? tasksAtOnce,
    look: 1000 * (stated?.secondsBetweenLooks ?? 10),
    environment: stated?.environment ?? {},
  };
}
