import type { LabJob } from './client.ts';
import { describeFailure, part } from './setting.ts';

/** What a button has the workers train. */
export interface Work<T> {
  jobs: readonly LabJob<T>[];
  /** What came of it, in the order of the jobs; not called where one was cancelled. Returns the words for the reader, as HTML. */
  finish(results: readonly T[]): string;
}

/** Trains until all jobs are done, with a button that cancels them, and says beside the controls what came of it. */
export async function trainHere<T>(place: HTMLElement, { jobs, finish }: Work<T>, signal?: AbortSignal): Promise<void> {
  const cancel = part<HTMLButtonElement>({ root: place }, 'cancel');
  const status = part({ root: place }, 'read');
  const stop = () => {
    for (const job of jobs) job.cancel();
  };
  cancel.hidden = false;
  cancel.addEventListener('click', stop, { once: true });
  signal?.addEventListener('abort', stop, { once: true });
  status.textContent = 'Training.';
  try {
    const results = await Promise.all(jobs.map((job) => job.done));
    const done = results.flatMap((result) => (result === null ? [] : [result]));
    // Who moved a control meanwhile reads what that says.
    if (signal?.aborted) return;
    status.innerHTML = done.length < jobs.length ? 'Cancelled.' : finish(done);
  } finally {
    stop();
    cancel.hidden = true;
  }
}

/** Trains on every click of a button, which takes no second click meanwhile. The returned function stops it without a word. */
export function trainOnClick<T>(place: HTMLElement, button: HTMLButtonElement, work: () => Work<T>): () => void {
  let controller = new AbortController();
  button.addEventListener('click', () => {
    button.disabled = true;
    controller = new AbortController();
    const { signal } = controller;
    trainHere(place, work(), signal)
      .catch((error: unknown) => {
        part({ root: place }, 'read').textContent = describeFailure(error);
      })
      .finally(() => {
        button.disabled = false;
      });
  });
  return () => controller.abort();
}
