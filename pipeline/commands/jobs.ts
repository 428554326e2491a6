import { join } from 'node:path';
import { UserError } from '../../src/artifact/error.ts';
import { schedulers } from '../cluster/place.ts';
import type { QueuedTask, Scheduler } from '../cluster/scheduler.ts';
import { failureOf, keepCancelled, readSubmissions, type Submission, tasksOf } from '../cluster/submissions.ts';
import { lookLabel } from '../cluster/text.ts';
import { commandLine, runCommand } from '../driver/commandLine.ts';
import { pathsOf, shownPath } from '../driver/paths.ts';
import { finishedIn } from '../store/finished.ts';

// `npm run jobs`: what this checkout has submitted to a cluster.
await runCommand(
  commandLine('npm run jobs --', 'Tells where the tasks stand that this checkout submitted to a cluster.')
    .option('--cancel', 'cancel those that wait or run, and no others')
    .action(main),
);

async function main({ cancel }: { cancel?: true }): Promise<void> {
  const submissions = readSubmissions();
  if (submissions.length === 0) {
    console.log("Nothing was submitted from here: 'npm run reproduce -- --on slurm' does.");
    return;
  }
  for (const scheduler of schedulers()) {
    const queue = await scheduler.queue();
    if (queue === null)
      throw new UserError(`${scheduler.name} does not answer: try again in a moment, or ask it yourself.`);
    if (cancel) await cancelAll(scheduler, submissions, queue);
    else for (const submission of submissions) describe(submission, queue);
  }
}

/** One submission with what is left of it; one that is done takes a line. */
function describe(submission: Submission, queue: readonly QueuedTask[]): void {
  const isFinished = finishedIn(pathsOf('').store);
  const items = submission.plan.tasks.flat();
  const missing = items.filter(({ key }) => !isFinished(key));
  const tasks = tasksOf([submission], queue);
  const failures = missing.flatMap(({ id, key }) => {
    const message = failureOf(submission, key);
    return message === null ? [] : [`  ${id} failed: ${message}`];
  });
  const look = { items, missing, failed: failures.length, tasks, queue };
  const numbers = submission.arrays.map(({ job, name }) => job ?? name).join(', ');
  console.log(`${numbers}: ${lookLabel(look)}. Logs: ${shownPath(join(submission.folder, 'logs'))}`);
  for (const line of failures) console.log(line);
  if (missing.length > 0 && tasks.every(({ queued }) => queued === null))
    console.log("  Nothing of it is in the queue: 'npm run reproduce -- --on slurm' submits what is missing.");
}

/** Cancels by the numbers of tasks whose names are ours: a number alone may be somebody else's by now. */
async function cancelAll(
  scheduler: Scheduler,
  submissions: readonly Submission[],
  queue: readonly QueuedTask[],
): Promise<void> {
  const queued = tasksOf(submissions, queue).filter((task) => task.queued !== null);
  for (const submission of new Set(queued.map((task) => task.submission))) keepCancelled(submission);
  await scheduler.cancel(queued.flatMap(({ queued: task }) => task?.id ?? []));
  console.log(`Cancelled ${queued.length} tasks. What they have finished or saved is kept.`);
}
