import { createInterface, type Interface } from 'node:readline';
import type { ResultPromise } from 'execa';
import { z } from 'zod';
import { UserError } from '../src/artifact/error.ts';
import { parseFormat } from '../src/artifact/format.ts';
import { runProgram } from '../src/system/program.ts';
import type { Request } from './peers/serve.ts';

/** How a peer is started and called. */
export interface PeerSpec {
  id: string;
  /** Its line in the tables. */
  label: string;
  command: string;
  args: readonly string[];
  env?: Record<string, string>;
  /** Restricts it to modular workloads. */
  only?: 'modular';
}

/** Longest wait for one answer: a compilation or a few of the slowest steps on a busy machine. */
const TIMEOUT_SECONDS = 600;

/** What peers answer: when they are ready, to 'gradients', to 'train' as what they are compared by, and as what they are timed by. */
const READY = z.looseObject({ versions: z.record(z.string(), z.string()) });
export const LOSS = z.looseObject({ loss: z.number() });
export const LOSSES = z.looseObject({ losses: z.array(z.number()) });
export const TIMES = z.looseObject({ milliseconds: z.array(z.number()).min(1) });
const ANY = z.looseObject({});

/** Options of a peer's process: stdout is not buffered, because long runs would fill it. */
const CHILD = {
  stdin: 'pipe',
  stdout: 'pipe',
  stderr: 'pipe',
  buffer: { stdout: false },
  reject: false,
  cleanup: true,
} as const;

/** A peer that ended, did not start or did not answer; the message is one line of the table. */
export class PeerError extends UserError {}

/** A program that runs workloads in a process on one core. */
export class Peer {
  readonly spec: PeerSpec;
  versions: Record<string, string> = {};
  readonly #child: ResultPromise<typeof CHILD>;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;

  private constructor(spec: PeerSpec, core: number | null) {
    this.spec = spec;
    const pinned = core === null ? [] : ['taskset', '-c', String(core)];
    const [command, ...args] = [...pinned, spec.command, ...spec.args];
    this.#child = runProgram(command, args, { ...CHILD, env: spec.env });
    this.#child.stdin.on('error', () => undefined);
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  /**
   * Starts a peer, pinned to `core` if given.
   * @throws PeerError if it does not start
   */
  static async start(spec: PeerSpec, core: number | null): Promise<Peer> {
    const peer = new Peer(spec, core);
    peer.versions = (await peer.#answer(READY)).versions;
    return peer;
  }

  /**
   * Sends a request and returns the answer.
   * @throws PeerError if the process ends, does not answer in time or answers in another form
   */
  call<Answer = unknown>(request: Request, schema: z.ZodType<Answer> = ANY as z.ZodType<Answer>): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    return this.#answer(schema);
  }

  async #answer<Answer>(schema: z.ZodType<Answer>): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      const late = () => reject(new PeerError(`did not answer within ${TIMEOUT_SECONDS} s`));
      timer = setTimeout(late, TIMEOUT_SECONDS * 1000);
    });
    try {
      const { value, done } = await Promise.race([this.#answers.next(), silence]);
      if (!done) return parse(value, schema);
    } finally {
      clearTimeout(timer);
    }
    const ended = await this.#child;
    const { stderr, signal, shortMessage } = ended;
    const lines = stderr.split('\n').filter((line) => line.trim() !== '');
    const reason = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? shortMessage ?? '';
    throw new PeerError(signal ? `was ended by ${signal}` : reason.trim(), { cause: ended });
  }

  /** Ends the process. */
  async close(): Promise<void> {
    this.#lines.close();
    this.#child.stdin.end();
    this.#child.kill('SIGTERM', new Error('the benchmark is done'));
    await this.#child;
  }
}

function parse<Answer>(line: string, schema: z.ZodType<Answer>): Answer {
  try {
    return parseFormat(schema, line, 'The answer');
  } catch (error) {
    throw new PeerError(`sent an invalid answer: ${line.slice(0, 100)}`, { cause: error });
  }
}
