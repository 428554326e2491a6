import { execute, type Job } from './executor.ts';

/** What of a stage the executor has to know: jobs at a time, and its bar. */
interface Working {
  workers: number;
  progress(total: number): { update(done: number, label: string): void; done(): void };
}

/** Runs the jobs of a stage in worker threads while its bar follows them; resolves to their results in the order of `jobs`. */
export async function runJobs<Payload, Result>(
  stage: Working,
  workerFile: URL,
  jobs: readonly Job<Payload>[],
  claim?: (key: string) => Promise<() => void>,
): Promise<Result[]> {
  const costs = new Map(jobs.map(({ id, cost }) => [id, cost]));
  const progress = stage.progress(jobs.reduce((sum, { cost }) => sum + cost, 0));
  const done = new Map<string, number>();
  const tell = (id: string, fraction: number, label: string) => {
    done.set(id, fraction * (costs.get(id) ?? 0));
    const sum = [...done.values()].reduce((total, cost) => total + cost, 0);
    progress.update(sum, label);
  };
  const results = await execute<Payload, Result>(workerFile, jobs, {
    workers: stage.workers,
    claim,
    onProgress: (id, fraction, label) => tell(id, fraction, `${id}, ${label}`),
    onResult: (id) => tell(id, 1, id),
  });
  progress.done();
  return results;
}
