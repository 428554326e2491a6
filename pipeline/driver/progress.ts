import { z } from 'zod';

/** Starts a line of progress on standard output; what follows is one JSON object. DVC passes a stage's output through unchanged. */
const MARK = '@progress ';
/** Set by the driver: print lines for it to read. */
export const PROGRESS_VARIABLE = 'MODULAR_GROWTH_PROGRESS';

/** How far a stage is. */
const lineSchema = z.object({
  stage: z.string(),
  /** Work done and in all, in units of the stage; fractions of a unit count. */
  done: z.number(),
  total: z.number(),
  /** The network and curriculum step in progress: 'modular-05-seed-0, N = 4'. */
  label: z.string(),
});
export type ProgressLine = z.infer<typeof lineSchema>;

export interface Progress {
  /** Tells that `done` of `total` is done and what is in progress. */
  update(done: number, label: string): void;
  done(): void;
}

/**
 * Progress of one stage: lines for the driver where it asks for them, a bar redrawn in place on a terminal, a line every
 * tenth of the way elsewhere.
 */
export function openProgress(stage: string, total: number, output: NodeJS.WriteStream = process.stdout): Progress {
  const draw = process.env[PROGRESS_VARIABLE] ? forDriver(output) : output.isTTY ? bar(output) : plain(output);
  let last = '';
  return {
    update(done, label) {
      last = label;
      draw({ stage, done: Math.min(done, total), total, label }, false);
    },
    done() {
      draw({ stage, done: total, total, label: last }, true);
    },
  };
}

/** The progress that a line of a stage's output tells, or null for any other line. */
export function readProgress(line: string): ProgressLine | null {
  if (!line.startsWith(MARK)) return null;
  try {
    return lineSchema.parse(JSON.parse(line.slice(MARK.length)));
  } catch {
    return null;
  }
}

/** A bar of `width` characters for a share from 0 to 1. */
export function drawBar(share: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** The share done, 0 for a stage without work. */
export function share({ done, total }: Pick<ProgressLine, 'done' | 'total'>): number {
  return total > 0 ? Math.min(1, done / total) : 0;
}

type Draw = (line: ProgressLine, last: boolean) => void;

function forDriver(output: NodeJS.WriteStream): Draw {
  let previous = '';
  return (line) => {
    const text = `${MARK}${JSON.stringify({ ...line, done: Number(line.done.toFixed(3)) })}\n`;
    if (text !== previous) output.write(text);
    previous = text;
  };
}

function bar(output: NodeJS.WriteStream): Draw {
  return (line, last) => {
    const text = `${line.stage.padEnd(11)}${drawBar(share(line), 24)} ${Math.floor(share(line) * 100)}% ${last ? '' : line.label}`;
    output.write(`\r\x1b[K${text.slice(0, (output.columns ?? 80) - 1)}${last ? '\n' : ''}`);
  };
}

function plain(output: NodeJS.WriteStream): Draw {
  let tenth = 0;
  return (line, last) => {
    const reached = last ? 10 : Math.floor(share(line) * 10);
    if (reached <= tenth) return;
    tenth = reached;
    output.write(`${line.stage}: ${reached * 10}%${line.label && !last ? `, ${line.label}` : ''}\n`);
  };
}
