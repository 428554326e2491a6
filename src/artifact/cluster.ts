import { z } from 'zod';

/** cluster.yaml: what a site's batch system wants to be told of every task, and how large tasks are. */
export const clusterSchema = z.strictObject({
  /** Options of sbatch, as on its command line: '--partition=cpu --account=x'. */
  sbatch: z.string().optional(),
  /** Cores of a task, which trains as many networks at a time. */
  coresPerTask: z.int().min(1).max(1024).optional(),
  /** Networks are put together into tasks that take at least so long. */
  minutesPerTask: z.number().min(0).max(10_080).optional(),
  tasksAtOnce: z.int().min(1).max(1_000_000).optional(),
  /** Seconds between two looks at store and queue. */
  secondsBetweenLooks: z.number().min(0.2).max(3600).optional(),
  /** Variables that the tasks get beside PATH, HOME, TMPDIR and LANG. */
  environment: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).optional(),
});

const itemSchema = z.object({
  /** 'train/modular-05-seed-0', of a reading 'leak-outside/train/modular-05-seed-0' */
  id: z.string(),
  /** Of its entry in the store. */
  key: z.string().regex(/^[0-9a-f]{16}$/),
  /** Expected seconds on one core. */
  seconds: z.number(),
  /** The module that makes it, from the checkout's root. */
  worker: z.string(),
  /** What the worker is given beside the place of the store, or of the network that it measures. */
  payload: z.record(z.string(), z.unknown()),
  /** The key of the network that is measured; absent where a network is trained. */
  needs: z.string().optional(),
});
/** What one job of the executor makes: an entry of the store, a network or what was measured on one. */
export type Item = z.infer<typeof itemSchema>;

/** .cache/cluster/<name>/plan.json: what was submitted at one time, by task. */
export const planSchema = z.object({ cores: z.int(), tasks: z.array(z.array(itemSchema)) });
export type Plan = z.infer<typeof planSchema>;

/** .cache/cluster/<name>/arrays.json: under which names the tasks of a plan stand in the queue. */
export const arraysSchema = z.array(
  z.object({
    /** The name of the job, which no other has. */
    name: z.string(),
    /** The first of its tasks in the plan, and how many they are. */
    first: z.int(),
    count: z.int(),
    /** The number that the batch system gave it; null where it was not heard. */
    job: z.string().nullable(),
    /** Whether the batch system took it not. */
    refused: z.boolean().optional(),
  }),
);
export type Arrays = z.infer<typeof arraysSchema>;

/** .cache/cluster/<name>/failures/<key>.json: why a task could not make an item. */
export const failureSchema = z.object({ id: z.string(), message: z.string() });
