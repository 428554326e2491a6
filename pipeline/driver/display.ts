import { Listr } from 'listr2';
import { drawBar, type ProgressLine, share } from './progress.ts';

/** What the driver tells while stages run. */
export interface Display {
  begin(stage: string): void;
  progress(stage: string, line: ProgressLine): void;
  /** A line that the stage printed. */
  say(stage: string, text: string): void;
  /** The stage is done; `ran` is false where DVC found it unchanged. */
  end(stage: string, ran: boolean): void;
  /** No more is coming; a stage that was going on failed or was stopped. */
  close(): Promise<void>;
}

/** One line a stage: redrawn bars on a terminal, plain lines elsewhere. */
export function openDisplay(stages: readonly string[]): Display {
  return process.stdout.isTTY ? bars(stages) : lines();
}

/** '4 s', '3 min 12 s', '1 h 04 min' */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(seconds / 3600)} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')} min`;
}

/** Elapsed time, and the time left where enough is done to tell. */
export function times(started: number, now: number, done: number): string {
  const elapsed = now - started;
  const left = done > 0.02 && done < 1 ? `, ${duration((elapsed * (1 - done)) / done)} left` : '';
  return `${duration(elapsed)}${left}`;
}

function lines(): Display {
  let started = performance.now();
  let told = 0;
  return {
    begin(stage) {
      started = performance.now();
      told = 0;
      console.log(`${stage} …`);
    },
    progress(stage, line) {
      const now = performance.now();
      if (now - told < 10_000 && told > 0) return;
      told = now;
      const percent = `${Math.floor(share(line) * 100)}%`;
      console.log(`${stage} ${percent} ${line.label} (${times(started, now, share(line))})`);
    },
    say: (stage, text) => console.log(`${stage}: ${text}`),
    end: (stage, ran) =>
      console.log(ran ? `${stage} done (${duration(performance.now() - started)})` : `${stage} unchanged`),
    close: async () => undefined,
  };
}

function bars(stages: readonly string[]): Display {
  const waiting = new Map(stages.map((stage) => [stage, Promise.withResolvers<boolean>()]));
  const latest = new Map<string, { started: number; line: ProgressLine | null }>();
  const list = new Listr(
    stages.map((stage) => ({
      title: stage,
      task: async (_, task) => {
        const redraw = () => {
          const state = latest.get(stage);
          if (state) task.title = describe(stage, state.started, state.line);
        };
        const ticking = setInterval(redraw, 250);
        try {
          const ran = await (waiting.get(stage) as PromiseWithResolvers<boolean>).promise;
          const { started } = latest.get(stage) ?? { started: performance.now() };
          if (ran) task.title = `${stage.padEnd(11)} ${duration(performance.now() - started)}`;
          else task.skip(`${stage.padEnd(11)} unchanged`);
        } finally {
          clearInterval(ticking);
        }
      },
    })),
    {
      concurrent: false,
      exitOnError: true,
      registerSignalListeners: false,
      rendererOptions: { collapseErrors: false, showErrorMessage: false },
    },
  );
  const finished = list.run().catch(() => undefined);
  return {
    begin: (stage) => latest.set(stage, { started: performance.now(), line: null }),
    progress(stage, line) {
      const state = latest.get(stage);
      if (state) state.line = line;
    },
    say: () => undefined,
    end: (stage, ran) => waiting.get(stage)?.resolve(ran),
    async close() {
      for (const { promise, reject } of waiting.values()) {
        // Nobody awaits the promises of stages that the list did not come to.
        promise.catch(() => undefined);
        reject(new Error('stopped'));
      }
      await finished;
    },
  };
}

function describe(stage: string, started: number, line: ProgressLine | null): string {
  const done = line ? share(line) : 0;
  const head = `${stage.padEnd(11)} ${drawBar(done, 20)} ${String(Math.floor(done * 100)).padStart(3)}%`;
  const text = `${head}  ${times(started, performance.now(), done)}  ${line?.label ?? ''}`;
  return text.slice(0, Math.max(40, (process.stdout.columns ?? 80) - 4));
}
